import { type DispatchReasons as WireReasons, instantText } from "@hotbag/api"
import type { DispatchNote, DispatchReasons } from "@hotbag/services"

/** What dispatch decided about an order, on the wire. */
export const dispatchView = ({ orderId, deliveryId, offers, notes }: DispatchReasons): WireReasons => ({
  orderId,
  deliveryId,
  offers: offers.map(({ atMs, orders, candidates, ...offer }) => ({
    offerId: offer.offerId,
    at: instantText(atMs),
    chosen: offer.chosen,
    bundle: orders,
    policy: offer.policy,
    considered: offer.considered,
    searchedM: Math.round(offer.searchedM),
    candidates: candidates.map(({ courierId, terms, cost, verdict }) => ({
      driverId: courierId,
      cost,
      terms,
      verdict
    })),
    words: offer.words
  })),
  notes: notes.map((note) => ({ at: instantText(note.atMs), what: note._tag, words: wordsOf(note) }))
})

const wordsOf = (note: DispatchNote): string => {
  switch (note._tag) {
    case "Widened":
      return `The search reached from ${Math.round(note.fromM)} m to ${Math.round(note.toM)} m.`
    case "Escalated":
      return `Operations were told after ${Math.round(note.waitedMs / 1_000)} s: ${note.why}, within ${Math.round(note.searchedM)} m.`
    case "Undone":
      return `Offer ${note.offerId} was undone: ${note.why}.`
    case "Intervened":
      return `${note.by} ${note.what}.`
  }
}
