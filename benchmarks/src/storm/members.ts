import { watch, type WatchMessage } from "@hotbag/api"
import { WebSocket } from "ws"
import { addressOf } from "../chain/Ride.ts"
import { Latencies } from "../ws/latencies.ts"

/**
 * Many who watch with the client of the API, in a process of their own, each one order from its beginning. They note whether they miss anything, when
 * they are connected again, and how old positions are when they come.
 */
export interface CrowdTold {
  readonly connect?: {
    readonly url: string
    readonly watchers: ReadonlyArray<{
      readonly number: number
      readonly orderId: string
      readonly token: string
    }>
  }
  /** Answered when everybody's last status is this one and everybody is connected, or after so long. */
  readonly until?: { readonly event: string; readonly withinMs: number }
  /** Begins to count anew. */
  readonly reset?: true
}

/** How they are. */
export interface CrowdSaid {
  readonly watchers: number
  /** Who are not connected, or have not come to the status. */
  readonly behind: number
  /** Statuses whose predecessor had not come, and statuses that came twice. */
  readonly missed: number
  /** Connections that were lost since counting began. */
  readonly lost: number
  /** Moments, in ms since epoch, when each was connected for the last time, and when its last status came. */
  readonly liveAtMs: ReadonlyArray<number>
  readonly caughtUpAtMs: ReadonlyArray<number>
  /** How old positions were, since counting began, as `Latencies` has it. */
  readonly counts: ReadonlyArray<number>
}

const PASSING: ReadonlySet<string> = new Set([
  "driver-location-update",
  "eta",
  "driver-arriving",
  "driver-arrived",
  "gap"
])

class Member {
  seq = 0
  event = ""
  isLive = false
  liveAtMs = 0
  caughtUpAtMs = 0
  #positionAt: string | null = null

  constructor(
    url: string,
    { number, orderId, token }: NonNullable<CrowdTold["connect"]>["watchers"][number]
  ) {
    watch({
      baseUrl: url,
      token,
      topics: [`order:${orderId}`],
      cursor: `order:${orderId}@0`,
      WebSocket: socketAt(addressOf(number)),
      onMessage: (message) => this.#hear(message),
      onState: ({ _tag }) => {
        if (this.isLive && _tag !== "Live") lost += 1
        this.isLive = _tag === "Live"
        if (this.isLive) this.liveAtMs = Date.now()
        if (_tag === "Ended") missed += 1
        wake()
      }
    })
  }

  #hear({ event, positionAt, prev, seq }: WatchMessage): void {
    if (PASSING.has(event)) {
      if (event === "gap") missed += 1
      if (positionAt === this.#positionAt || positionAt === null) return
      this.#positionAt = positionAt
      latencies.add(Date.now() - Date.parse(positionAt))
      return
    }
    if (prev !== this.seq) missed += 1
    this.seq = seq
    this.event = event
    this.caughtUpAtMs = Date.now()
    wake()
  }
}

/** Sockets from an address of its own. */
const socketAt = (localAddress: string) => {
  const known = sockets.get(localAddress)
  if (known !== undefined) return known
  const made = class extends WebSocket {
    constructor(url: string) {
      super(url, { localAddress, perMessageDeflate: false })
      // Who cannot connect is told by the end of the connection.
      this.on("error", () => {})
    }
  }
  sockets.set(localAddress, made)
  return made
}
const sockets = new Map<string, new (url: string) => WebSocket>()

let members: ReadonlyArray<Member> = []
let latencies = new Latencies()
let missed = 0
let lost = 0
let wake = (): void => {}

const until = async ({ event, withinMs }: NonNullable<CrowdTold["until"]>): Promise<CrowdSaid> => {
  const behind = (): number => members.filter((each) => !each.isLive || each.event !== event).length
  const startMs = Date.now()
  while (behind() > 0 && Date.now() - startMs < withinMs) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 100)
      wake = () => {
        if (behind() > 0) return
        clearTimeout(timer)
        resolve()
      }
    })
    wake = () => {}
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    watchers: members.length,
    behind: behind(),
    missed,
    lost,
    liveAtMs: members.map(({ liveAtMs }) => liveAtMs),
    caughtUpAtMs: members.map(({ caughtUpAtMs }) => caughtUpAtMs),
    counts: latencies.counts
  }
}

process.on("message", (told: CrowdTold) => {
  if (told.connect !== undefined) {
    const { url, watchers } = told.connect
    members = watchers.map((each) => new Member(url, each))
    process.send?.({})
  } else if (told.until !== undefined) {
    void until(told.until).then((said) => process.send?.(said))
  } else {
    latencies = new Latencies()
    lost = 0
    process.send?.({})
  }
})
process.on("disconnect", () => process.exit(0))
