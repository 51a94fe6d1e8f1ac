import type { FinalRead } from "./FinalRead.ts"

type Entry = FinalRead["log"][number]

/** Facts with which a courier's work on a delivery is over. */
const OVER: ReadonlySet<string> = new Set([
  "DeliveryCompleted",
  "DeliveryFailed",
  "DeliveryReassigned",
  "DeliveryCancelled"
])
/** Facts of the courier who has the work. */
const CARRYING: ReadonlySet<string> = new Set([
  "CourierAtRestaurant",
  "DeliveryPickedUp",
  "CourierAtCustomer",
  "DeliveryCompleted"
])

/** P3: at most one courier has an order at any time, only that one reports on it, and nobody has more than fit. */
export const checkCouriers = ({ log }: Pick<FinalRead, "log">, capacity: number): ReadonlyArray<string> => {
  const violations: Array<string> = []
  const owner = new Map<string, string>()
  const moves: Array<{ readonly atMs: number; readonly courierId: string; readonly by: 1 | -1 }> = []
  const move = (entry: Entry, courierId: string, by: 1 | -1) =>
    moves.push({ atMs: entry.atMs, courierId, by })
  for (const entry of log) {
    const { courierId, fact, orderId, stream } = entry
    if (stream !== "delivery") continue
    const has = owner.get(orderId)
    if (fact === "OfferAccepted" && courierId !== null) {
      if (has !== undefined) violations.push(`P3: ${orderId} went to ${courierId} while ${has} had it`)
      owner.set(orderId, courierId)
      move(entry, courierId, 1)
    }
    if (CARRYING.has(fact) && has !== courierId) {
      violations.push(`P3: ${fact} of ${orderId} by ${courierId}, while ${has ?? "nobody"} had it`)
    }
    if (OVER.has(fact) && has !== undefined) {
      owner.delete(orderId)
      move(entry, has, -1)
    }
  }
  for (const [orderId, courierId] of owner) violations.push(`P3: ${courierId} still has ${orderId}`)
  const load = new Map<string, number>()
  // At one moment, hands are emptied first.
  for (const { by, courierId } of moves.sort((left, right) => left.atMs - right.atMs || left.by - right.by)) {
    const now = (load.get(courierId) ?? 0) + by
    load.set(courierId, now)
    if (now > capacity) violations.push(`P3: ${courierId} had ${now} deliveries`)
  }
  return violations
}
