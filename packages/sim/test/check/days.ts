import { at, haversineTravel, HOUR_MS, type LatLng, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import type { City, CityCourier, CityRules, Uniform } from "../../src/world/City.ts"
import type { Entries } from "./spoil.ts"
import { tell } from "./tell.ts"

/** A history that is all right, and the city it happened in. */
export interface Day {
  readonly city: City
  readonly entries: Entries
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

const place = (east: number, north: number): LatLng => ({ lat: 0.004 * north, lng: 0.004 * east })

const courier = (id: string, acceptance: number, position: LatLng): CityCourier => ({
  id,
  region: 0,
  position,
  vehicle: "motorcycle",
  onAtMs: 11 * HOUR_MS,
  offAtMs: 14 * HOUR_MS,
  acceptance
})

// Orders of the busy day, by what becomes of them.
/** Carried by c0, and in the day in one place too. */
export const CARRIED = "o0"
/** In the kitchen with one slot before all others; carried by c1. */
export const COOKED_FIRST = "o1"
/** Its restaurant never answers. */
export const SILENT = "o2"
/** Waits for the slot; its courier waits for the food. */
export const QUEUED = "o3"
/** Declined by c0, later carried by c1. */
export const DECLINED = "o4"
/** Waits for the slot, confirmed in the same moment as `QUEUED_LAST` and before it. */
export const QUEUED_NEXT = "o5"
/** Never answered by c0, later carried by c2. */
export const LAPSED = "o6"
/** Waits for the slot, is cooked, and given up. */
export const QUEUED_LAST = "o7"
/** Carried by c0 after `CARRIED`. */
export const NEXT = "o8"
/** Nobody is ever asked, operations are told, and the platform gives up. */
export const LOST = "o9"

/** A kitchen without limits and one with a slot, a silent restaurant, and couriers of mixed will. */
export const busyCity: City = {
  name: "busy",
  fromMs: 11 * HOUR_MS,
  toMs: 12 * HOUR_MS,
  regions: [{ id: "north", name: "North" }],
  restaurants: [
    { id: "r0", region: 0, position: place(0, 0), kitchenSlots: null },
    { id: "r1", region: 0, position: place(2, 1), kitchenSlots: 1 }
  ],
  couriers: [
    courier("c0", 0.4, place(0, 2)),
    courier("c1", 0.6, place(1, 2)),
    courier("c2", 0.8, place(2, 2))
  ],
  orders: Array.from({ length: 10 }, (_, i) => ({
    id: `o${i}`,
    restaurant: i % 2,
    dropoff: place(i % 5, i % 4),
    placedAtMs: 11 * HOUR_MS + Math.floor(i / 4) * 6 * MINUTE_MS,
    acceptAfterMs: i === 2 ? 6 * MINUTE_MS : MINUTE_MS,
    preparationMs: 6 * MINUTE_MS,
    estimatedPreparationMs: 7 * MINUTE_MS,
    promisedAtMs: 13 * HOUR_MS
  })),
  travel: haversineTravel(),
  rules
}

export const busyDay: Day = {
  city: busyCity,
  entries: tell(busyCity, [
    { order: 0, offers: [{ courier: "c0", atS: 300, ends: "OfferAccepted", afterS: 10 }] },
    { order: 1, offers: [{ courier: "c1", atS: 300, ends: "OfferAccepted", afterS: 10 }] },
    { order: 2 },
    { order: 3, startedAtS: 420, offers: [{ courier: "c2", atS: 330, ends: "OfferAccepted", afterS: 7 }] },
    {
      order: 4,
      alertAtS: 1_380,
      offers: [
        { courier: "c0", atS: 1_290, ends: "OfferRejected", afterS: 8 },
        { courier: "c1", atS: 1_500, ends: "OfferAccepted", afterS: 12 }
      ]
    },
    {
      order: 5,
      startedAtS: 780,
      alertAtS: 1_740,
      offers: [{ courier: "c1", atS: 3_000, ends: "OfferAccepted", afterS: 6 }]
    },
    {
      order: 6,
      alertAtS: 1_380,
      offers: [
        { courier: "c0", atS: 1_400, ends: "OfferTimedOut", afterS: 30 },
        { courier: "c2", atS: 1_600, ends: "OfferAccepted", afterS: 9 }
      ]
    },
    { order: 7, startedAtS: 1_140, alertAtS: 2_100, cancelledAtS: 2_400 },
    {
      order: 8,
      alertAtS: 1_740,
      offers: [{ courier: "c0", atS: 1_800, ends: "OfferAccepted", afterS: 10 }]
    },
    { order: 9, startedAtS: 1_500, alertAtS: 2_460, cancelledAtS: 3_180 }
  ])
}

const here = place(0, 0)
const short: Uniform = { minMs: 0, maxMs: 2 * MINUTE_MS }

const onePlaceCity: City = {
  ...busyCity,
  name: "one-place",
  regions: [...busyCity.regions, { id: "south", name: "South" }],
  restaurants: busyCity.restaurants.map((shop) => ({ ...shop, position: here })),
  couriers: [
    ...busyCity.couriers.map(({ id }) => courier(id, 1, here)),
    ...["s0", "s1"].map((id) => ({ ...courier(id, 1, here), region: 1 }))
  ],
  orders: busyCity.orders.slice(0, 2).map((order) => ({ ...order, dropoff: here })),
  rules: { ...rules, beforePickup: short, afterPickup: short, beforeDropoff: short, afterDropoff: short }
}

/**
 * Everybody in one place, and nothing takes long, so that physics forbids nothing; c1 carries the second order while
 * c0 carries the first, and the couriers of the south have nothing to do.
 */
export const onePlaceDay: Day = {
  city: onePlaceCity,
  entries: tell(onePlaceCity, [
    { order: 0, offers: [{ courier: "c0", atS: 300, ends: "OfferAccepted", afterS: 10 }] },
    { order: 1, offers: [{ courier: "c1", atS: 320, ends: "OfferAccepted", afterS: 10 }] }
  ])
}

const sentCity: City = { ...busyCity, name: "sent", orders: busyCity.orders.slice(0, 2) }

/**
 * Couriers are sent ahead: c0 waits at the first restaurant for the food and takes it at once, c1 goes somewhere after
 * work, and c2, who never gets an order, first to one restaurant and then to the other.
 */
export const sentDay: Day = {
  city: sentCity,
  entries: tell(
    sentCity,
    [
      {
        order: 0,
        offers: [{ courier: "c0", sentAtS: 120, atS: 410, ends: "OfferAccepted", afterS: 10 }]
      },
      { order: 1, offers: [{ courier: "c1", atS: 300, ends: "OfferAccepted", afterS: 10 }] }
    ],
    [
      { courier: "c1", restaurant: 0, atS: 1_800 },
      { courier: "c2", restaurant: 1, atS: 100 },
      { courier: "c2", restaurant: 0, atS: 900 }
    ]
  )
}

/** The restaurants are a kilometre apart, a little less. */
const nearbyCity: City = {
  ...sentCity,
  name: "nearby",
  rules: { ...rules, bundleRestaurantsWithinM: 1_000 }
}

/** c0 picks up at both restaurants, and then goes to both doors. */
export const nearbyDay: Day = {
  city: nearbyCity,
  entries: tell(
    nearbyCity,
    [{ order: 0 }, { order: 1 }],
    [],
    [{ courier: "c0", orders: [0, 1], atS: 300, afterS: 10 }]
  )
}

const sharedCity: City = {
  ...onePlaceCity,
  name: "shared",
  restaurants: [...onePlaceCity.restaurants, { id: "r2", region: 0, position: here, kitchenSlots: null }],
  orders: [0, 1, 2].map((restaurant) => ({
    ...at(onePlaceCity.orders, 0),
    id: `o${restaurant}`,
    restaurant
  }))
}

/** Three restaurants under one roof: c0 carries an order of each. */
export const sharedDay: Day = {
  city: sharedCity,
  entries: tell(
    sharedCity,
    [{ order: 0 }, { order: 1 }, { order: 2 }],
    [],
    [{ courier: "c0", orders: [0, 1, 2], atS: 300, afterS: 10 }]
  )
}

const lonelyCity: City = { ...busyCity, name: "lonely", orders: busyCity.orders.slice(0, 1) }

/** One order, which is given up while a courier is still thinking about it. */
export const lonelyDay: Day = {
  city: lonelyCity,
  entries: tell(lonelyCity, [
    {
      order: 0,
      alertAtS: 1_020,
      cancelledAtS: 2_460,
      offers: [{ courier: "c0", atS: 2_440, ends: "cancelled", afterS: 0 }]
    }
  ])
}
