import type { EndpointName } from "@hotbag/api"
import { menuBody, orderBody, places, profileBody, restaurantBody } from "./city.ts"

/** What a test fills into paths. */
export interface Things {
  readonly orderId: string
  readonly deliveryId: string
  readonly restaurantId: string
  readonly itemId: string
  readonly courierId: string
}

/** A good request to an endpoint: query and body. */
export interface Sample {
  readonly query?: string
  readonly body?: (things: Things) => unknown
}

const none: Sample = {}
const { lat, lng } = places.luigi
const items = [{ itemId: "margherita", quantity: 1 }]

/** A good request to every endpoint: one without a row does not compile. */
export const samples: Readonly<Record<EndpointName, Sample>> = {
  "catalogue.nearby": { query: `lat=${lat}&lon=${lng}` },
  "catalogue.get": none,
  "catalogue.menu": none,
  "catalogue.menuAlias": none,
  "restaurants.upsert": {
    body: ({ restaurantId }) => restaurantBody(restaurantId, restaurantId === "mario")
  },
  "restaurants.setStatus": { body: () => ({ status: "open" }) },
  "restaurants.putMenu": { body: () => menuBody() },
  "restaurants.putStock": { body: () => ({ items: [{ itemId: "truffle", stock: 1_000 }] }) },
  "restaurants.incoming": none,
  "carts.get": none,
  "carts.replace": { body: () => ({ restaurantId: "luigi", items }) },
  "carts.clear": none,
  "carts.setQuantity": { body: () => ({ quantity: 0 }) },
  "carts.quote": { body: () => ({ address: places.door }) },
  "quotes.quote": { body: () => ({ restaurantId: "luigi", items, address: places.door }) },
  "orders.place": { body: () => orderBody() },
  "orders.get": none,
  "orders.history": none,
  "orders.cancel": { body: () => ({ reason: "changed my mind" }) },
  "orders.confirm": { body: () => ({ inMinutes: 10 }) },
  "orders.reject": { body: () => ({ reason: "no dough" }) },
  "orders.preparing": none,
  "orders.estimate": { body: () => ({ inMinutes: 12 }) },
  "orders.ready": none,
  "orders.setStatus": { body: () => ({ status: "READY" }) },
  "orders.dispatch": none,
  "orders.ledger": none,
  "orders.log": none,
  "deliveries.get": none,
  "deliveries.link": none,
  "deliveries.accept": { body: () => ({ decision: "accept" }) },
  "deliveries.acceptAlias": { body: () => ({}) },
  "deliveries.reject": { body: () => ({}) },
  "deliveries.arrived": none,
  "deliveries.pickedUp": none,
  "deliveries.arrivedAtCustomer": none,
  "deliveries.complete": none,
  "deliveries.fail": { body: () => ({ reason: "nobody at the door" }) },
  "couriers.onboard": {
    body: () => ({ driverId: "erik", regionId: "berlin", name: "Erik", vehicle: "car" })
  },
  "couriers.list": { query: "regionId=berlin" },
  "couriers.me": none,
  "couriers.offers": none,
  "couriers.shiftOn": {
    body: () => ({ regionId: "berlin", location: places.carl, vehicle: "bicycle" })
  },
  "couriers.shiftOff": none,
  "locations.put": { body: () => places.carl },
  "locations.putMany": { body: () => ({ locations: [places.carl] }) },
  "locations.get": none,
  "locations.near": { query: `regionId=berlin&lat=${lat}&lng=${lng}` },
  "locations.track": { query: "since=2026-11-22T18:30:00Z" },
  "customers.me": none,
  "customers.save": { body: () => profileBody() },
  "customers.erase": none,
  "notices.mine": none,
  "notices.alerts": none,
  "dispatch.assign": { body: ({ orderId }) => ({ orderId }) },
  "dispatch.reassign": { body: ({ orderId }) => ({ orderId }) },
  "payments.pay": {
    body: ({ orderId }) => ({ orderId, paymentMethod: "card", paymentToken: "tok_ok" })
  },
  "webhooks.payment": { body: () => ({}) },
  "trackingLinks.open": none,
  "health.live": none,
  "health.ready": none
}

/** The path of an endpoint with things filled in. */
export const pathOf = (path: string, things: Things): string => {
  const { orderId, deliveryId, restaurantId, itemId, courierId } = things
  return path
    .replace(":orderId", orderId)
    .replace(":deliveryId", deliveryId)
    .replace(":restaurantId", restaurantId)
    .replace(":itemId", itemId)
    .replace(":courierId", courierId)
}
