import { Limits, haversineTravel, invariant, riverTravel } from "@hotbag/core"
import type { TravelModel } from "@hotbag/core"
import type { City, CityRules, Uniform } from "../world/City.ts"
import { DRAIN_MS } from "./drain.ts"
import { disturbCity } from "./disturbance/disturbCity.ts"
import { disturbedDemand } from "./disturbance/demand.ts"
import { settle } from "./disturbance/settle.ts"
import { generateCouriers } from "./generateCouriers.ts"
import { generateOrders } from "./generateOrders.ts"
import { generateRestaurants } from "./generateRestaurants.ts"
import type { Scenario } from "./Scenario.ts"

/** How to play a scenario. */
export interface GenerateOptions {
  /** Non-negative safe integer; the same seed gives the same city. */
  readonly seed: number
  /** Demand as a multiple of what the scenario says, above 0; default 1. */
  readonly ordersX?: number
  /** Couriers as a multiple of what the scenario says, above 0; default 1. */
  readonly couriersX?: number
  /** Part of the day to play instead of the scenario's own, ms since midnight. */
  readonly fromMs?: number
  readonly toMs?: number
}

/**
 * Makes the city of a scenario. Every draw comes from a stream named after region, actor and purpose, so that cities
 * with other loads, other windows or one more region share what they have in common: the same restaurants, the same
 * orders, the same couriers (common random numbers).
 *
 * A window begins with an empty city. Couriers whose shift began earlier go on duty at its beginning; shifts are cut
 * `DRAIN_MS` after its end, when what was ordered in it has been carried.
 *
 * @throws InvariantViolation when an option makes no sense; check what people typed before.
 */
export const generateCity = (scenario: Scenario, options: GenerateOptions): City => {
  const { seed, ordersX = 1, couriersX = 1, fromMs = scenario.fromMs, toMs = scenario.toMs } = options
  for (const [what, factor] of Object.entries({ ordersX, couriersX })) {
    invariant(factor > 0 && factor <= Limits.scaleFactor, `${what} must be above 0 and at most the limit`, {
      factor,
      limit: Limits.scaleFactor
    })
  }
  invariant(fromMs >= 0 && fromMs < toMs, "a window must end after it begins", { fromMs, toMs })
  const travel = travelOf(scenario)
  const disturbances = settle(scenario.disturbances, scenario.demand.hourShares)
  const demand = disturbedDemand(disturbances, scenario.regions, seed)
  const untilMs = toMs + DRAIN_MS
  let firstRestaurant = 0
  const regions = scenario.regions.map((region, index) => {
    const places = generateRestaurants(scenario, region, index, seed)
    const couriers = generateCouriers({ scenario, region, index, seed, couriersX, fromMs, untilMs, places })
    const orders = generateOrders({
      scenario,
      region,
      seed,
      ordersX,
      fromMs,
      toMs,
      places,
      firstRestaurant,
      travel,
      index,
      demand
    })
    firstRestaurant += places.restaurants.length
    return { restaurants: places.restaurants, couriers, orders }
  })
  const city: City = {
    name: scenario.name,
    fromMs,
    toMs,
    regions: scenario.regions.map(({ id, name }) => ({ id, name })),
    restaurants: regions.flatMap(({ restaurants }) => restaurants),
    couriers: regions.flatMap(({ couriers }) => couriers),
    // Stable: ties stay in the order of regions and layers.
    orders: regions.flatMap(({ orders }) => orders).sort((a, b) => a.placedAtMs - b.placedAtMs),
    travel,
    rules: rulesOf(scenario),
    rivers: scenario.regions.flatMap(({ rivers }, region) => rivers.map((river) => ({ ...river, region })))
  }
  return disturbCity(city, disturbances, scenario.regions, seed)
}

const travelOf = ({ hourFactors, regions, speedsKmh }: Scenario): TravelModel => {
  const travel = haversineTravel({ hourFactor: hourFactors, speedKmh: speedsKmh })
  const rivers = regions.flatMap((region) => region.rivers)
  return rivers.length === 0 ? travel : riverTravel(travel, rivers)
}

const rulesOf = ({
  bundleRestaurantsWithinM,
  clickToDoorTargetMs,
  couriers,
  demand,
  people,
  stops,
  windowMs
}: Scenario): CityRules => ({
  windowMs,
  bundleRestaurantsWithinM,
  offers: {
    answerAfter: couriers.answerAfter,
    timeOutMs: couriers.offerTimeOutMs,
    ignores: couriers.ignores
  },
  ...stops,
  ...(people === null ? {} : { people }),
  patience: demand.patience,
  service: {
    beforePickupMs: meanMs(stops.beforePickup),
    afterPickupMs: meanMs(stops.afterPickup),
    beforeDropoffMs: meanMs(stops.beforeDropoff),
    afterDropoffMs: meanMs(stops.afterDropoff)
  },
  clickToDoorTargetMs
})

const meanMs = ({ minMs, maxMs }: Uniform): number => Math.round((minMs + maxMs) / 2)
