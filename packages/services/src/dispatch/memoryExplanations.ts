import { Limits, type OfferId, type OrderId } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { forgetEntries } from "../retention/forgetEntries.ts"
import { Explanations } from "./Explanations.ts"
import type { DispatchNote, OfferRecord } from "./OfferRecord.ts"

/** Explanations in maps, for tests; they grow with every order. */
export const memoryExplanations: Layer.Layer<Explanations> = Layer.sync(Explanations, () => {
  const offers = new Map<OfferId, OfferRecord>()
  const offersOf = new Map<OrderId, Array<OfferRecord>>()
  const notesOf = new Map<OrderId, Array<DispatchNote>>()
  const add = <A>(lists: Map<OrderId, Array<A>>, orderId: OrderId, one: A): void => {
    const list = lists.get(orderId)
    if (list === undefined) lists.set(orderId, [one])
    else list.push(one)
  }
  return Explanations.of({
    keep: (offer) =>
      Effect.sync(() => {
        if (offers.has(offer.offerId)) return
        offers.set(offer.offerId, offer)
        for (const orderId of offer.orders) add(offersOf, orderId, offer)
      }),
    note: (orderId, note) => Effect.sync(() => add(notesOf, orderId, note)),
    offer: (offerId) => Effect.sync(() => Option.fromUndefinedOr(offers.get(offerId))),
    of: (orderId) =>
      Effect.sync(() => ({
        offers: (offersOf.get(orderId) ?? []).slice(-Limits.dispatchHistory),
        notes: (notesOf.get(orderId) ?? []).slice(-Limits.dispatchHistory)
      })),
    forget: (beforeMs, limit) =>
      Effect.sync(() => {
        const before = offers.size
        forgetEntries(offers, ({ atMs }) => atMs < beforeMs, limit)
        for (const [orderId, list] of offersOf) {
          const left = list.filter(({ offerId }) => offers.has(offerId))
          if (left.length === 0) offersOf.delete(orderId)
          else offersOf.set(orderId, left)
        }
        const offersGone = before - offers.size
        let notesGone = 0
        for (const [orderId, list] of notesOf) {
          const left = list.filter(({ atMs }) => atMs >= beforeMs || (notesGone += 1) > limit)
          if (left.length === 0) notesOf.delete(orderId)
          else notesOf.set(orderId, left)
        }
        return offersGone + Math.min(notesGone, limit)
      })
  })
})
