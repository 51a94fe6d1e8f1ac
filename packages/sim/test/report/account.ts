import { MINUTE_MS } from "@hotbag/core"
import type { LogEntry } from "../../src/report/LogEntry.ts"

/** The moments of one order as the history tells them; undefined: never came. */
export interface Moments {
  readonly placedAtMs: number
  confirmedAtMs?: number
  readyAtMs?: number
  firstOfferAtMs?: number
  assignedAtMs?: number
  pickedUpAtMs?: number
  deliveredAtMs?: number
  endedAtMs?: number
  outcome?: "delivered" | "cancelled" | "lost"
  /** A courier is wanted, nobody is being asked, nobody has it. */
  waiting: boolean
}

/** Reads off a history what became of every order, entry by entry: slow, plain, and knowing nothing of the recorder. */
export const account = (entries: ReadonlyArray<LogEntry>): ReadonlyMap<string, Moments> => {
  const orders = new Map<string, Moments>()
  for (const entry of entries) {
    if (entry.order === undefined) continue
    const { atMs, order: id, type } = entry
    if (type === "OrderPlaced") orders.set(id, { placedAtMs: atMs, waiting: false })
    const order = orders.get(id)
    if (order === undefined) throw new Error(`${type} of ${id}, which was never placed`)
    if (type === "OrderConfirmed") order.confirmedAtMs = atMs
    if (type === "FoodReady") order.readyAtMs = atMs
    if (type === "DeliveryOffered") order.firstOfferAtMs ??= atMs
    if (type === "OfferAccepted") order.assignedAtMs = atMs
    if (type === "DeliveryPickedUp") order.pickedUpAtMs = atMs
    if (type === "OrderDelivered") order.deliveredAtMs = atMs
    const outcome = outcomeOf(entry)
    if (outcome !== undefined) {
      order.outcome = outcome
      order.endedAtMs = atMs
    }
    if (WAITS.has(type)) order.waiting = true
    if (WAITS_NO_LONGER.has(type)) order.waiting = false
  }
  return orders
}

const outcomeOf = ({ type, ...fields }: LogEntry): Moments["outcome"] => {
  if (type === "OrderDelivered") return "delivered"
  if (type === "OrderCancelled") return fields["by"] === "platform" ? "lost" : "cancelled"
  return type === "OrderRejected" ? "cancelled" : undefined
}

const WAITS: ReadonlySet<string> = new Set([
  "DeliveryRequested",
  "OfferRejected",
  "OfferTimedOut",
  "OfferWithdrawn"
])
const WAITS_NO_LONGER: ReadonlySet<string> = new Set(["DeliveryOffered", "DeliveryCancelled"])

/** From one moment to the other, in minutes, of all orders in which both came. */
export const minutesBetween = (
  orders: Iterable<Moments>,
  from: (order: Moments) => number | undefined,
  to: (order: Moments) => number | undefined
): ReadonlyArray<number> =>
  [...orders].flatMap((order) => {
    const start = from(order)
    const end = to(order)
    return start === undefined || end === undefined ? [] : [(end - start) / MINUTE_MS]
  })

export const countOf = <A>(list: Iterable<A>, counts: (item: A) => boolean): number =>
  [...list].filter((item) => counts(item)).length

/** Sum over count; NaN of nothing. */
export const meanOf = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000
