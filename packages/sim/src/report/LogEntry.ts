import type { ExplainedChange, Explanation } from "@hotbag/dispatch"

/**
 * One line of a run's event log (`events.ndjson`): everything that happened, in order, with ids of the border. It is
 * about an order, or about a courier's journey without one.
 */
export type LogEntry = OrderEntry | JourneyEntry

/**
 * What happened to an order. `type` is the `_tag` of the domain event, of the dispatcher's decision, or of what the saga
 * asked for (`Notify`).
 */
export interface OrderEntry extends Entry {
  readonly order: string
  readonly courier?: string
  readonly restaurant?: string
  /** Why, for dispatch decisions: candidates with their terms; ids are of couriers and orders. */
  readonly reasons?: ReadonlyArray<LoggedExplanation>
}

/**
 * A courier with nothing to carry is sent to a restaurant (`Preposition`, the dispatcher's decision), or has come there
 * and waits (`CourierArrived`, the fact that it is told).
 */
export interface JourneyEntry extends Entry {
  readonly type: "Preposition" | "CourierArrived"
  readonly order?: never
  readonly courier: string
  readonly restaurant: string
  readonly reasons?: never
}

interface Entry {
  /** Milliseconds since the midnight that starts the day. */
  readonly atMs: number
  readonly type: string
  /** Further fields of the event. */
  readonly [field: string]: unknown
}

/** An explanation with ids instead of handles. */
export interface LoggedExplanation extends Omit<
  Explanation,
  "delivery" | "chosen" | "candidates" | "changed"
> {
  readonly order: string
  readonly chosen: string | null
  readonly candidates: ReadonlyArray<{
    readonly courier: string
    readonly terms: Readonly<Record<string, number>>
    readonly cost: number
    readonly verdict: string
  }>
  readonly changed?: LoggedChange
}

/** What changed in the plan for an order since the last round, with ids instead of handles. */
export interface LoggedChange extends Omit<ExplainedChange, "from" | "to" | "joined" | "parted"> {
  readonly from: string | null
  readonly to: string | null
  readonly joined: ReadonlyArray<string>
  readonly parted: ReadonlyArray<string>
}
