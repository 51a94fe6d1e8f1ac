import { HOUR_MS, type LatLng, Vehicle, haversineM } from "@hotbag/core"
import type { ScenarioInput } from "../scenario/Scenario.ts"
import { RAPPI_RULES } from "../trace/rappiRules.ts"
import { fitPlaces } from "./fitPlaces.ts"
import { fitSpeeds } from "./fitSpeeds.ts"
import { fitWaves } from "./fitWaves.ts"
import type { ObservedDay, ObservedOrder, ObservedShift } from "./ObservedDay.ts"
import { fitPopularity } from "./fitPopularity.ts"
import { quantileOf, quantileTable, sorted } from "../scenario/quantileTable.ts"

/** How a scenario is learned. */
export interface FitOptions {
  /** Name of the scenario, a slug such as `my-city`. */
  readonly name: string
  /** H3 resolution of the quarters in which demand is learned; 8: about 0.7 km². */
  readonly resolution?: number
}

/**
 * Learns a scenario from a day: demand by hour and quarter, preparation, acceptance, promises, distances, shifts, vehicles, where couriers
 * begin; speeds and the share of offers accepted where the day tells of them. What it does not tell keeps the scenario's defaults.
 *
 * Distributions become tables of quantiles, so that the shape stays whatever it is; the orders of each hour are counted, so that the played
 * day has as many. The food takes what it took: kitchens are given room enough, for the queue is in the observed times already.
 * O(n log n). A day without orders or couriers cannot be learned from: null.
 */
export const fitScenario = (day: ObservedDay, options: FitOptions): ScenarioInput | null => {
  const { couriers, orders } = day
  if (orders.length === 0 || couriers.length === 0) return null
  const pickups = new Set(orders.map(({ pickup }) => `${pickup.lat},${pickup.lng}`))
  const places = fitPlaces(orders, options.resolution ?? DEFAULT_RESOLUTION)
  const centre = middleOf(orders.map(({ pickup }) => pickup))
  return {
    name: options.name,
    description: `Learned from ${orders.length} orders and ${couriers.length} shifts of ${day.name}`.slice(
      0,
      200
    ),
    regions: [
      {
        id: options.name,
        name: day.name.slice(0, 60),
        centre,
        ordersPerDay: orders.length,
        restaurants: pickups.size,
        couriers: couriers.length,
        places,
        vehicles: vehicleShares(couriers)
      }
    ],
    demand: {
      arrivals: "counted",
      hourShares: hourShares(orders),
      distance: { quantilesM: tableOf(orders.map(({ dropoff, pickup }) => haversineM(pickup, dropoff))) },
      promise: { quantilesMs: tableOf(orders.map(({ promiseMs }) => promiseMs)) }
    },
    restaurants: {
      ...preparationOf(orders),
      acceptQuantilesMs: tableOf(orders.map(({ acceptMs }) => acceptMs)),
      popularitySigma: fitPopularity(orders, options.resolution ?? DEFAULT_RESOLUTION),
      kitchenSlotsMin: ROOM_ENOUGH
    },
    couriers: {
      waves: fitWaves(couriers),
      startSpreadM: startSpreadM(orders, couriers),
      ...acceptanceOf(day)
    },
    ...(day.legs.length === 0 ? {} : { speedsKmh: fitSpeeds(day.legs) })
  }
}

const DEFAULT_RESOLUTION = 8

/** Slots of a kitchen that never keeps anybody waiting. */
const ROOM_ENOUGH = 1_000

/** Entries of a table of quantiles: each half of a hundredth. */
const STEPS = 200

/** Null where nothing was seen: the scenario's own default then. */
const tableOf = (values: ReadonlyArray<number>): ReadonlyArray<number> | null => {
  const inOrder = sorted(values)
  return inOrder.length === 0 ? null : quantileTable(inOrder, STEPS)
}

const hourShares = (orders: ReadonlyArray<ObservedOrder>): ReadonlyArray<number> => {
  const counts = Array.from({ length: 24 }, () => 0)
  for (const { placedAtMs } of orders) {
    const hour = Math.floor(placedAtMs / HOUR_MS) % 24
    counts[hour] = (counts[hour] ?? 0) + 1
  }
  // Percent: a weight may not be above 1,000.
  return counts.map((count) => (100 * count) / orders.length)
}

/** Preparation, and how far restaurants' words are from it: not at all where they only round it. */
const preparationOf = (orders: ReadonlyArray<ObservedOrder>) => {
  const told = orders.filter((order) => order.estimatedMs > 0 && order.preparationMs > 0)
  const rounded = told.filter((order) => Math.abs(order.estimatedMs - order.preparationMs) <= HALF_GRAIN_MS)
  const logs = sorted(told.map((order) => Math.log(order.estimatedMs / order.preparationMs)))
  // Half the distance between the outer sixths is one standard deviation of a normal, and no outlier moves it.
  const spread = (quantileOf(logs, 0.8413) - quantileOf(logs, 0.1587)) / 2
  const isRounding = told.length === 0 || rounded.length > 0.95 * told.length
  const quantiles = tableOf(orders.map(({ preparationMs }) => preparationMs))
  return {
    preparationQuantilesMs: quantiles,
    preparationMinMs: 0,
    preparationMaxMs: Math.max(1, quantiles?.[quantiles.length - 1] ?? 7_200_000),
    estimateSigma: isRounding ? 0 : Math.min(2, spread)
  }
}

/** Restaurants say full five minutes. */
const HALF_GRAIN_MS = 150_000

const vehicleShares = (couriers: ReadonlyArray<ObservedShift>) =>
  Object.fromEntries(
    Vehicle.literals.map((vehicle) => [
      vehicle,
      couriers.filter((courier) => courier.vehicle === vehicle).length / couriers.length
    ])
  )

/**
 * Couriers begin around restaurants that sell: what their positions vary more than the pick-ups do is the spread around these, in metres east
 * and north alike.
 */
const startSpreadM = (
  orders: ReadonlyArray<ObservedOrder>,
  couriers: ReadonlyArray<ObservedShift>
): number => {
  const middle = middleOf(orders.map(({ pickup }) => pickup))
  const square = (places: ReadonlyArray<LatLng>) => {
    const inOrder = sorted(places.map((place) => haversineM(middle, place)))
    // By the median distance: of a normal scatter it is √(2 ln 2) standard deviations.
    return quantileOf(inOrder, 0.5) ** 2 / (2 * Math.LN2)
  }
  const more = square(couriers.map(({ position }) => position)) - square(orders.map(({ pickup }) => pickup))
  return Math.round(Math.sqrt(Math.max(LEAST_SPREAD_M ** 2, more)))
}

/** Nobody waits inside the kitchen. */
const LEAST_SPREAD_M = 200

/** Uniform between couriers with the observed mean; nothing where no offers were seen. */
const acceptanceOf = ({ offers }: ObservedDay) => {
  if (offers.made === 0) return {}
  const share = offers.accepted / offers.made
  return { acceptanceMin: Math.max(0, 2 * share - 1), acceptanceMax: Math.min(1, 2 * share) }
}

const middleOf = (places: ReadonlyArray<LatLng>): LatLng => ({
  lat: round6(quantileOf(sorted(places.map(({ lat }) => lat)), 0.5)),
  lng: round6(quantileOf(sorted(places.map(({ lng }) => lng)), 0.5))
})

const round6 = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

/** What stands in for the stay at the counter in an observed way: the mean of the published days. */
export const COUNTER_MS = (RAPPI_RULES.afterPickup.minMs + RAPPI_RULES.afterPickup.maxMs) / 2
