import type { CourierId } from "@hotbag/core"
import type { Hub, Viewer } from "@hotbag/services"
import type { Connection } from "./Connection.ts"
import type { HeartbeatWheel } from "./HeartbeatWheel.ts"
import type { LiveStats } from "./LiveStats.ts"
import type { Seats } from "./Seats.ts"
import type { UpstreamGate } from "./UpstreamGate.ts"

/** What a token says. */
export interface Admitted {
  readonly viewer: Viewer
  /** Whose seats it takes. */
  readonly subject: string
  /** When it ends, ms since epoch. */
  readonly endsAtMs: number
}

/** Why somebody is not let in. */
export type NotAdmitted = "unauthenticated" | "unavailable"

/** What connections work with; one for all of them. */
export interface LiveParts {
  readonly hub: Hub["Service"]
  readonly wheel: HeartbeatWheel
  readonly stats: LiveStats
  readonly seats: Seats
  readonly nowMs: () => number
  /** Between 0 and 1. */
  readonly random: () => number
  /** Connections that were closed and are not gone yet, and when they are cut off. */
  readonly closing: Map<Connection, number>
  /** Connections whose token has not come yet, and when they are closed. */
  readonly nameless: Map<Connection, number>
  /** Connections of couriers, which may have to wait with what they send. */
  readonly couriers: Set<Connection>
  /** What couriers send goes through it. */
  readonly gate: UpstreamGate
  /** Says who somebody is, some time later. `deliveryId`: of `/ws/track`, where the token may be a link's. */
  readonly verify: (
    token: string,
    deliveryId: string | null,
    then: (outcome: Admitted | NotAdmitted) => void
  ) => void
  /** Begins to track a courier, and says some time later whether there is one. */
  readonly meet: (courierId: CourierId, then: (outcome: "met" | "unknown" | "unavailable") => void) => void
  /** Takes a position or several; what to say about it, if anything. */
  readonly takeFrame: (courierId: CourierId, text: string, nowMs: number) => string | null
}
