import {
  haversineTravel,
  HOUR_MS,
  type LatLng,
  MINUTE_MS,
  planarWholeMinutes,
  SECOND_MS,
  Vehicle
} from "@hotbag/core"
import fc from "fast-check"
import type {
  City,
  CityCourier,
  CityOrder,
  CityRestaurant,
  CityRules,
  Uniform
} from "../../src/world/City.ts"

/** Half past eleven: with shifts and traffic on both sides of noon. */
export const FROM_MS = 11.5 * HOUR_MS

/** Some hundred metres to some kilometres apart, and often in the very same place. */
const place: fc.Arbitrary<LatLng> = fc
  .record({ east: fc.integer({ min: 0, max: 6 }), north: fc.integer({ min: 0, max: 6 }) })
  .map(({ east, north }) => ({ lat: 0.004 * north, lng: 0.004 * east }))

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * MINUTE_MS)
const seconds = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * SECOND_MS)
const share = fc.constantFrom(0, 0.3, 0.7, 1)

const uniform = (maxMs: number): fc.Arbitrary<Uniform> =>
  fc
    .tuple(fc.integer({ min: 0, max: maxMs }), fc.integer({ min: 0, max: maxMs }))
    .map(([a, b]) => ({ minMs: Math.min(a, b), maxMs: Math.max(a, b) }))

const restaurant: fc.Arbitrary<Omit<CityRestaurant, "id">> = fc.record({
  region: fc.nat({ max: 1 }),
  position: place,
  kitchenSlots: fc.constantFrom(null, 1, 1, 2)
})

/** Shifts that begin before or in the middle of the demand, last an hour or minutes or not at all, or end with it. */
const courier: fc.Arbitrary<Omit<CityCourier, "id">> = fc
  .record({
    region: fc.nat({ max: 1 }),
    position: place,
    vehicle: fc.constantFrom(...Vehicle.literals),
    onAtMs: minutes(-20, 40),
    lengthMs: fc.oneof({ arbitrary: minutes(40, 240), weight: 4 }, { arbitrary: minutes(-1, 20), weight: 1 }),
    acceptance: fc.constantFrom(0, 0.5, 0.5, 1, 1)
  })
  .map(({ lengthMs, onAtMs, ...rest }) => ({
    ...rest,
    onAtMs: FROM_MS + onAtMs,
    offAtMs: FROM_MS + onAtMs + lengthMs
  }))

/** In bursts: placement times of a handful of minutes. Some restaurants are silent for longer than anybody waits. */
const order: fc.Arbitrary<Omit<CityOrder, "id">> = fc
  .record({
    restaurant: fc.nat({ max: 2 }),
    dropoff: place,
    placedAtMs: minutes(0, 30).map((ms) => Math.floor(ms / (10 * MINUTE_MS)) * 10 * MINUTE_MS),
    acceptAfterMs: fc.oneof(
      { arbitrary: seconds(0, 240), weight: 9 },
      { arbitrary: minutes(4, 6), weight: 1 }
    ),
    preparationMs: minutes(0, 25),
    estimatedPreparationMs: minutes(0, 25),
    promisedMs: minutes(20, 60)
  })
  .map(({ promisedMs, placedAtMs, ...rest }) => ({
    ...rest,
    placedAtMs: FROM_MS + placedAtMs,
    promisedAtMs: FROM_MS + placedAtMs + promisedMs
  }))

const offers: fc.Arbitrary<CityRules["offers"]> = fc.oneof(
  { arbitrary: fc.constant<CityRules["offers"]>("obeyed"), weight: 1 },
  {
    arbitrary: fc.record({
      // Whole seconds, so that some answers come in the very moment in which the offer lapses.
      answerAfter: fc.oneof(
        uniform(50 * SECOND_MS),
        seconds(0, 5).map((ms) => ({ minMs: ms, maxMs: ms }))
      ),
      timeOutMs: fc.oneof({ arbitrary: seconds(20, 60), weight: 3 }, { arbitrary: seconds(1, 5), weight: 1 }),
      ignores: share
    }),
    weight: 4
  }
)

const rules: fc.Arbitrary<CityRules> = fc.record({
  windowMs: fc.constantFrom(1, 5 * SECOND_MS, 7 * SECOND_MS, MINUTE_MS),
  offers,
  // The next place to the north or east, or none.
  bundleRestaurantsWithinM: fc.constantFrom(0, 450),
  beforePickup: uniform(4 * MINUTE_MS),
  afterPickup: uniform(MINUTE_MS),
  beforeDropoff: uniform(3 * MINUTE_MS),
  afterDropoff: uniform(MINUTE_MS),
  patience: fc.option(
    fc.record({
      customerAfterMs: minutes(5, 50),
      customerProbability: share,
      platformAfterMs: minutes(5, 70)
    })
  ),
  service: fc.record({
    beforePickupMs: seconds(0, 180),
    afterPickupMs: seconds(0, 60),
    beforeDropoffMs: seconds(0, 120),
    afterDropoffMs: seconds(0, 60)
  }),
  clickToDoorTargetMs: minutes(20, 60)
})

/** Slow after noon: a courier who leaves later may not overtake one who left before, but nearly. */
const travel = fc.constantFrom(
  haversineTravel(),
  haversineTravel({ hourFactor: Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 1.5 : 0.6)) }),
  planarWholeMinutes({ metersPerMinute: 320 })
)

/** Small cities in which everything that can go wrong does: nobody there, nobody willing, no slot free, no time left. */
export const arbitraryCity: fc.Arbitrary<City> = fc
  .record({
    restaurants: fc.array(restaurant, { minLength: 3, maxLength: 3 }),
    couriers: fc.array(courier, { maxLength: 6, size: "max" }),
    orders: fc.array(order, { maxLength: 14, size: "max" }),
    rules,
    travel
  })
  .map(({ couriers, orders, restaurants, rules, travel }) => ({
    name: "small",
    fromMs: FROM_MS,
    toMs: FROM_MS + HOUR_MS,
    regions: ["north", "south"].map((id) => ({ id, name: id })),
    restaurants: restaurants.map((shop, i) => ({ id: `r${i}`, ...shop })),
    couriers: couriers.map((person, i) => ({ id: `c${i}`, ...person })),
    orders: orders
      .toSorted((a, b) => a.placedAtMs - b.placedAtMs)
      .map((wanted, i) => ({ id: `o${i}`, ...wanted })),
    rules,
    travel
  }))
