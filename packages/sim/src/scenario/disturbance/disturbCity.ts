import type { City } from "../../world/City.ts"
import type { Disturbance } from "./Disturbance.ts"
import { disturbedConditions } from "./disturbedConditions.ts"
import { disturbedCouriers } from "./disturbedCouriers.ts"
import { disturbedFaults } from "./disturbedFaults.ts"
import { disturbedTravel } from "./disturbedTravel.ts"
import { stadiumOrders } from "./stadiumOrders.ts"
import type { RegionPlace } from "./where.ts"
import { zonesOf } from "./zonesOf.ts"

/**
 * A city on a day that is disturbed so, but for its usual demand, which whoever makes the city multiplies while making it
 * (`disturbedDemand`). Everybody and everything that no disturbance is about stays as it is, with the same luck.
 *
 * @param disturbances with their times settled.
 * @param regions one for each of the city, in its sequence.
 */
export const disturbCity = (
  city: City,
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): City => {
  if (disturbances.length === 0) return city
  const crowds = stadiumOrders(city, disturbances, regions, seed)
  const conditions = disturbedConditions(disturbances, regions, city.restaurants, seed)
  const disturbed: City = {
    ...city,
    ...disturbedTravel(city.travel, disturbances, regions),
    ...(conditions === undefined ? {} : { conditions }),
    zones: zonesOf(disturbances, regions),
    disturbances,
    couriers: disturbedCouriers(city.couriers, disturbances, regions, city.toMs, seed),
    orders:
      crowds.length === 0
        ? city.orders
        : [...city.orders, ...crowds].sort((a, b) => a.placedAtMs - b.placedAtMs)
  }
  const faults = disturbedFaults(disturbed, disturbances, regions, seed)
  return faults === undefined ? disturbed : { ...disturbed, faults }
}
