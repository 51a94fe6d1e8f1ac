import type { OfferId, OrderId } from "@hotbag/core"
import { Effect } from "effect"
import type { Intent } from "./intents.ts"
import { makeOffer, readCases, takeBackOffer, timeOutOffer } from "./offerCommands.ts"
import type { DispatchPorts } from "./Ports.ts"
import { type Region, tell } from "./Region.ts"
import { putCase, type RegionDesk } from "./RegionDesk.ts"
import { hearDesk } from "./hearDesk.ts"

/** One region at work. */
export interface Serving {
  readonly ports: DispatchPorts
  readonly desk: RegionDesk
  readonly region: Region
}

/**
 * Does what was decided. What becomes of the cases is put on the desk, and heard like everything else; true unless it contradicts what
 * the dispatcher believes.
 */
export const carryOut = Effect.fnUntraced(function* (serving: Serving, intent: Intent) {
  const { desk, ports, region } = serving
  switch (intent._tag) {
    case "Ask":
      return yield* ask(serving, intent)
    case "TakeBack": {
      const { offerId, orders, reason } = intent
      return yield* takeBack(serving, offerId, orders, reason)
    }
    case "Note": {
      const { note, orderId } = intent
      yield* ports.explanations.note(orderId, note)
      if (note._tag !== "Escalated") return true
      yield* ports.alerts.raise({ _tag: "NoCourier", regionId: desk.regionId, orderId, note })
      return true
    }
    case "Suggest": {
      const { courierId, to } = intent
      const before = region.suggested.get(courierId)
      if (before?.lat === to.lat && before.lng === to.lng) return true
      region.suggested.set(courierId, to)
      const suggestion = { at: to, atMs: region.nowMs }
      yield* ports.couriers.suggest(courierId, suggestion)
      yield* ports.courierFeed.publish({ courierId, regionId: desk.regionId })
      return true
    }
    case "Count": {
      yield* ports.couriers.count(intent.courierId, intent.more)
      const isOver = intent.more.accepted > 0 && region.suggested.delete(intent.courierId)
      if (isOver) yield* ports.couriers.suggest(intent.courierId, null)
      return true
    }
    case "Move": {
      const { at, atMs, courierId } = intent
      yield* ports.couriers.moved(courierId, { at, atMs })
      return true
    }
    case "Nothing":
      return true
  }
})

/** Nobody answered in time: says so, and hears what became of it. */
export const timeOut = Effect.fnUntraced(function* (
  serving: Serving,
  offerId: OfferId,
  orders: ReadonlyArray<OrderId>
) {
  const { desk, ports, region } = serving
  const after = yield* timeOutOffer(ports, region, offerId, orders).pipe(
    Effect.catchTag("CaseRefused", () => readCases(ports, orders))
  )
  for (const state of after) putCase(desk, state)
  const fits = yield* hearDesk(serving)
  // It is over for everybody, or the dispatcher and the log are at odds.
  const isOver = [...region.offers.values()].every((open) => open.offerId !== offerId)
  return fits && isOver
})

const ask = Effect.fnUntraced(function* (serving: Serving, intent: Extract<Intent, { _tag: "Ask" }>) {
  const { desk, ports, region } = serving
  const { number, record } = intent
  const open = region.offers.get(number)
  // Withdrawn before it was made.
  if (open === undefined) return true
  yield* ports.explanations.keep(record)
  const refusedBecause = yield* makeOffer(ports, region, record).pipe(
    Effect.map((after) => {
      open.isMade = true
      for (const state of after) putCase(desk, state)
      return null
    }),
    Effect.catchTag("CaseRefused", (error) =>
      Effect.map(readCases(ports, record.orders), (after) => {
        for (const state of after) putCase(desk, state)
        return error.message
      })
    )
  )
  const fits = yield* hearDesk(serving)
  if (refusedBecause === null || !region.offers.has(number)) return fits
  // Nothing that was heard explains the refusal: another courier may have more luck.
  region.offers.delete(number)
  tell(region, { _tag: "OfferUndone", atMs: region.nowMs, offer: number, barred: true })
  const { atMs, offerId, orders } = record
  for (const orderId of orders)
    yield* ports.explanations.note(orderId, { _tag: "Undone", atMs, offerId, why: refusedBecause })
  return fits
})

const takeBack = Effect.fnUntraced(function* (
  serving: Serving,
  offerId: OfferId,
  orders: ReadonlyArray<OrderId>,
  reason: string
) {
  const { desk, ports, region } = serving
  const after = yield* takeBackOffer(ports, region, offerId, orders, reason).pipe(
    Effect.catchTag("CaseRefused", () => readCases(ports, orders))
  )
  for (const state of after) putCase(desk, state)
  return yield* hearDesk(serving)
})
