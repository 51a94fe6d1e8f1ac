import { textAt } from "./Answer.ts"
import type { Ask, Site } from "./Site.ts"

/** A restaurant with its own region, so that no test sees another's couriers. */
export interface Town {
  readonly restaurantId: string
  readonly regionId: string
  /** Whose orders these are. */
  readonly customer: string
  readonly restaurant: string
}

/** An order and its delivery. */
export interface Placed {
  readonly orderId: string
  readonly deliveryId: string
}

export const OPS = "operator olga"

/** Where things are: some hundred metres apart. */
export const places = {
  kitchen: { lat: 52.52, lng: 13.405 },
  door: { lat: 52.525, lng: 13.41 },
  near: { lat: 52.521, lng: 13.404 },
  far: { lat: 52.53, lng: 13.42 }
}

const ALWAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map(
  (weekday) => ({ weekday, openMinute: 0, closeMinute: 1_440 })
)

/** Body of a restaurant that is always open. */
export const restaurantBody = (regionId: string, autoAccept = false) => ({
  name: `Kitchen of ${regionId}`,
  regionId,
  location: places.kitchen,
  address: "Torstraße 1",
  cuisines: ["pizza"],
  zone: "Europe/Berlin",
  hours: { weekly: ALWAYS, specialDays: [] },
  autoAccept,
  preparationMinutes: 10,
  currency: "EUR",
  status: "open"
})

/** Body of a menu: one dish that is always there, one of which stock is kept. */
export const menuBody = (stock = 1_000, price = 9.5) => ({
  currency: "EUR",
  sections: [
    {
      name: "Pizza",
      items: [dish("margherita", price, { type: "always" }), dish("truffle", 18, { type: "stock", stock })]
    }
  ]
})

const dish = (itemId: string, price: number, availability: unknown) => ({
  itemId,
  name: itemId,
  description: "Good",
  price,
  imageUrl: null,
  availability
})

/** Opens a restaurant in a region of its own. */
export const openTown = async (
  site: Site,
  name: string,
  { autoAccept = false, stock = 1_000 } = {}
): Promise<Town> => {
  const town = {
    restaurantId: `r-${name}`,
    regionId: `g-${name}`,
    customer: `customer c-${name}`,
    restaurant: `restaurant r-${name}`
  }
  await site.must("PUT", `/restaurants/${town.restaurantId}`, {
    as: OPS,
    body: restaurantBody(town.regionId, autoAccept)
  })
  await site.must("PUT", `/restaurants/${town.restaurantId}/menu`, { as: OPS, body: menuBody(stock) })
  return town
}

/** Hires a courier of the town and brings them on duty; gives who to ask as. */
export const bringCourier = async (site: Site, town: Town, name: string, location = places.near) => {
  const driverId = `d-${name}`
  const { regionId } = town
  await site.must("POST", "/couriers", {
    as: OPS,
    body: { driverId, regionId, name, vehicle: "bicycle" }
  })
  const as = `courier ${driverId}`
  await site.must("PUT", "/couriers/me/shift", { as, body: { regionId, location, vehicle: "bicycle" } })
  return { as, driverId }
}

/** Body of an order at the town's restaurant. */
export const orderBody = ({ restaurantId }: Town, more: Readonly<Record<string, unknown>> = {}) => ({
  restaurantId,
  items: [{ itemId: "margherita", quantity: 2 }],
  paymentMethod: "card",
  paymentToken: "tok_ok",
  address: { ...places.door, text: "Third door" },
  ...more
})

/** Places an order that has to be taken. */
export const place = async (
  site: Site,
  town: Town,
  more: Readonly<Record<string, unknown>> = {},
  headers: Ask["headers"] = {}
): Promise<Placed> => {
  const answer = await site.must("POST", "/orders", {
    as: town.customer,
    body: orderBody(town, more),
    headers: { prefer: "wait=10", ...headers }
  })
  return { orderId: textAt(answer, "orderId"), deliveryId: textAt(answer, "deliveryId") }
}

/** Waits until the order has the status, as its customer sees it. */
export const untilStatus = (site: Site, town: Town, orderId: string, status: string) =>
  site.until(`/orders/${orderId}`, { as: town.customer }, (answer) => textAt(answer, "status") === status)

/** The kitchen says these words one after the other. */
export const kitchenSays = async (
  site: Site,
  town: Town,
  orderId: string,
  ...words: ReadonlyArray<string>
) => {
  for (const word of words) await site.must("POST", `/orders/${orderId}/${word}`, { as: town.restaurant })
}

/** Waits until the courier is asked for the order. */
export const untilOffered = (site: Site, courier: string, orderId: string) =>
  site.until("/couriers/me/offers", { as: courier }, ({ text }) => text.includes(orderId))

/** The courier says these words one after the other. */
export const courierSays = async (
  site: Site,
  courier: string,
  deliveryId: string,
  ...words: ReadonlyArray<string>
) => {
  for (const word of words) await site.must("POST", `/deliveries/${deliveryId}/${word}`, { as: courier })
}

/** An order that the courier has accepted. */
export const placeAndAccept = async (site: Site, town: Town, courier: string): Promise<Placed> => {
  const placed = await place(site, town)
  await kitchenSays(site, town, placed.orderId, "confirm", "preparing", "ready")
  await untilOffered(site, courier, placed.orderId)
  await courierSays(site, courier, placed.deliveryId, "accept")
  return placed
}

/** All steps after the acceptance. */
export const CARRY = ["arrived", "picked-up", "arrived-at-customer", "complete"] as const
