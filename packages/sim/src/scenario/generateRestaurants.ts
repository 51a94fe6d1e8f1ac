import { HOUR_MS, probit, lognormal } from "@hotbag/core"
import { makeStream } from "../kernel/streams.ts"
import type { CityRestaurant } from "../world/City.ts"
import { makeDemandCurve } from "./demandCurve.ts"
import { placeAt, scatter } from "./placeNear.ts"
import { chooseWeighted, runningSums } from "./chooseWeighted.ts"
import { shareQuarters } from "./quarters.ts"
import type { Scenario } from "./Scenario.ts"
import type { ScenarioRegion } from "./ScenarioRegion.ts"

/** The restaurants of a region, and how much each sells. */
export interface RestaurantsOfRegion {
  readonly restaurants: ReadonlyArray<CityRestaurant>
  /** Running sums of what share of the day's orders each has, for `chooseWeighted`. */
  readonly popularity: Float64Array
  /** The restaurant of an order placed then; `u` in 0..1. O(log restaurants). */
  readonly choose: (placedAtMs: number, u: number) => number
}

/**
 * Restaurants of one region: most of them in hot spots, a few of them with most of the orders (lognormal), each with
 * the kitchen slots that its expected busiest hour needs. A surge does not give them more. O(restaurants).
 */
export const generateRestaurants = (
  scenario: Scenario,
  region: ScenarioRegion,
  index: number,
  seed: number
): RestaurantsOfRegion => {
  const draw = (what: string) => makeStream(seed, `${region.id}.restaurant.${what}`)
  const [inHotSpot, hotSpot, east, north, popular] = [
    draw("in-hot-spot"),
    draw("hot-spot"),
    draw("east"),
    draw("north"),
    draw("popularity")
  ]
  const hotSpots = hotSpotsOf(region, seed)
  const rules = scenario.restaurants
  const numbers = Array.from({ length: region.restaurants }, (_, i) => i)
  const popularities = numbers.map((i) =>
    Math.exp(rules.popularitySigma * probit(Math.min(popular.uniform(i), MOST_POPULAR)))
  )
  const share =
    region.places.length === 0 ? undefined : shareQuarters(region, popularities, (i) => hotSpot.uniform(i))
  const weights = share?.weights ?? popularities
  const popularity = runningSums(weights)
  const ordersPerWeight = region.ordersPerDay / (popularity[popularity.length - 1] ?? 1)
  const busiest = busiestHourShare(scenario)
  const preparation = lognormal(Math.log(rules.preparationMedianMs), rules.preparationSigma)
  const restaurants = numbers.map((i): CityRestaurant => {
    const spot = hotSpots[Math.floor(hotSpot.uniform(i) * hotSpots.length)] ?? region.centre
    const ordersPerHour = (weights[i] ?? 0) * ordersPerWeight * busiest
    const load = (ordersPerHour * preparation.mean) / HOUR_MS
    return {
      id: `${region.id}-r${i + 1}`,
      region: index,
      position:
        share !== undefined
          ? share.place(i, inHotSpot.uniform(i), east.uniform(i), north.uniform(i))
          : inHotSpot.uniform(i) < rules.hotSpotShare
            ? scatter(spot, rules.hotSpotRadiusM, east.uniform(i), north.uniform(i))
            : scatter(region.centre, region.spreadM, east.uniform(i), north.uniform(i)),
      kitchenSlots: Math.max(rules.kitchenSlotsMin, Math.ceil(load + rules.kitchenSpare * Math.sqrt(load)))
    }
  })
  const choose = share?.choose ?? ((_: number, u: number) => chooseWeighted(popularity, u))
  return { restaurants, popularity, choose }
}

/**
 * Hot spots normally scattered around the centre, but evenly: one in each ring of equal probability, a golden angle
 * apart, so that no seed leaves one quarter all alone. Where in its ring, and where the angles begin, is drawn.
 */
const hotSpotsOf = (region: ScenarioRegion, seed: number) => {
  const ring = makeStream(seed, `${region.id}.hot-spot.ring`)
  const firstTurn = makeStream(seed, `${region.id}.hot-spot.turn`).uniform(0)
  return Array.from({ length: region.hotSpots }, (_, i) => {
    const within = (OUTERMOST * (i + ring.uniform(i))) / region.hotSpots
    return placeAt(
      region.centre,
      region.spreadM * Math.sqrt(-2 * Math.log1p(-within)),
      firstTurn + i * GOLDEN_TURN
    )
  })
}

/** Share of the plane's probability that hot spots lie in: up to 2.4 standard deviations from the centre. */
const OUTERMOST = 0.95
const GOLDEN_TURN = (3 - Math.sqrt(5)) / 2

/** Largest share of the day's orders in sixty minutes that begin at a quarter of an hour. */
const busiestHourShare = (scenario: Scenario): number => {
  const curve = makeDemandCurve(scenario.demand.hourShares)
  let busiest = 0
  for (let quarter = 0; quarter <= 92; quarter++) {
    const startMs = (quarter * HOUR_MS) / 4
    busiest = Math.max(busiest, curve.shareBefore(startMs + HOUR_MS) - curve.shareBefore(startMs))
  }
  return busiest
}

/**
 * Popularity is cut at this quantile: without it the best of a thousand has 2.4 % of all orders; in real days of that
 * size it is about one.
 */
const MOST_POPULAR = 0.995
