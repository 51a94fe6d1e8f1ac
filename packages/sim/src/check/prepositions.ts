import type { JourneyEntry, LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import { DELIVERY_ENDS } from "./endings.ts"

/** What keeps a courier from being sent anywhere without an order. */
interface Ties {
  /** Orders whose offers the courier is thinking about. */
  readonly asked: Set<string>
  /** Orders in hand. */
  readonly hand: Set<string>
  /** Where the courier is going without an order, and since when; null: nowhere. */
  journey: JourneyEntry | null
}

/**
 * Who is sent to a restaurant without an order has nothing else to do: no order in hand, no offer to answer, no such
 * journey already. It ends once and where it was to end, and on the way nobody is asked. Memory by couriers seen.
 */
export const prepositions = (): Checker => {
  const findings = makeFindings("prepositions")
  const couriers = new Map<string, Ties>()
  /** Who is thinking about the order, or has it. */
  const holders = new Map<string, Ties>()
  const tiesOf = (courier: string): Ties => {
    const known = couriers.get(courier)
    if (known !== undefined) return known
    const ties: Ties = { asked: new Set(), hand: new Set(), journey: null }
    couriers.set(courier, ties)
    return ties
  }

  const send = (entry: JourneyEntry, ties: Ties) => {
    const { asked, hand, journey } = ties
    if (hand.size > 0) findings.add(`sent with ${[...hand].join(", ")} in hand`, entry)
    if (asked.size > 0) findings.add(`sent while thinking about ${[...asked].join(", ")}`, entry)
    if (journey !== null) findings.add(`sent on the way to ${journey.restaurant}`, entry)
    ties.journey = entry
  }

  const arrive = (entry: JourneyEntry, ties: Ties) => {
    const goal = ties.journey?.restaurant
    if (goal !== entry.restaurant) {
      findings.add(`at ${entry.restaurant}, but sent ${goal === undefined ? "nowhere" : `to ${goal}`}`, entry)
    }
    ties.journey = null
  }

  const letGo = (order: string) => {
    const ties = holders.get(order)
    holders.delete(order)
    ties?.asked.delete(order)
    ties?.hand.delete(order)
  }

  const follow = (entry: LogEntry, order: string) => {
    const { courier, type } = entry
    if (LETS_GO.has(type)) letGo(order)
    if (courier === undefined || (type !== "DeliveryOffered" && type !== "OfferAccepted")) return
    const ties = tiesOf(courier)
    if (ties.journey !== null) findings.add(`${type} on the way to ${ties.journey.restaurant}`, entry)
    letGo(order)
    holders.set(order, ties)
    if (type === "DeliveryOffered") ties.asked.add(order)
    else ties.hand.add(order)
  }

  return {
    name: "prepositions",
    see: (entry) => {
      if (entry.order !== undefined) follow(entry, entry.order)
      else if (entry.type === "Preposition") send(entry, tiesOf(entry.courier))
      else arrive(entry, tiesOf(entry.courier))
    },
    finish: () => {
      for (const { journey } of couriers.values()) {
        if (journey !== null) findings.add(`never came to ${journey.restaurant}`, journey)
      }
      return findings.list()
    }
  }
}

/** After these the courier neither has the order nor thinks about it. */
const LETS_GO: ReadonlySet<string> = new Set([
  "OfferRejected",
  "OfferTimedOut",
  "OfferWithdrawn",
  "DeliveryReassigned",
  ...DELIVERY_ENDS
])
