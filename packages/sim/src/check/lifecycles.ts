import { deliveryStatusAfter, deliveryTransitions, orderStatusAfter, orderTransitions } from "@hotbag/core"

/** What a lifecycle allows, as the checker asks it. */
export interface Lifecycle {
  readonly of: string
  /** By event; null when it leaves the status as it is. */
  readonly statusAfter: ReadonlyMap<string, string | null>
  /** Events that may happen in a status. */
  readonly moves: ReadonlySet<string>
}

/** How a move stands in `Lifecycle.moves`. */
export const move = (status: string, event: string): string => `${status} ${event}`

/** The moves of a table: each row's events one after another, from the status that the one before leads to. */
const lifecycleOf = <Status extends string, Event extends string>(
  of: string,
  rows: ReadonlyArray<{
    readonly from: Status | "none"
    readonly events: ReadonlyArray<Event>
  }>,
  statusAfter: Readonly<Record<Event, Status | null>>
): Lifecycle => {
  const moves = new Set<string>()
  for (const { events, from } of rows) {
    let status = from
    for (const event of events) {
      moves.add(move(status, event))
      status = statusAfter[event] ?? status
    }
  }
  return { of, moves, statusAfter: new Map(Object.entries<string | null>(statusAfter)) }
}

/** Of an order, and of its delivery: core's own tables. */
export const LIFECYCLES: ReadonlyArray<Lifecycle> = [
  lifecycleOf("an order", orderTransitions.rows, orderStatusAfter),
  lifecycleOf("a delivery", deliveryTransitions.rows, deliveryStatusAfter)
]
