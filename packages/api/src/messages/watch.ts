import { Option, Schema } from "effect"
import { closeCodes, isWorthRetrying, retryAfterOf } from "./closeCodes.ts"
import { WatchMessage } from "./WatchMessage.ts"
import { heed, type WatchSocket } from "./WatchSocket.ts"

/** How to watch. */
export interface WatchOptions {
  /** `http://127.0.0.1:8080` or `https://…`, without a path. */
  readonly baseUrl: string
  /** An access token; a function is asked before each connection, also after a token has ended, so that it can fetch a new one. */
  readonly token: string | (() => string | Promise<string>)
  /** Such as `order:018f…`. */
  readonly topics: ReadonlyArray<string>
  readonly onMessage: (message: WatchMessage) => void
  /** Told when the connection is up, when it was lost and is tried again, and when it has ended for good. */
  readonly onState?: (state: WatchState) => void
  /** Where to begin; else from how things stand. */
  readonly cursor?: string
  /** The constructor of sockets, such as that of `ws`; the one of the browser, or of Node 22 and newer, unless given. */
  readonly WebSocket?: new (url: string) => WatchSocket
  /** Between 0 and 1; for tests. */
  readonly random?: () => number
}

/** How the connection is. */
export type WatchState =
  | { readonly _tag: "Live" }
  | { readonly _tag: "Waiting"; readonly forMs: number }
  | { readonly _tag: "Ended"; readonly code: number; readonly reason: string }

/** What is being watched. */
export interface Watching {
  /** Where the client stands in all topics. */
  readonly cursor: () => string
  /** Stops for good. */
  readonly close: () => void
}

/**
 * Watches topics over `/ws` (S52, S96): each message once and in order, whatever becomes of the connection. Comes back by itself after 1, 2, 4 … 30 s
 * with jitter, or when the server says, and asks for what it has missed. Needs nothing but a WebSocket: runs in Node and in browsers.
 *
 * @example
 * const watching = watch({ baseUrl: "http://127.0.0.1:8080", token, topics: ["order:o1"], onMessage: console.log })
 */
export const watch = (options: WatchOptions): Watching => {
  const places = new Map<string, Place>()
  for (const part of (options.cursor ?? "").split(",")) {
    const at = part.lastIndexOf("@")
    if (at > 0) places.set(part.slice(0, at), { cursor: part, seq: null })
  }
  let failures = 0
  /** Something was heard on this connection, so the token was good. */
  let isTrusted = false
  let closed = false
  let unheed = (): void => {}
  let socket: WatchSocket | null = null
  const end = (code: number, reason: string): void => {
    closed = true
    options.onState?.({ _tag: "Ended", code, reason })
  }
  const again = (code: number, reason: string): void => {
    if (closed) return
    // A token that was good and has ended: there may be a new one.
    const isRenewed =
      code === closeCodes.unauthenticated.code && typeof options.token === "function" && isTrusted
    isTrusted = false
    if (!isRenewed && !isWorthRetrying(code)) return end(code, reason)
    failures += 1
    const forMs = retryAfterOf(reason) ?? backOffMs(failures, options.random ?? Math.random)
    options.onState?.({ _tag: "Waiting", forMs })
    setTimeout(() => void connect(), forMs)
  }
  const connect = async (): Promise<void> => {
    if (closed) return
    const token = await Promise.resolve(
      typeof options.token === "string" ? options.token : options.token()
    ).catch(() => null)
    if (closed) return
    if (token === null) return again(1006, "no token")
    const Socket: new (url: string) => WatchSocket = options.WebSocket ?? WebSocket
    const opened = new Socket(`${options.baseUrl.replace(/^http/, "ws")}/ws`)
    socket = opened
    unheed = heed(opened, {
      open: () => {
        opened.send(JSON.stringify({ token }))
        for (const subscribe of options.topics) {
          const after = places.get(subscribe)?.cursor
          opened.send(JSON.stringify(after === undefined ? { subscribe } : { subscribe, after }))
        }
        options.onState?.({ _tag: "Live" })
      },
      message: (data) => {
        failures = 0
        isTrusted = true
        const message = Option.getOrNull(decode(data))
        if (message === null) return
        const verdict = follow(places, message)
        if (verdict === "new") options.onMessage(message)
        else if (verdict === "missed") opened.close(4000, "missed something")
      },
      lost: again
    })
  }
  void connect()
  return {
    cursor: () => [...places.values()].map(({ cursor }) => cursor).join(","),
    close: () => {
      if (closed) return
      end(closeCodes.going.code, "closed by the client")
      unheed()
      socket?.close(1000)
    }
  }
}

interface Place {
  readonly cursor: string
  readonly seq: number | null
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(WatchMessage))

/** What stands in no count of its own. */
const PASSING: ReadonlySet<string> = new Set([
  "driver-location-update",
  "eta",
  "driver-arriving",
  "driver-arrived",
  "gap",
  "refused"
])

/** Notes the place of a message: told before, the next one, or one too far. */
const follow = (
  places: Map<string, Place>,
  { cursor, event, prev, seq, topic }: WatchMessage
): "new" | "known" | "missed" => {
  if (PASSING.has(event)) return "new"
  const place = places.get(topic)
  if (event !== "snapshot" && place !== undefined && place.seq !== null) {
    if (sameCount(place.cursor, cursor) && seq <= place.seq) return "known"
    if (prev !== place.seq) return "missed"
  }
  places.set(topic, { cursor, seq })
  return "new"
}

/** Whether two cursors count alike: what stands between `@` and `.` is the same. */
const sameCount = (left: string, right: string): boolean => countOf(left) === countOf(right)
const countOf = (cursor: string): string => /@(?:([0-9a-z]+)\.)?\d+$/.exec(cursor)?.[1] ?? ""

/** 1, 2, 4 … 30 s, each times something between a half and one: not everybody at once. */
const backOffMs = (failures: number, random: () => number): number =>
  Math.min(30_000, 500 * 2 ** Math.min(failures, 6)) * (0.5 + random() / 2)
