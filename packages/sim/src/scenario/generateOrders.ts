import { MINUTE_MS, at, lognormal, lognormalOf, probit } from "@hotbag/core"
import type { TravelModel, Vehicle } from "@hotbag/core"
import { drawFromTable } from "./quantileTable.ts"
import { makeStream } from "../kernel/streams.ts"
import type { Stream } from "../kernel/streams.ts"
import type { CityOrder, CityRestaurant } from "../world/City.ts"
import { makeArrivals } from "./arrivals.ts"
import { makeDemandCurve } from "./demandCurve.ts"
import { placeAt } from "./placeNear.ts"
import type { DemandPoint, DisturbedDemand } from "./disturbance/demand.ts"
import type { RestaurantsOfRegion } from "./generateRestaurants.ts"
import type { Scenario } from "./Scenario.ts"
import type { ScenarioDemand } from "./ScenarioDemand.ts"
import type { ScenarioRegion } from "./ScenarioRegion.ts"

/** Where the orders of a region come from and go to. */
export interface OrdersOfRegion {
  readonly scenario: Scenario
  readonly region: ScenarioRegion
  readonly seed: number
  /** Demand as a multiple of what the scenario says. */
  readonly ordersX: number
  readonly fromMs: number
  readonly toMs: number
  readonly places: RestaurantsOfRegion
  /** Added to indexes into `places.restaurants`. */
  readonly firstRestaurant: number
  readonly travel: TravelModel
  /** Of the region. */
  readonly index: number
  /** What demand is multiplied by besides; null: nothing. */
  readonly demand: DisturbedDemand | null
}

/**
 * The orders that a region places in the window, layer by layer, each layer by time: an inhomogeneous Poisson process
 * along the demand curve.
 *
 * Demand is made of layers, each a whole day as the scenario says, of which the last may be thinned: at 2.5 two whole
 * days and half of a third. So more demand keeps every order there is and adds new ones, less demand takes some away,
 * and a window is cut from the same day: common random numbers for comparing loads. Disturbances of demand choose by
 * time and place how many layers there are, so that they too add and take away, and change nothing else. O(orders of the
 * day × multiple).
 */
export const generateOrders = (options: OrdersOfRegion): ReadonlyArray<CityOrder> => {
  const { scenario, region, seed, ordersX, fromMs, toMs, demand } = options
  const curve = makeDemandCurve(scenario.demand.hourShares)
  const orders: Array<CityOrder> = []
  for (let layer = 0; layer < ordersX * (demand?.most ?? 1); layer++) {
    const kept = Math.min(1, ordersX - layer)
    const draw = (what: string) => makeStream(seed, `${region.id}.order.${layer}.${what}`)
    const gap = draw("gap")
    const thin = draw("thin")
    const makeOrder = orderMaker(options, layer, draw)
    const arrivals = makeArrivals(scenario.demand, region.ordersPerDay, curve, gap)
    for (let k = 0; ; k++) {
      const share = arrivals(k)
      if (!(share < 1)) break
      const placedAtMs = Math.round(curve.timeOf(share))
      if (placedAtMs >= toMs) break
      if (placedAtMs < fromMs) continue
      const u = thin.uniform(k)
      if (demand === null) {
        if (u < kept) orders.push(makeOrder(k, placedAtMs))
        continue
      }
      const order = makeOrder(k, placedAtMs)
      if (u < ordersX * demand.factor(pointOf(options, order)) - layer) orders.push(order)
    }
  }
  return orders
}

const pointOf = ({ firstRestaurant, index, places }: OrdersOfRegion, order: CityOrder): DemandPoint => {
  const { id, position } = at(places.restaurants, order.restaurant - firstRestaurant)
  return {
    region: index,
    restaurant: id,
    pickup: position,
    dropoff: order.dropoff,
    placedAtMs: order.placedAtMs
  }
}

/** Makes order `k` of a layer: everything but its time is drawn from streams by `k`. */
const orderMaker = (
  options: OrdersOfRegion,
  layer: number,
  draw: (what: string) => Stream
): ((k: number, placedAtMs: number) => CityOrder) => {
  const { scenario, region, places, firstRestaurant } = options
  const choice = draw("restaurant")
  const distance = draw("distance")
  const direction = draw("direction")
  const accept = draw("accept")
  const cook = draw("preparation")
  const error = draw("estimate")
  const promise = draw("promise")
  const rules = scenario.restaurants
  const distanceOf = drawnFrom(
    scenario.demand.distance.quantilesM,
    distanceQuantile(scenario.demand.distance)
  )
  const acceptance = drawnFrom(
    rules.acceptQuantilesMs,
    lognormalOf(rules.acceptMedianMs, rules.acceptP90Ms).draw
  )
  const preparation = drawnFrom(
    rules.preparationQuantilesMs,
    lognormal(Math.log(rules.preparationMedianMs), rules.preparationSigma).draw
  )
  const plausible = plausiblePromise(options)
  return (k, placedAtMs) => {
    const index = places.choose(placedAtMs, choice.uniform(k))
    const restaurant = at(places.restaurants, index)
    const dropoff = placeAt(restaurant.position, distanceOf(distance.uniform(k)), direction.uniform(k))
    const drawn = Math.round(preparation(cook.uniform(k)))
    const preparationMs = Math.min(rules.preparationMaxMs, Math.max(rules.preparationMinMs, drawn))
    const said =
      (preparationMs * Math.exp(rules.estimateSigma * probit(error.uniform(k)))) / rules.estimateGrainMs
    const order = {
      // Layers above the first are told by a suffix, so that ids stay the same whatever the demand.
      id: layer === 0 ? `${region.id}-o${k + 1}` : `${region.id}-o${k + 1}x${layer + 1}`,
      restaurant: firstRestaurant + index,
      dropoff,
      placedAtMs,
      acceptAfterMs: Math.round(acceptance(accept.uniform(k))),
      preparationMs,
      estimatedPreparationMs: Math.max(1, Math.round(said)) * rules.estimateGrainMs
    }
    const { quantilesMs } = scenario.demand.promise
    const u = promise.uniform(k)
    const promisedMs =
      quantilesMs === null
        ? Math.max(promiseQuantile(scenario.demand, u), plausible(restaurant, order))
        : drawFromTable(quantilesMs, u)
    return { ...order, promisedAtMs: placedAtMs + Math.ceil(promisedMs / MINUTE_MS) * MINUTE_MS }
  }
}

/** By the table where there is one. */
const drawnFrom = (
  table: ReadonlyArray<number> | null,
  otherwise: (u: number) => number
): ((u: number) => number) => (table === null ? otherwise : (u) => drawFromTable(table, u))

/**
 * Quantile of the distance to the customer: the Weibull distribution with the given median and 90th percentile, cut
 * at the greatest distance. On the real days it fits both ends too: from 1.4 and 3.0 km follow a tenth below 0.42 km
 * (measured 0.43 to 0.49) and a hundredth above 4.7 km (measured 4.3 to 4.8).
 */
const distanceQuantile = ({ medianM, p90M, maxM }: ScenarioDemand["distance"]): ((u: number) => number) => {
  const inverseShape = Math.log(p90M / medianM) / Math.log(Math.log(0.1) / Math.log(0.5))
  const scaleM = medianM / Math.LN2 ** inverseShape
  const below = -Math.expm1(-((maxM / scaleM) ** (1 / inverseShape)))
  return (u) => scaleM * (-Math.log1p(-u * below)) ** inverseShape
}

/** Quantile of the promise: linear between the three given ones, and on to both ends. */
const promiseQuantile = ({ promise: { p5Ms, medianMs, p95Ms } }: ScenarioDemand, u: number): number =>
  u < 0.5
    ? medianMs - ((0.5 - u) / 0.45) * (medianMs - p5Ms)
    : medianMs + ((u - 0.5) / 0.45) * (p95Ms - medianMs)

/** No platform promises less than the restaurant's estimate and the way by the region's usual vehicle. */
const plausiblePromise = ({ scenario, region, travel }: OrdersOfRegion) => {
  const vehicle = usualVehicle(region)
  const { afterPickup, beforeDropoff } = scenario.stops
  const handlingMs = (afterPickup.minMs + afterPickup.maxMs + beforeDropoff.minMs + beforeDropoff.maxMs) / 2
  return (restaurant: CityRestaurant, order: Omit<CityOrder, "promisedAtMs">): number =>
    scenario.restaurants.acceptMedianMs +
    order.estimatedPreparationMs +
    handlingMs +
    travel.durationMs(restaurant.position, order.dropoff, vehicle, order.placedAtMs)
}

const usualVehicle = ({ vehicles }: ScenarioRegion): Vehicle => {
  let usual: Vehicle = "walking"
  for (const vehicle of ["bicycle", "motorcycle", "car"] as const) {
    if (vehicles[vehicle] > vehicles[usual]) usual = vehicle
  }
  return usual
}
