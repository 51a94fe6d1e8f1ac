import { invariant } from "@hotbag/core"
import type { Decision } from "./decisions.ts"
import type { Fact } from "./facts.ts"
import { acceptOffer, cancelDelivery, declineOffer, expectEnd } from "./offers.ts"
import type { RegionOptions } from "./RegionOptions.ts"
import { emptyRegion, type RegionState } from "./RegionState.ts"
import { playRound } from "./round.ts"

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
  /** A `Tick` before this time cannot change anything unless another fact comes first; `Infinity`: nothing to do. */
  readonly nextRoundAtMs: () => number
  /** Deliveries that wait for a courier. */
  readonly waitingCount: () => number
}

/** A dispatcher for an empty region. */
export const makeRegionDispatcher = (options: RegionOptions): RegionDispatcher => {
  const state = emptyRegion(options)
  return {
    handle: (fact) => {
      invariant(fact.atMs >= state.nowMs, "facts come in the order of time", { fact, nowMs: state.nowMs })
      state.nowMs = fact.atMs
      if (fact._tag === "Tick") return fact.atMs >= state.nextRoundAtMs ? playRound(state) : []
      state.nextRoundAtMs = Math.min(state.nextRoundAtMs, fact.atMs)
      return isAboutCourier(fact) ? hearOfCourier(state, fact) : hearOfDelivery(state, fact)
    },
    nextRoundAtMs: () => state.nextRoundAtMs,
    waitingCount: state.deliveries.waitingCount
  }
}

type CourierFact = Extract<
  Fact,
  {
    readonly _tag:
      | "CourierOnline"
      | "CourierMoved"
      | "CourierOffline"
      | "CourierFreed"
      | "PickedUp"
      | "DroppedOff"
  }
>
type DeliveryFact = Exclude<Fact, CourierFact | { readonly _tag: "Tick" }>

const isAboutCourier = (fact: CourierFact | DeliveryFact): fact is CourierFact => "courier" in fact

const hearOfCourier = (state: RegionState, fact: CourierFact): ReadonlyArray<Decision> => {
  const { couriers, deliveries, nowMs } = state
  switch (fact._tag) {
    case "CourierOnline":
      couriers.online(fact.courier, fact.position, fact.vehicle, fact.offAtMs, nowMs)
      break
    case "CourierMoved":
      couriers.moved(fact.courier, fact.position)
      break
    case "CourierOffline":
      couriers.offline(fact.courier)
      break
    case "CourierFreed":
      couriers.idle(couriers.get(fact.courier), fact.position, nowMs)
      break
    case "PickedUp": {
      const courier = couriers.get(fact.courier)
      courier.pickedUp = true
      for (const delivery of courier.hand) courier.lastStop = deliveries.get(delivery).pickup
      expectEnd(state, fact.courier)
      break
    }
    case "DroppedOff": {
      const courier = couriers.get(fact.courier)
      const delivery = deliveries.get(fact.delivery)
      courier.hand = courier.hand.filter((other) => other !== fact.delivery)
      courier.lastStop = delivery.dropoff
      deliveries.close(delivery)
      if (courier.hand.length > 0) expectEnd(state, fact.courier)
      else couriers.busy(courier, delivery.dropoff, nowMs + state.options.service.afterDropoffMs)
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
      if (deliveries.has(fact.delivery)) deliveries.get(fact.delivery).readyAtMs = fact.readyAtMs
      return []
    case "DeliveryCancelled":
      return cancelDelivery(state, fact.delivery)
    case "OfferAccepted":
      return acceptOffer(state, fact.offer)
    case "OfferRejected":
    case "OfferTimedOut":
      declineOffer(state, fact.offer)
      return []
  }
}
