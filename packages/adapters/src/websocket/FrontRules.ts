import { WatchRequest } from "@hotbag/api"
import { CourierId } from "@hotbag/core"
import { topicsIn, type Watcher, type Wire } from "@hotbag/services"
import { Option, Schema } from "effect"
import type { Connection } from "./Connection.ts"
import type { LiveParts } from "./LiveParts.ts"
import type { Front } from "./LiveStats.ts"
import { socketWire, trackWire } from "./wires.ts"

/** What the address of a connection asks for. */
export interface Wish {
  readonly token: string | null
  /** Of `/ws/track`. */
  readonly deliveryId: string | null
  readonly topics: ReadonlyArray<string>
  readonly cursor: string | null
}

/** What is special about one of the fronts. */
export interface FrontRules {
  readonly front: Front
  readonly wire: Wire
  /** There is one topic, and no connection without it. */
  readonly single: boolean
  /** Somebody is let in. `held`: their frames wait until the connection is released. */
  readonly admitted: (
    connection: Connection,
    watcher: Watcher,
    wish: Wish,
    parts: LiveParts
  ) => "held" | "goes on"
  /** A frame of somebody who is. */
  readonly frame: (connection: Connection, watcher: Watcher, text: string, parts: LiveParts) => void
}

/** `/ws/track?deliveryId=…&token=…` (S40): one delivery, and nothing to say. */
export const trackRules: FrontRules = {
  front: "track",
  wire: trackWire,
  single: true,
  admitted: (_, watcher, { cursor, deliveryId }, { hub }) => {
    hub.subscribe(watcher, `delivery:${deliveryId ?? ""}`, cursor)
    return "goes on"
  },
  frame: (connection) => connection.bad()
}

/** `/ws` (S41): topics as the client wishes. */
export const watchRules: FrontRules = {
  front: "ws",
  wire: socketWire,
  single: false,
  admitted: (_, watcher, { cursor, topics }, { hub }) => {
    const named = topics.length > 0 || cursor === null ? topics : topicsIn(cursor)
    for (const topic of named) hub.subscribe(watcher, topic, cursor)
    return "goes on"
  },
  frame: (connection, watcher, text, { hub }) => {
    const request = Option.getOrNull(decodeRequest(text))
    if (request === null) connection.bad()
    else if ("subscribe" in request) hub.subscribe(watcher, request.subscribe, request.after ?? null)
    else if ("unsubscribe" in request) hub.unsubscribe(watcher, request.unsubscribe)
  }
}

/** `/ws/courier` (S22, S72): positions in, offers out. */
export const courierRules: FrontRules = {
  front: "courier",
  wire: socketWire,
  single: true,
  admitted: (connection, watcher, { cursor }, parts) => {
    const courierId = courierOf(watcher)
    if (courierId === null) {
      connection.end("forbidden")
      return "goes on"
    }
    connection.hold()
    parts.meet(courierId, (outcome) => {
      if (watcher.gone) return
      if (outcome !== "met") {
        connection.end(outcome === "unknown" ? "notFound" : "unavailable")
        return
      }
      parts.couriers.add(connection)
      parts.hub.subscribe(watcher, `courier:${courierId}`, cursor)
      connection.release()
    })
    return "held"
  },
  frame: (connection, watcher, text, { nowMs, takeFrame }) => {
    const courierId = courierOf(watcher)
    if (courierId === null) return
    const answer = takeFrame(courierId, text, nowMs())
    if (answer?.startsWith(MALFORMED) === true) connection.bad(answer)
    else {
      connection.good()
      if (answer !== null) connection.say(answer)
    }
  }
}

/** How the answer to a frame begins that is nothing a telephone should send. */
const MALFORMED = '{"type":"malformed"'

const decodeRequest = Schema.decodeUnknownOption(Schema.fromJsonString(WatchRequest), {
  onExcessProperty: "error"
})
const decodeCourier = Schema.decodeUnknownOption(CourierId)

/** The courier who watches; null when it is somebody else. */
const courierOf = ({ viewer }: Watcher): CourierId | null => {
  if (viewer._tag !== "Bearer") return null
  const { actor, scopes } = viewer.identity
  return actor.role === "courier" && scopes.has("couriers:act")
    ? Option.getOrNull(decodeCourier(actor.subject))
    : null
}
