import { type CourierId, Limits, type OfferId, type OrderCase, type OrderId } from "@hotbag/core"
import { Clock, Effect, Option } from "effect"
import { isOnDuty } from "../couriers/Courier.ts"
import { openCases } from "../couriers/openCases.ts"
import { readCases, takeBackOffer } from "./offerCommands.ts"
import type { OfferRecord } from "./OfferRecord.ts"
import type { DispatchPorts } from "./Ports.ts"
import { emptyRegion, type Region, setTime } from "./Region.ts"
import { carriersOf, type RegionRecords, resumeRegion } from "./resumeRegion.ts"
import type { KnownBefore } from "./tellWanted.ts"

/**
 * Takes a region up from the stores: open offers are taken back, work in hand is resumed, what waits is wanted again, without those who
 * declined. The one way in which a dispatcher begins, be it after a start, a crash, or news that contradict each other.
 */
export const takeUp = Effect.fnUntraced(function* (
  ports: DispatchPorts,
  lease: Pick<Region, "epoch" | "offersBefore" | "regionId">
) {
  const { options, store } = ports
  const open = yield* openCases(store, lease.regionId)
  const cases = (yield* withoutOffers(ports, lease, open)).filter(isDispatched)
  const nowMs = yield* Clock.currentTimeMillis
  const records: RegionRecords = {
    cases,
    couriers: yield* couriersOf(ports, lease, cases, nowMs),
    offers: yield* offersOf(ports, cases),
    known: yield* knownOf(ports, cases, nowMs)
  }
  const region = emptyRegion(options, lease, yield* options.restaurants(lease.regionId))
  setTime(region, nowMs)
  resumeRegion(region, records)
  return region
})

/** Offers of a dispatcher that is no more: nobody would hear their answers. */
const withoutOffers = Effect.fnUntraced(function* (
  ports: DispatchPorts,
  lease: Pick<Region, "epoch" | "regionId">,
  open: ReadonlyArray<OrderCase>
) {
  const states = new Map(open.map((state) => [state.order.orderId, state]))
  const offers = new Map<OfferId, Array<OrderId>>()
  for (const { delivery, order } of open) {
    if (delivery.status !== "offered" || delivery.offerId === null) continue
    const orders = offers.get(delivery.offerId) ?? []
    offers.set(delivery.offerId, [...orders, order.orderId])
  }
  for (const [offerId, orders] of offers) {
    const after = yield* takeBackOffer(ports, lease, offerId, orders, "dispatcher-restarted").pipe(
      Effect.catchTag("CaseRefused", () => readCases(ports, orders))
    )
    for (const state of after) states.set(state.order.orderId, state)
  }
  return [...states.values()]
})

/** Couriers may be asked for it, or somebody has it. */
const isDispatched = ({ delivery }: OrderCase): boolean => {
  switch (delivery.status) {
    case "requested":
      return delivery.released
    case "accepted":
    case "at-restaurant":
    case "picked-up":
    case "at-customer":
      return true
    // One that was made this very moment: it is heard of, and taken back, later.
    case "offered":
    case "none":
    case "delivered":
    case "failed":
    case "cancelled":
      return false
  }
}

const couriersOf = Effect.fnUntraced(function* (
  { couriers }: DispatchPorts,
  { regionId }: Pick<Region, "regionId">,
  cases: ReadonlyArray<OrderCase>,
  nowMs: number
) {
  const onDuty = (yield* couriers.onDuty(regionId, nowMs)).filter((courier) => isOnDuty(courier, nowMs))
  const there = new Set<CourierId>(onDuty.map(({ courierId }) => courierId))
  const others = carriersOf(cases).filter((courierId) => !there.has(courierId))
  return others.length === 0 ? onDuty : [...onDuty, ...(yield* couriers.those(others))]
})

/** The offers by which the work in hand was given. */
const offersOf = Effect.fnUntraced(function* (
  { explanations }: DispatchPorts,
  cases: ReadonlyArray<OrderCase>
) {
  const ids = new Set(
    cases.flatMap(({ delivery }) =>
      delivery.status === "none" || delivery.courierId === null || delivery.lastOfferId === null
        ? []
        : [delivery.lastOfferId]
    )
  )
  const found = yield* Effect.forEach([...ids], explanations.offer, { concurrency: Limits.dispatchReads })
  return new Map<OfferId, OfferRecord>(
    found.flatMap(Option.toArray).map((record) => [record.offerId, record])
  )
})

/** Of orders that were offered in vain or have waited long: who let offers lapse, and whether operations know. */
const knownOf = Effect.fnUntraced(function* (
  ports: DispatchPorts,
  cases: ReadonlyArray<OrderCase>,
  nowMs: number
) {
  const waiting = cases.filter(({ delivery }) => {
    if (delivery.status !== "requested") return false
    const mayBeEscalated = nowMs >= delivery.requestedAtMs + ports.options.region.escalateAfterMs
    return mayBeEscalated || delivery.attempts > delivery.declinedBy.length
  })
  const known = yield* Effect.forEach(waiting, (state) => knownOfOne(ports, state), {
    concurrency: Limits.dispatchReads
  })
  return new Map(known)
})

/** Who let an offer lapse stands in the log only: there the courier is not barred, but we do not ask twice (S11). */
const knownOfOne = Effect.fnUntraced(function* (
  { explanations, store }: DispatchPorts,
  { order: { orderId } }: OrderCase
) {
  const log = yield* store.log(orderId)
  const { notes } = yield* explanations.of(orderId)
  const known: KnownBefore = {
    declined: log.flatMap(({ entry: { fact } }) => (fact._tag === "OfferTimedOut" ? [fact.courierId] : [])),
    isEscalated: notes.some((note) => note._tag === "Escalated")
  }
  return [orderId, known] as const
})
