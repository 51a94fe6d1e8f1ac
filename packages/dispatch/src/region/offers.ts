import { at, invariant } from "@hotbag/core"
import type { Explanation } from "../Explanation.ts"
import type { DeliveryHandle } from "../Handles.ts"
import type { PlannedTrip } from "../Plan.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { OpenOffer, RegionState } from "./RegionState.ts"
import { putDown } from "./hand.ts"
import { arrivalMs, expectEnd } from "./schedule.ts"
import { expectByTheRules, visitsOf } from "./visits.ts"

/**
 * Asks a courier to leave for a trip, and takes courier and deliveries out of the next plans. `why` is called only when
 * somebody wants to know.
 */
export const makeOffer = (
  state: RegionState,
  trip: PlannedTrip,
  why: (delivery: DeliveryHandle) => Omit<Explanation, "searchedM">
): Decision => {
  const courier = state.couriers.get(trip.courier)
  const bundle = bundleOf(state, trip.deliveries)
  const visits = visitsOf(trip)
  expectByTheRules(state, trip, visits)
  const offer = state.offerCount++
  invariant(courier.state === "idle", "only an idle courier is asked", { trip })
  const most = state.options.capacity?.[courier.vehicle] ?? Infinity
  invariant(bundle.length <= most, "a bundle is within the capacity of the vehicle", { trip, most })
  courier.state = "offered"
  for (const delivery of bundle) {
    invariant(delivery.state === "waiting", "a delivery is offered to one courier at a time", { trip })
    invariant(!delivery.declined.has(trip.courier), "who declined is not asked again", { trip })
    state.deliveries.offer(delivery, trip.courier)
  }
  state.offers.set(offer, { courier: trip.courier, deliveries: trip.deliveries, visits })
  let reasons: ReadonlyArray<Explanation> | null = null
  const explain = () =>
    bundle.map((delivery) => ({
      ...why(delivery.handle),
      searchedM: delivery.searchedM
    }))
  return {
    _tag: "Offer",
    atMs: state.nowMs,
    offer,
    courier: trip.courier,
    deliveries: trip.deliveries,
    ...pickupsOf(visits),
    expiresAtMs: state.nowMs + state.options.offerTimeOutMs,
    get reasons() {
      reasons ??= explain()
      return reasons
    }
  }
}

/** The courier takes the work: from here on it is theirs alone (P3). A stale answer changes nothing. */
export const acceptOffer = (state: RegionState, offer: number): ReadonlyArray<Decision> => {
  const open = state.offers.get(offer)
  if (open === undefined) return []
  state.offers.delete(offer)
  const { options, nowMs } = state
  const courier = state.couriers.get(open.courier)
  const bundle = bundleOf(state, open.deliveries)
  courier.asked++
  courier.accepted++
  courier.assignedCount += bundle.length
  courier.hand = [...open.deliveries]
  courier.toPickUp = open.visits
  courier.takesFoodAtMs = arrivalMs(options, courier, state.deliveries.get(at(at(open.visits, 0), 0)), nowMs)
  for (const delivery of bundle) state.deliveries.assign(delivery, courier.handle)
  expectEnd(state, courier.handle)
  return [
    {
      _tag: "Commit",
      atMs: nowMs,
      offer,
      courier: open.courier,
      deliveries: open.deliveries,
      ...pickupsOf(open.visits)
    }
  ]
}

/** The courier declined or did not answer: never asked again for these deliveries (S11), which wait again. */
export const declineOffer = (state: RegionState, offer: number): void => {
  const open = state.offers.get(offer)
  if (open === undefined) return
  state.couriers.get(open.courier).asked++
  undoOffer(state, offer, true)
}

/** The offer is void, though nobody declined it: its deliveries wait again. */
export const undoOffer = (state: RegionState, offer: number, barred: boolean): void => {
  const open = state.offers.get(offer)
  if (open === undefined) return
  state.offers.delete(offer)
  const courier = state.couriers.get(open.courier)
  state.couriers.idle(courier, courier.position, courier.idleSinceMs)
  for (const handle of open.deliveries) {
    const delivery = state.deliveries.get(handle)
    if (barred) delivery.declined.add(open.courier)
    state.deliveries.wait(delivery)
  }
}

/** Nobody shall deliver it any more. An open offer is withdrawn; from a courier's hand it is taken away. */
export const endDelivery = (state: RegionState, handle: DeliveryHandle): ReadonlyArray<Decision> => {
  if (!state.deliveries.has(handle)) return []
  const delivery = state.deliveries.get(handle)
  const decisions = delivery.state === "offered" ? withdrawOffer(state, handle) : []
  if (delivery.state === "assigned") takeFromHand(state, delivery)
  state.deliveries.close(delivery)
  return decisions
}

/** The courier loses the delivery before the pickup; it waits again, with its place by age. */
export const reassignDelivery = (state: RegionState, handle: DeliveryHandle, barred: boolean): void => {
  if (!state.deliveries.has(handle)) return
  const delivery = state.deliveries.get(handle)
  const isTakable =
    delivery.state === "assigned" && state.couriers.get(delivery.courier).toPickUp.flat().includes(handle)
  invariant(isTakable, "only what is assigned and not yet picked up is taken from its courier", { handle })
  if (barred) delivery.declined.add(delivery.courier)
  takeFromHand(state, delivery)
  state.deliveries.wait(delivery)
}

const withdrawOffer = (state: RegionState, handle: DeliveryHandle): ReadonlyArray<Decision> => {
  const decisions: Array<Decision> = []
  for (const [offer, open] of state.offers) {
    if (!open.deliveries.includes(handle)) continue
    state.offers.delete(offer)
    const courier = state.couriers.get(open.courier)
    state.couriers.idle(courier, courier.position, courier.idleSinceMs)
    for (const other of open.deliveries)
      if (other !== handle) state.deliveries.wait(state.deliveries.get(other))
    decisions.push({
      _tag: "Withdraw",
      atMs: state.nowMs,
      offer,
      courier: open.courier,
      why: "delivery-cancelled"
    })
  }
  return decisions
}

const takeFromHand = (state: RegionState, delivery: DeliveryRecord): void => {
  const courier = state.couriers.get(delivery.courier)
  putDown(state, courier, delivery)
  expectEnd(state, courier.handle)
}

const bundleOf = (
  state: RegionState,
  handles: ReadonlyArray<DeliveryHandle>
): ReadonlyArray<DeliveryRecord> => {
  invariant(handles.length > 0, "a trip carries something")
  return handles.map(state.deliveries.get)
}

/** Where there is one restaurant nothing need be said of it. */
const pickupsOf = (visits: OpenOffer["visits"]): { readonly pickups?: OpenOffer["visits"] } =>
  visits.length > 1 ? { pickups: visits } : {}
