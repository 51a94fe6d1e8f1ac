import { Schema } from "effect"
import { WebSocket } from "ws"
import { Latencies, sharedNowMs } from "../ws/latencies.ts"
import { addressOf, type Ride, type Stretch } from "./Ride.ts"
import { keyOf, trackOf } from "./trackOf.ts"

/**
 * Customers who watch their couriers, in a process of their own: one half over `/ws/track`, the other over `/ws`. They know the ways beforehand, and so
 * of each place when it was to be sent.
 */
export interface WatchersTold {
  readonly connect?: {
    readonly url: string
    readonly rides: ReadonlyArray<Ride>
    readonly seed: number
    readonly seconds: number
    readonly all: number
    /** Latencies count from this second on. */
    readonly warmSeconds: number
  }
  readonly ride?: Pick<Stretch, "firstSecond" | "fromMs">
  /** Asks what was seen once these have been, each a ride's number and a second, or after so long. */
  readonly until?: {
    readonly last: ReadonlyArray<readonly [number, number]>
    readonly withinMs: number
  }
}

/** What they have seen. */
export interface WatchersSaid {
  /** Places, each counted once. */
  readonly seen: number
  /** Of them, from when the engine was warm. */
  readonly counts: ReadonlyArray<number>
  readonly maxMs: number
  /** Rides whose last place has not come. */
  readonly missing: ReadonlyArray<number>
  /** Connections that have ended. */
  readonly closed: number
  /** Places that came after a newer one. */
  readonly backwards: number
}

const Told = Schema.fromJsonString(
  Schema.Struct({
    lat: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
    lon: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
    driver: Schema.optionalKey(Schema.NullOr(Schema.Struct({ lat: Schema.Finite, lng: Schema.Finite })))
  })
)
const decode = Schema.decodeUnknownSync(Told)

const latencies = new Latencies()
/** When second 0 would have begun. */
let zeroMs = Infinity
let seen = 0
let maxMs = 0
let closed = 0
let backwards = 0
const lastSeen = new Map<number, number>()
let wake = (): void => {}

const watch = (told: NonNullable<WatchersTold["connect"]>, ride: Ride): Promise<void> => {
  const { all, seconds, seed, url, warmSeconds } = told
  const { customerToken, deliveryId, number } = ride
  const secondOf = new Map(
    trackOf(ride, seed, seconds).map(({ lat, lng, second }) => [keyOf(lat, lng), second])
  )
  const phaseMs = (number * 1_000) / all
  const path =
    number % 2 === 0
      ? `/ws/track?deliveryId=${deliveryId}&token=${customerToken}`
      : `/ws?topics=delivery:${deliveryId}&token=${customerToken}`
  const socket = new WebSocket(url.replace("http", "ws") + path, {
    localAddress: addressOf(number),
    perMessageDeflate: false
  })
  const hear = (text: string): void => {
    const nowMs = sharedNowMs()
    const { driver, lat, lon } = decode(text)
    const key = driver ? keyOf(driver.lat, driver.lng) : keyOf(lat ?? 0, lon ?? 0)
    const second = secondOf.get(key)
    const before = lastSeen.get(number) ?? -1
    if (second === undefined || second === before) return
    if (second < before) {
      backwards += 1
      return
    }
    lastSeen.set(number, second)
    seen += 1
    const latencyMs = nowMs - (zeroMs + second * 1_000 + phaseMs)
    if (second >= warmSeconds) {
      latencies.add(latencyMs)
      maxMs = Math.max(maxMs, latencyMs)
    }
    wake()
  }
  return new Promise((resolve, reject) => {
    socket.once("error", reject)
    socket.on("close", () => (closed += 1))
    socket.on("message", (data: Buffer) => {
      hear(data.toString("utf8"))
      resolve()
    })
  })
}

const until = async ({ last, withinMs }: NonNullable<WatchersTold["until"]>): Promise<WatchersSaid> => {
  const missing = (): ReadonlyArray<number> =>
    last.filter(([number, second]) => lastSeen.get(number) !== second).map(([number]) => number)
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withinMs)
    wake = () => {
      if (missing().length > 0) return
      clearTimeout(timer)
      resolve()
    }
    wake()
  })
  return { seen, counts: latencies.counts, maxMs, missing: missing(), closed, backwards }
}

process.on("message", (told: WatchersTold) => {
  const { connect, ride } = told
  if (connect !== undefined) {
    void Promise.all(connect.rides.map((ride) => watch(connect, ride))).then(() => process.send?.({}))
  } else if (ride !== undefined) {
    zeroMs = ride.fromMs - ride.firstSecond * 1_000
    process.send?.({})
  } else if (told.until !== undefined) {
    void until(told.until).then((said) => process.send?.(said))
  }
})
process.on("disconnect", () => process.exit(0))
