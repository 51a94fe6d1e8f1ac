import { type Lifecycle, move } from "../lifecycles.ts"

/** A lifecycle as numbers: one look into a table for each event. */
export interface StatusTable {
  /** Number of the event, or -1. */
  readonly eventOf: (type: string) => number
  readonly nameOf: (status: number) => string
  /** By `status * events + event`: the next status, or -1 where the event must not happen. */
  readonly next: Int8Array
  readonly events: number
}

/** Status 0 is `none`. */
export const statusTable = ({ moves, statusAfter }: Lifecycle): StatusTable => {
  const events = [...statusAfter.keys()]
  const statuses = ["none", ...new Set([...statusAfter.values()].filter((status) => status !== null))]
  const next = new Int8Array(statuses.length * events.length).fill(-1)
  statuses.forEach((status, from) => {
    events.forEach((event, number) => {
      if (!moves.has(move(status, event))) return
      next[from * events.length + number] = statuses.indexOf(statusAfter.get(event) ?? status)
    })
  })
  return {
    eventOf: (type) => events.indexOf(type),
    nameOf: (status) => statuses[status] ?? "",
    next,
    events: events.length
  }
}
