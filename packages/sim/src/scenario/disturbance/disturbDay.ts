import { DAY_MS, HOUR_MS, type LatLng, at } from "@hotbag/core"
import { Result } from "effect"
import type { City, CityOrder } from "../../world/City.ts"
import { decodeDisturbances, scenarioProblem, type ScenarioProblem } from "../decodePlain.ts"
import { moreOrders } from "../moreOrders.ts"
import type { Overlay } from "../Overlay.ts"
import type { Disturbance } from "./Disturbance.ts"
import { disturbCity } from "./disturbCity.ts"
import { disturbedDemand } from "./demand.ts"
import { settle } from "./settle.ts"
import type { RegionPlace } from "./where.ts"

/**
 * A real day with the disturbances of overlays. More demand is the day's own orders once more, as with `moreOrders`. An
 * overlay that changes anything else of a scenario does not fit: a real day is what it is. The name tells of the overlays.
 */
export const disturbDay = (
  city: City,
  overlays: ReadonlyArray<Overlay>,
  seed: number
): Result.Result<City, ScenarioProblem> =>
  Result.gen(function* () {
    const ids = city.regions.map(({ id }) => id)
    const all: Array<Disturbance> = []
    for (const overlay of overlays) {
      const [change] = Object.keys(overlay.changes)
      if (change !== undefined) {
        const message = "a real day can be disturbed, but not changed; leave it out"
        return yield* Result.fail({ ...scenarioProblem(change, message), overlay: overlay.name })
      }
      const named = (problem: ScenarioProblem) => ({ ...problem, overlay: overlay.name })
      all.push(...(yield* decodeDisturbances(overlay.disturbances, ids).pipe(Result.mapError(named))))
    }
    const disturbances = settle(all, hourCounts(city))
    const regions = ids.map((id, region) => ({ id, centre: centreOf(city, region) }))
    const orders = disturbedOrders(city, disturbances, regions, seed)
    const name = [city.name, ...overlays.map((overlay) => overlay.name)].join("+")
    return { ...disturbCity({ ...city, orders }, disturbances, regions, seed), name }
  })

const disturbedOrders = (
  { orders, restaurants }: City,
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): City["orders"] => {
  const demand = disturbedDemand(disturbances, regions, seed)
  if (demand === null) return orders
  const factorOf = ({ dropoff, placedAtMs, restaurant }: CityOrder) => {
    const { id, position, region } = at(restaurants, restaurant)
    return demand.factor({ region, restaurant: id, pickup: position, dropoff, placedAtMs })
  }
  return moreOrders(orders, factorOf, seed)
}

/** Orders of a day by the hour of their placement, never 0. */
export const hourCounts = ({ orders }: City): ReadonlyArray<number> => {
  const counts = Array.from({ length: DAY_MS / HOUR_MS }, () => 0.001)
  for (const { placedAtMs } of orders) {
    const hour = Math.floor(placedAtMs / HOUR_MS) % counts.length
    counts[hour] = at(counts, hour) + 1
  }
  return counts
}

/** Middle of the restaurants. */
const centreOf = ({ restaurants }: City, region: number): LatLng => {
  let [lat, lng, count] = [0, 0, 0]
  for (const { position, region: its } of restaurants) {
    if (its !== region) continue
    lat += position.lat
    lng += position.lng
    count++
  }
  return count === 0 ? { lat: 0, lng: 0 } : { lat: lat / count, lng: lng / count }
}
