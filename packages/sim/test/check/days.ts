import { haversineTravel, HOUR_MS, type LatLng, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { City, CityRules, Uniform } from "../../src/world/City.ts"
import { play } from "../world/play.ts"

/** A history that is all right, and the city it happened in; played when it is first looked at. */
export interface Day {
  readonly city: City
  readonly entries: ReadonlyArray<LogEntry>
}

const dayOf = (city: City): Day => {
  let entries: ReadonlyArray<LogEntry> | undefined
  return {
    city,
    get entries() {
      return (entries ??= play(city, nearest, 1).entries)
    }
  }
}

const rules: CityRules = {
  windowMs: 5 * SECOND_MS,
  offers: {
    answerAfter: { minMs: 5 * SECOND_MS, maxMs: 20 * SECOND_MS },
    timeOutMs: 30 * SECOND_MS,
    ignores: 0.5
  },
  beforePickup: { minMs: MINUTE_MS, maxMs: 2 * MINUTE_MS },
  afterPickup: { minMs: 20 * SECOND_MS, maxMs: 40 * SECOND_MS },
  beforeDropoff: { minMs: MINUTE_MS, maxMs: 3 * MINUTE_MS },
  afterDropoff: { minMs: 10 * SECOND_MS, maxMs: 30 * SECOND_MS },
  patience: {
    customerAfterMs: 25 * MINUTE_MS,
    customerProbability: 0.5,
    platformAfterMs: 40 * MINUTE_MS
  },
  service: {
    beforePickupMs: 90_000,
    afterPickupMs: 30_000,
    beforeDropoffMs: 120_000,
    afterDropoffMs: 20_000
  },
  clickToDoorTargetMs: 40 * MINUTE_MS
}

const at = (east: number, north: number): LatLng => ({ lat: 0.004 * north, lng: 0.004 * east })

const busyCity: City = {
  name: "busy",
  fromMs: 11 * HOUR_MS,
  toMs: 12 * HOUR_MS,
  regions: [{ id: "north", name: "North" }],
  restaurants: [
    { id: "r0", region: 0, position: at(0, 0), kitchenSlots: null },
    { id: "r1", region: 0, position: at(4, 1), kitchenSlots: 1 }
  ],
  couriers: [0.4, 0.6, 0.8].map((acceptance, i) => ({
    id: `c${i}`,
    region: 0,
    position: at(i, 3),
    vehicle: "motorcycle",
    onAtMs: 11 * HOUR_MS,
    offAtMs: 14 * HOUR_MS,
    acceptance
  })),
  orders: Array.from({ length: 20 }, (_, i) => ({
    id: `o${i}`,
    restaurant: i % 2,
    dropoff: at(i % 5, i % 4),
    placedAtMs: 11 * HOUR_MS + Math.floor(i / 4) * 6 * MINUTE_MS,
    // One restaurant never answers one order.
    acceptAfterMs: i === 9 ? 6 * MINUTE_MS : MINUTE_MS,
    preparationMs: 6 * MINUTE_MS,
    estimatedPreparationMs: 7 * MINUTE_MS,
    promisedAtMs: 13 * HOUR_MS
  })),
  travel: haversineTravel(),
  rules
}

/** Too few couriers of mixed will, a kitchen with one slot, a silent restaurant, customers who lose patience. */
export const busyDay: Day = dayOf(busyCity)

const here = at(0, 0)
const short: Uniform = { minMs: 0, maxMs: 2 * MINUTE_MS }

const onePlaceCity: City = {
  ...busyCity,
  name: "one-place",
  regions: [...busyCity.regions, { id: "south", name: "South" }],
  restaurants: busyCity.restaurants.map((shop) => ({ ...shop, position: here })),
  couriers: [
    ...busyCity.couriers.map((courier) => ({ ...courier, position: here, acceptance: 1 })),
    ...["s0", "s1"].map((id) => ({
      id,
      region: 1,
      position: here,
      vehicle: "car" as const,
      onAtMs: 11 * HOUR_MS,
      offAtMs: 14 * HOUR_MS,
      acceptance: 1
    }))
  ],
  orders: busyCity.orders.map((order) => ({ ...order, dropoff: here })),
  rules: { ...rules, beforePickup: short, afterPickup: short, beforeDropoff: short, afterDropoff: short }
}

/** Everybody in one place, and nothing takes long, so that physics forbids nothing; the couriers of the south have nothing to do. */
export const onePlaceDay: Day = dayOf(onePlaceCity)

const lonelyCity: City = {
  ...busyCity,
  name: "lonely",
  couriers: [
    { id: "c0", region: 0, position: here, vehicle: "car", onAtMs: 0, offAtMs: 14 * HOUR_MS, acceptance: 0 }
  ],
  orders: [
    {
      id: "o0",
      restaurant: 0,
      dropoff: here,
      placedAtMs: 11 * HOUR_MS,
      acceptAfterMs: 0,
      preparationMs: 0,
      estimatedPreparationMs: 0,
      promisedAtMs: 12 * HOUR_MS
    }
  ],
  rules: {
    ...rules,
    offers: { answerAfter: { minMs: 0, maxMs: 0 }, timeOutMs: 10 * MINUTE_MS, ignores: 1 },
    patience: { customerAfterMs: 5 * MINUTE_MS, customerProbability: 1, platformAfterMs: 40 * MINUTE_MS }
  }
}

/** One courier who never answers, and a customer who gives up while the offer is still open. */
export const lonelyDay: Day = dayOf(lonelyCity)
