import { at, f64, i32 } from "@hotbag/core"
import type { City } from "../../world/City.ts"
import { STEP } from "./Step.ts"
import { watchCouriers } from "./watchCouriers.ts"
import type { Complain } from "./watchMoney.ts"
import { watchOffers } from "./watchOffers.ts"

/** P3, offers, and the stops of each order in their sequence. */
export const watchStops = (city: City, complain: Complain, happenedAtMs: () => number) => {
  const { afterDropoff, afterPickup, beforeDropoff } = city.rules
  const couriers = watchCouriers(city, complain)
  const count = city.orders.length
  const asked = watchOffers(city, complain)
  const carriers = new Int32Array(count).fill(-1)
  /** When the stop before was. */
  const stoppedAtMs = new Float64Array(count).fill(Infinity)
  const readyAtMs = new Float64Array(count).fill(Infinity)

  const answer = (what: number, atMs: number, order: number, courier: number) => {
    asked.answered(what, atMs, order, courier)
    if (what !== STEP.OfferAccepted) return
    if (i32(carriers, order) >= 0) {
      complain("noDoubleAssignment", "taken while another one has it", atMs, order, courier)
    }
    carriers[order] = courier
    stoppedAtMs[order] = atMs
    couriers.took(atMs, order, courier)
  }
  const stop = (what: number, order: number, courier: number) => {
    const atMs = happenedAtMs()
    const handledMs = what === STEP.DeliveryCompleted ? beforeDropoff.minMs : 0
    if (atMs < f64(stoppedAtMs, order) + handledMs) {
      complain("physics", "a stop before the one before is done", atMs, order, courier)
    }
    stoppedAtMs[order] = atMs
    if (what === STEP.CourierAtRestaurant) {
      couriers.came(atMs, order, courier, at(city.restaurants, at(city.orders, order).restaurant).position)
    } else if (what === STEP.DeliveryPickedUp) {
      if (atMs < f64(readyAtMs, order))
        complain("physics", "picked up before it is ready", atMs, order, courier)
      couriers.done(atMs, courier, afterPickup.minMs)
    } else if (what === STEP.CourierAtCustomer)
      couriers.came(atMs, order, courier, at(city.orders, order).dropoff)
    else couriers.done(atMs, courier, afterDropoff.minMs)
  }
  const end = (order: number) => {
    if (i32(carriers, order) >= 0) couriers.letGo(i32(carriers, order))
    carriers[order] = -1
    asked.ended(order)
  }

  return {
    see: (what: number, atMs: number, order: number, courier: number) => {
      if (what === STEP.FoodReady) {
        readyAtMs[order] = atMs
        return
      }
      if (what === STEP.DeliveryOffered) {
        asked.made(atMs, order, courier)
        return couriers.asked(atMs, order, courier)
      }
      if (what < STEP.FoodReady) return answer(what, atMs, order, courier)
      if (what !== STEP.DeliveryCancelled && i32(carriers, order) !== courier) {
        complain("noDoubleAssignment", "a stop of who does not have it", atMs, order, courier)
      }
      if (what <= STEP.DeliveryCompleted) stop(what, order, courier)
      if (what >= STEP.DeliveryCompleted) end(order)
    },
    came: (atMs: number, courier: number, restaurant: number) => {
      couriers.came(atMs, -1, courier, at(city.restaurants, restaurant).position)
    },
    finish: asked.finish
  }
}
