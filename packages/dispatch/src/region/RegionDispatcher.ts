import { invariant } from "@hotbag/core"
import { isOnTheWay } from "./CourierTable.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { Fact } from "./facts.ts"
import { askCourier } from "./askCourier.ts"
import { acceptOffer, declineOffer, endDelivery, reassignDelivery, undoOffer } from "./offers.ts"
import { pickUp, putDown } from "./hand.ts"
import { type RegionView, viewOf } from "./RegionView.ts"
import { resumeCourier } from "./resume.ts"
import type { RegionOptions } from "./RegionOptions.ts"
import { emptyRegion, type RegionState, roundAtMs } from "./RegionState.ts"
import { playRound } from "./round.ts"
import { expectEnd } from "./schedule.ts"

/**
 * Dispatch of one region as a state machine without clock, chance or I/O: facts go in, decisions come out. The
 * server and the simulator drive this same machine.
 *
 * Plans are tentative. Every round the policy plans anew over all open deliveries and all couriers that are free or
 * soon will be; only when a courier has to leave now to meet the food does an offer go out, and only an accepted
 * offer binds. So a late order can still change what an early one gets, and nobody is locked in a restaurant.
 */
export interface RegionDispatcher {
  /**
   * Takes one fact and returns what follows from it at once. Facts come in the order of time. A stale answer (to an
   * offer that was withdrawn or has lapsed) changes nothing.
   *
   * @throws InvariantViolation when facts contradict each other: a bug of the driver.
   */
  readonly handle: (fact: Fact) => ReadonlyArray<Decision>
  /**
   * When the next round is due; `Infinity`: nothing to do. A `Tick` before that costs nothing, for the policy is not even
   * asked, and misses nothing: everything in the last plan has its moment then or later. (A policy that searches longer
   * each time it is asked might have found something better meanwhile; it is asked as soon as there is news.)
   */
  readonly nextRoundAtMs: () => number
  /** Deliveries that wait for a courier. */
  readonly waitingCount: () => number
  /** What it believes now. */
  readonly view: RegionView
}

/** A dispatcher for an empty region. A policy with a memory gets one of its own. */
export const makeRegionDispatcher = (options: RegionOptions): RegionDispatcher => {
  const { policy, restaurants = [] } = options
  const state = emptyRegion({ ...options, policy: policy.forRegion?.(restaurants) ?? policy })
  return {
    handle: (fact) => {
      invariant(fact.atMs >= state.nowMs, "facts come in the order of time", { fact, nowMs: state.nowMs })
      state.nowMs = fact.atMs
      if (fact._tag === "Tick") return fact.atMs >= roundAtMs(state) ? playRound(state) : []
      if (isNews(state, fact)) state.nextRoundAtMs = Math.min(state.nextRoundAtMs, fact.atMs)
      return isAboutCourier(fact) ? hearOfCourier(state, fact) : hearOfDelivery(state, fact)
    },
    nextRoundAtMs: () => roundAtMs(state),
    waitingCount: state.deliveries.waitingCount,
    view: viewOf(state)
  }
}

type CourierFact = Extract<
  Fact,
  {
    readonly _tag:
      | "CourierOnline"
      | "CourierResumed"
      | "CourierMoved"
      | "CourierOffline"
      | "CourierFreed"
      | "CourierArrived"
      | "PickedUp"
      | "DroppedOff"
  }
>
type DeliveryFact = Exclude<Fact, CourierFact | { readonly _tag: "Tick" }>

/** False for what no plan depends on: stale answers, forgotten deliveries, the way of a courier who is not idle. */
const isNews = (state: RegionState, fact: CourierFact | DeliveryFact): boolean => {
  switch (fact._tag) {
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferTimedOut":
    case "OfferUndone":
      return state.offers.has(fact.offer)
    case "ReadyEstimateChanged":
    case "FoodReady":
    case "DeliveryCancelled":
    case "DeliveryFailed":
    case "DeliveryReassigned":
    case "DeliveryHurried":
    case "CourierWanted":
      return state.deliveries.has(fact.delivery)
    case "CourierMoved":
      return state.couriers.get(fact.courier).state === "idle"
    case "DeliveryWanted":
    case "CourierOnline":
    case "CourierResumed":
    case "CourierOffline":
    case "CourierFreed":
    case "CourierArrived":
    case "PickedUp":
    case "DroppedOff":
      return true
  }
}

const isAboutCourier = (fact: CourierFact | DeliveryFact): fact is CourierFact =>
  "courier" in fact && fact._tag !== "CourierWanted"

const hearOfCourier = (state: RegionState, fact: CourierFact): ReadonlyArray<Decision> => {
  const { couriers, deliveries, nowMs } = state
  const { service } = state.options
  switch (fact._tag) {
    case "CourierOnline":
      couriers.online(fact.courier, fact.position, fact.vehicle, fact.offAtMs, nowMs)
      break
    case "CourierResumed":
      resumeCourier(state, fact)
      break
    case "CourierMoved":
      couriers.moved(fact.courier, fact.position)
      break
    case "CourierOffline":
      couriers.offline(fact.courier)
      break
    case "CourierFreed": {
      const courier = couriers.get(fact.courier)
      const isDone = courier.state === "busy" && courier.hand.length === 0
      invariant(isDone, "a courier is freed from work, with nothing in hand", { fact, hand: courier.hand })
      couriers.idle(courier, fact.position, nowMs)
      courier.atRestaurantSinceMs = null
      break
    }
    case "CourierArrived": {
      const courier = couriers.get(fact.courier)
      if (courier.state === "offline") break
      invariant(isOnTheWay(courier), "only a courier who was sent arrives without an order", { fact })
      couriers.idle(courier, fact.position, nowMs)
      courier.atRestaurantSinceMs = nowMs
      break
    }
    case "PickedUp": {
      const courier = couriers.get(fact.courier)
      invariant(courier.state === "busy", "who picks up has the work", { fact })
      pickUp(state, courier)
      break
    }
    case "DroppedOff": {
      const courier = couriers.get(fact.courier)
      invariant(courier.hand.includes(fact.delivery), "what is dropped off was in hand", { fact })
      const delivery = deliveries.get(fact.delivery)
      putDown(state, courier, delivery)
      courier.lastStop = delivery.dropoff
      courier.leavesAtMs = nowMs + service.afterDropoffMs
      deliveries.close(delivery)
      expectEnd(state, fact.courier)
      break
    }
  }
  return []
}

const hearOfDelivery = (state: RegionState, fact: DeliveryFact): ReadonlyArray<Decision> => {
  const { deliveries } = state
  switch (fact._tag) {
    case "DeliveryWanted":
      deliveries.add(fact)
      return []
    case "ReadyEstimateChanged":
      if (deliveries.has(fact.delivery)) changeEstimate(state, deliveries.get(fact.delivery), fact.readyAtMs)
      return []
    case "FoodReady":
      if (deliveries.has(fact.delivery)) foodReady(state, deliveries.get(fact.delivery))
      return []
    case "DeliveryCancelled":
    case "DeliveryFailed":
      return endDelivery(state, fact.delivery)
    case "DeliveryReassigned":
      reassignDelivery(state, fact.delivery, fact.barred)
      return []
    case "OfferAccepted":
      return acceptOffer(state, fact.offer)
    case "OfferRejected":
    case "OfferTimedOut":
      declineOffer(state, fact.offer)
      return []
    case "OfferUndone":
      undoOffer(state, fact.offer, fact.barred)
      return []
    case "DeliveryHurried":
      if (deliveries.has(fact.delivery)) hurry(state, deliveries.get(fact.delivery))
      return []
    case "CourierWanted":
      return askCourier(state, fact.courier, fact.delivery)
  }
}

const hurry = ({ nowMs }: RegionState, delivery: DeliveryRecord): void => {
  delivery.patienceMs = Math.min(delivery.patienceMs, nowMs)
}

const foodReady = (state: RegionState, delivery: DeliveryRecord): void => {
  state.readiness.learn(delivery.estimate, state.nowMs)
  delivery.isReady = true
  changeReady(state, delivery, state.nowMs)
}

const changeEstimate = (state: RegionState, delivery: DeliveryRecord, readyAtMs: number): void => {
  delivery.estimate = { ...delivery.estimate, toldAtMs: state.nowMs, readyAtMs }
  changeReady(state, delivery, readyAtMs)
}

const changeReady = (state: RegionState, delivery: DeliveryRecord, readyAtMs: number): void => {
  delivery.readyAtMs = readyAtMs
  delivery.meetFromMs = readyAtMs
  delivery.expectedAtMs = -Infinity
  if (delivery.state === "assigned") expectEnd(state, delivery.courier)
}
