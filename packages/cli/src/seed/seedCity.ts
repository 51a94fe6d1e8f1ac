import {
  CourierId,
  type Currency,
  currencyDecimals,
  DAY_MS,
  type LatLng,
  RegionId,
  type Vehicle
} from "@hotbag/core"
import type { CatalogueEntry } from "@hotbag/services"
import { type City, generateCity, makeStream, type Scenario, sequenceOf } from "@hotbag/sim"
import { seedCourierName } from "./seedNames.ts"
import { seedRestaurant } from "./seedRestaurant.ts"

/** A courier to begin with. */
export interface SeedCourier {
  readonly courierId: CourierId
  readonly regionId: RegionId
  readonly name: string
  readonly vehicle: Vehicle
  readonly rating: null
  /** Where the courier would begin a turn of duty. */
  readonly position: LatLng
}

/** A marketplace to begin with. */
export interface SeededCity {
  readonly regionIds: ReadonlyArray<RegionId>
  /** Ascending by region, then as the scenario numbers them. */
  readonly entries: ReadonlyArray<CatalogueEntry>
  readonly couriers: ReadonlyArray<SeedCourier>
}

/** How much of a scenario becomes the marketplace. */
export interface SeedOptions {
  /** Non-negative safe integer; the same seed gives the same marketplace. */
  readonly seed: number
  /** Restaurants of each region, at most; 500 unless told, which makes the thousand of the launch (S118). */
  readonly restaurants?: number
  /** Couriers of each region, at most; 1,000 unless told. */
  readonly couriers?: number
  /** Time zone and currency of the place. The scenarios that come with hotbag are in Colombia, which is the default. */
  readonly zone?: string
  readonly currency?: Currency
}

/**
 * The restaurants and couriers of a scenario as a marketplace: the places that the simulator plays, with names, menus, prices and hours made up
 * for them. Everything of a restaurant comes from its own random stream, so that one more changes no other. O(restaurants + couriers).
 */
export const seedCity = (scenario: Scenario, options: SeedOptions): SeededCity => {
  const { seed, restaurants = 500, couriers = 1_000, zone = "America/Bogota", currency = "COP" } = options
  // Nobody orders here yet; but all couriers of the day are wanted.
  const city = generateCity(scenario, { seed, ordersX: NO_ORDERS, fromMs: 0, toMs: DAY_MS })
  const regionIds = city.regions.map(({ id }) => RegionId.make(id))
  const place = { zone, currency, minorPerThousand: 1_000 * 10 ** currencyDecimals(currency) }
  const taste = makeStream(seed, "seed.restaurant")
  const called = makeStream(seed, "seed.courier")
  return {
    regionIds,
    entries: ofEach(city, city.restaurants, restaurants).map(({ one, number, regionId }) =>
      seedRestaurant({ id: one.id, regionId, position: one.position, ...place }, sequenceOf(taste, number))
    ),
    couriers: ofEach(city, city.couriers, couriers).map(({ one, number, regionId }) => ({
      courierId: CourierId.make(one.id),
      regionId,
      name: seedCourierName(sequenceOf(called, number)),
      vehicle: one.vehicle,
      rating: null,
      position: one.position
    }))
  }
}

/** As few as may be. */
const NO_ORDERS = 1e-6

interface Numbered<A> {
  readonly one: A
  /** Of everybody in the city; does not depend on how many are taken. */
  readonly number: number
  readonly regionId: RegionId
}

/** The first `most` of each region. */
const ofEach = <A extends { readonly region: number }>(
  city: City,
  all: ReadonlyArray<A>,
  most: number
): ReadonlyArray<Numbered<A>> => {
  const taken = city.regions.map(() => 0)
  return all.flatMap((one, number) => {
    const region = city.regions[one.region]
    const before = taken[one.region] ?? 0
    if (region === undefined || before >= most) return []
    taken[one.region] = before + 1
    return [{ one, number, regionId: RegionId.make(region.id) }]
  })
}
