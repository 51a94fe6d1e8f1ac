import { CITY_DISPATCH } from "@hotbag/dispatch"
import { at, f64, haversineM, i32, type LatLng, SECOND_MS } from "@hotbag/core"
import type { City } from "../../world/City.ts"
import type { Complain } from "./watchMoney.ts"

/** Watches where couriers are and what they have in hand. Times are when things happened. */
export interface CourierWatch {
  readonly asked: (atMs: number, order: number, courier: number) => void
  readonly took: (atMs: number, order: number, courier: number) => void
  readonly letGo: (courier: number) => void
  /** Has come to a place, for an order or, with -1, for none. */
  readonly came: (atMs: number, order: number, courier: number, place: LatLng) => void
  /** Is done there; goes on `afterMs` later at the soonest. */
  readonly done: (atMs: number, courier: number, afterMs: number) => void
}

/**
 * Capacity, duty and physics, as `bundleRules`, `dutyHours` and `physics` judge them, by what costs next to nothing: load
 * within the vehicle's, asked in the own region and shift, and nowhere sooner than at top speed along a straight line.
 */
export const watchCouriers = (city: City, complain: Complain): CourierWatch => {
  const { couriers, orders, restaurants, rules, travel } = city
  const load = new Int32Array(couriers.length)
  const tookAtMs = new Float64Array(couriers.length).fill(-Infinity)
  const leavesAtMs = Float64Array.from(couriers, ({ onAtMs }) => onAtMs)
  const places: Array<LatLng> = couriers.map(({ position }) => position)
  const obeyed = rules.offers === "obeyed"
  const most = couriers.map(({ vehicle }) =>
    obeyed ? Infinity : (CITY_DISPATCH.capacity?.[vehicle] ?? Infinity)
  )
  const msPerM = SECOND_MS / travel.topSpeedMps
  return {
    asked: (atMs, order, courier) => {
      const { offAtMs, onAtMs, region } = at(couriers, courier)
      if (at(restaurants, at(orders, order).restaurant).region !== region) {
        complain("dutyHours", "asked in another region", atMs, order, courier)
      }
      if (atMs < onAtMs || atMs > offAtMs) complain("dutyHours", "asked off duty", atMs, order, courier)
    },
    took: (atMs, order, courier) => {
      const held = i32(load, courier)
      if (held > 0 && !obeyed && f64(tookAtMs, courier) !== atMs) {
        complain("noDoubleAssignment", `takes an order with ${held} still in hand`, atMs, order, courier)
      }
      if (held + 1 > at(most, courier))
        complain("capacity", `${held + 1} orders in hand`, atMs, order, courier)
      if (atMs < f64(leavesAtMs, courier)) {
        complain("physics", "takes an order before the last stop is done", atMs, order, courier)
      }
      load[courier] = held + 1
      tookAtMs[courier] = atMs
      leavesAtMs[courier] = atMs
    },
    letGo: (courier) => {
      load[courier] = i32(load, courier) - 1
    },
    came: (atMs, order, courier, place) => {
      const from = at(places, courier)
      const wayMs = from === place ? 0 : Math.floor(haversineM(from, place) * msPerM)
      if (atMs < f64(leavesAtMs, courier) + wayMs) {
        complain("physics", `${wayMs} ms of way at top speed, and there too soon`, atMs, order, courier)
      }
      places[courier] = place
      leavesAtMs[courier] = atMs
    },
    done: (atMs, courier, afterMs) => {
      leavesAtMs[courier] = atMs + afterMs
    }
  }
}
