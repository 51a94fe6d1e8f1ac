import { at, type CourierId, type OfferId, type OrderCase, type OrderId } from "@hotbag/core"
import { type Courier, isCarriedBy, isOnDuty } from "../couriers/Courier.ts"
import { noteHeard } from "./hearCase.ts"
import type { OfferRecord } from "./OfferRecord.ts"
import { type Region, tell } from "./Region.ts"
import { type KnownBefore, tellWanted } from "./tellWanted.ts"
import { inSequence } from "./inSequence.ts"

/** Everything the stores know of a region, none of it being offered. */
export interface RegionRecords {
  /** Open cases whose delivery couriers may be asked for. */
  readonly cases: ReadonlyArray<OrderCase>
  /** Couriers on duty, and those with work in hand. */
  readonly couriers: ReadonlyArray<Courier>
  /** The offers by which the work in hand was given. */
  readonly offers: ReadonlyMap<OfferId, OfferRecord>
  /** What is known of orders that were offered before. */
  readonly known: ReadonlyMap<OrderId, KnownBefore>
}

/** Tells a new dispatcher what there is, so that it goes on where another one was (S84, P3). */
export const resumeRegion = (region: Region, { cases, couriers, known, offers }: RegionRecords): void => {
  for (const state of cases) {
    const { delivery, order } = state
    tellWanted(region, state, known.get(order.orderId) ?? NOTHING)
    noteHeard(region, state)
    if (delivery.status !== "none" && delivery.pickedUpAtMs !== null) region.picked.add(order.orderId)
  }
  const workOf = workByCourier(cases)
  for (const courier of couriers) {
    resumeCourier(region, courier, inSequence(workOf.get(courier.courierId) ?? [], offers))
  }
}

const workByCourier = (cases: ReadonlyArray<OrderCase>): ReadonlyMap<CourierId, ReadonlyArray<OrderCase>> => {
  const workOf = new Map<CourierId, Array<OrderCase>>()
  for (const state of cases) {
    const { delivery } = state
    if (delivery.status === "none" || delivery.courierId === null) continue
    if (!isCarriedBy(state, delivery.courierId)) continue
    const work = workOf.get(delivery.courierId)
    if (work === undefined) workOf.set(delivery.courierId, [state])
    else work.push(state)
  }
  return workOf
}

const NOTHING: KnownBefore = { declined: [], isEscalated: false }

const resumeCourier = (
  region: Region,
  courier: Courier,
  { hand, toPickUp }: ReturnType<typeof inSequence>
): void => {
  const { accepted, asked, assigned, courierId, duty, vehicle } = courier
  const first = hand[0]
  const position = courier.position?.at ?? first?.order.pickup
  if (position === undefined) return
  const atMs = region.nowMs
  const onDuty = isOnDuty(courier, atMs) && courier.regionId === region.regionId
  const offAtMs = duty?.offAtMs ?? Infinity
  const handleOf = ({ order }: OrderCase) => region.orders.handleOf(order.orderId)
  region.told.set(courierId, { onDuty, offAtMs, vehicle, position })
  tell(region, {
    _tag: "CourierResumed",
    atMs,
    courier: region.couriers.handleOf(courierId),
    position,
    vehicle,
    offAtMs: onDuty ? offAtMs : null,
    onDutySinceMs: duty?.onAtMs ?? atMs,
    atRestaurantSinceMs: waitsSinceMs(toPickUp),
    hand: hand.map(handleOf),
    toPickUp: toPickUp.map((visit) => visit.map(handleOf)),
    asked,
    accepted,
    assignedCount: assigned
  })
}

/** Since when the courier waits at the restaurant that is next; null on the way. */
const waitsSinceMs = (toPickUp: ReadonlyArray<ReadonlyArray<OrderCase>>): number | null => {
  if (toPickUp.length === 0) return null
  const { delivery } = at(at(toPickUp, 0), 0)
  return delivery.status === "at-restaurant" ? delivery.arrivedAtRestaurantAtMs : null
}

/** Couriers who have work in one of the cases, each once. */
export const carriersOf = (cases: ReadonlyArray<OrderCase>): ReadonlyArray<CourierId> => [
  ...new Set(
    cases.flatMap(({ delivery }) =>
      delivery.status !== "none" && delivery.courierId !== null ? [delivery.courierId] : []
    )
  )
]
