import { Schema } from "effect"
import type { Marketplace } from "../placement/marketplace.ts"
import { Caller } from "./Caller.ts"
import type { Ride } from "./Ride.ts"

/** Couriers of one region: what a small town has. */
const PER_REGION = 100
/** Requests side by side while everything is set up. */
const AT_ONCE = 48
/** Operators who set everything up: each is held to fifty requests a second. */
const OPERATORS = 40

const ALWAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map(
  (weekday) => ({ weekday, openMinute: 0, closeMinute: 1_440 })
)

/**
 * Brings so many couriers on duty, each with an order that they have accepted: restaurants, profiles, shifts, orders, offers and answers, all through
 * the API, as in life but side by side.
 */
export const beginRides = async (marketplace: Marketplace, count: number): Promise<ReadonlyArray<Ride>> => {
  const caller = new Caller(marketplace.url)
  try {
    const regions = Math.ceil(count / PER_REGION)
    await each(regions, (region) => openRestaurant(marketplace, caller, region))
    const rides: Array<Ride> = []
    await each(count, async (number) => {
      rides[number] = await beginRide(marketplace, caller, number)
    })
    return rides
  } finally {
    caller.end()
  }
}

/** Somebody's order at the restaurant of a region. */
export const orderAt = (region: number) => {
  const { lat, lng } = placeOf(region)
  return {
    restaurantId: `kitchen-${region}`,
    items: [{ itemId: "soup", quantity: 1 }],
    paymentMethod: "card",
    paymentToken: "tok_ok",
    address: { lat: lat + 0.02, lng: lng + 0.02, text: "Carrera 7 # 12-34", recipient: "Anna" }
  }
}

/** Regions are far from each other. */
const placeOf = (region: number) => ({ lat: 4 + (region % 10) / 5, lng: -75 + Math.floor(region / 10) / 5 })

const openRestaurant = async ({ tokenOf }: Marketplace, caller: Caller, region: number): Promise<void> => {
  const operator = await tokenOf("operator", `operator-${region % OPERATORS}`)
  const path = `/restaurants/kitchen-${region}`
  await caller.send(region, "PUT", path, operator, {
    name: `Kitchen ${region}`,
    regionId: `region-${region}`,
    location: placeOf(region),
    address: "Calle 1",
    cuisines: ["soup"],
    zone: "America/Bogota",
    hours: { weekly: ALWAYS, specialDays: [] },
    autoAccept: true,
    preparationMinutes: 30,
    currency: "EUR",
    status: "open"
  })
  const soup = {
    itemId: "soup",
    name: "Soup",
    description: "Good",
    price: 9.5,
    imageUrl: null,
    availability: { type: "always" }
  }
  await caller.send(region, "PUT", `${path}/menu`, operator, {
    currency: "EUR",
    sections: [{ name: "Soups", items: [soup] }]
  })
}

const beginRide = async ({ tokenOf }: Marketplace, caller: Caller, number: number): Promise<Ride> => {
  const region = Math.floor(number / PER_REGION)
  const { lat, lng } = placeOf(region)
  const from = { lat: lat + 0.002, lng }
  const courierId = `courier-${number}`
  const regionId = `region-${region}`
  const vehicle = "motorcycle"
  const operator = await tokenOf("operator", `operator-${number % OPERATORS}`)
  const courierToken = await tokenOf("courier", courierId)
  const customerToken = await tokenOf("customer", `watcher-${number}`)
  const profile = { driverId: courierId, regionId, name: "Carlos", vehicle }
  await caller.send(number, "POST", "/couriers", operator, profile)
  await caller.send(number, "PUT", "/couriers/me/shift", courierToken, { regionId, location: from, vehicle })
  const placed = decodePlaced(await caller.send(number, "POST", "/orders", customerToken, orderAt(region)))
  const { deliveryId, orderId } = placed
  await assign(caller, number, operator, { orderId, driverId: courierId })
  await caller.send(number, "POST", `/deliveries/${deliveryId}/accept`, courierToken, {})
  return { number, courierId, courierToken, orderId, deliveryId, customerToken, from }
}

/** Asks until the order waits for a courier, which takes a moment after it was confirmed. */
const assign = async (caller: Caller, number: number, operator: string, body: object): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await caller.send(number, "POST", "/dispatch/assign", operator, body)
      return
    } catch (error) {
      if (tries === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, 100 * tries))
    }
  }
}

const TRIES = 10

const decodePlaced = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ orderId: Schema.String, deliveryId: Schema.String }))
)

/** Does something for 0, 1, 2 …, so many side by side. */
const each = async (count: number, once: (number: number) => Promise<void>): Promise<void> => {
  let next = 0
  const one = async (): Promise<void> => {
    while (next < count) await once(next++)
  }
  await Promise.all(Array.from({ length: Math.min(count, AT_ONCE) }, one))
}
