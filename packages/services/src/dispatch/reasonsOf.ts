import type { CourierId, DeliveryId, OrderCase, OrderId } from "@hotbag/core"
import type { LoggedEntry } from "../cases/CaseStore.ts"
import type { DispatchHistory } from "./Explanations.ts"
import type { Candidate, DispatchNote, OfferReason, OfferRecord } from "./OfferRecord.ts"

/** One offer of an order, and why it went to that courier. */
export interface ExplainedOffer extends Omit<OfferReason, "change" | "orderId"> {
  readonly offerId: OfferRecord["offerId"]
  readonly atMs: number
  readonly chosen: CourierId
  /** Orders of the same bundle, in drop-off sequence. */
  readonly orders: ReadonlyArray<OrderId>
  /** All this as sentences. */
  readonly words: string
}

/** Why an order was offered to whom it was: one entry for each offer, oldest first, and what else dispatch had to say. */
export interface DispatchReasons {
  readonly orderId: OrderId
  readonly deliveryId: DeliveryId
  readonly offers: ReadonlyArray<ExplainedOffer>
  readonly notes: ReadonlyArray<DispatchNote>
}

/**
 * The reasons of an order from its history. Reasons are kept before an offer is made; one that was refused then, such as that of a
 * dispatcher whose time was over, does not stand in the log, and is left out.
 */
export const reasonsOf = (
  { order }: OrderCase,
  { notes, offers }: DispatchHistory,
  log: ReadonlyArray<LoggedEntry>
): DispatchReasons => ({
  orderId: order.orderId,
  deliveryId: order.deliveryId,
  notes,
  offers: offers.flatMap((offer) => {
    const wasMade = log.some(
      ({ entry: { fact } }) => fact._tag === "DeliveryOffered" && fact.offerId === offer.offerId
    )
    if (!wasMade) return []
    const reason = offer.reasons.find(({ orderId }) => orderId === order.orderId)
    if (reason === undefined) return []
    const { atMs, courierId: chosen, offerId, orders } = offer
    const { candidates, considered, policy, searchedM } = reason
    const words = inWords(offer, reason)
    return [{ offerId, atMs, chosen, orders, policy, candidates, considered, searchedM, words }]
  })
})

/** Why this courier, as sentences: the cost and its parts, the best of the others, and what changed. */
export const inWords = ({ courierId, orders }: OfferRecord, reason: OfferReason): string => {
  const { candidates, change, considered, policy, searchedM } = reason
  const chosen = candidates.find((candidate) => candidate.courierId === courierId)
  const sentences = [
    `The ${policy} policy chose courier ${courierId} among ${considered} within ${Math.round(searchedM)} m.`
  ]
  if (chosen !== undefined) sentences.push(`This costs ${minutes(chosen.cost)}: ${partsOf(chosen)}.`)
  if (orders.length > 1) sentences.push(`It rides together with ${orders.length - 1} more.`)
  const other = candidates.find((candidate) => candidate.courierId !== courierId)
  if (other !== undefined) sentences.push(`Courier ${other.courierId}: ${other.verdict}.`)
  if (change !== null) sentences.push(`Since the last round: ${change}.`)
  return sentences.join(" ")
}

/** The terms that count for something, the largest first. */
const partsOf = ({ terms }: Candidate): string =>
  Object.entries(terms)
    .filter(([, value]) => Math.abs(value) >= LEAST_TOLD)
    .sort(([, left], [, right]) => right - left)
    .map(([name, value]) => `${name} ${value.toFixed(1)}`)
    .join(", ")

/** Smaller terms would read as `0.0`. */
const LEAST_TOLD = 0.05

const minutes = (cost: number): string => `${cost.toFixed(1)} min`
