import type { Scope, TokenRole } from "@hotbag/core"

/** What an endpoint is about, and whose it has to be: the use-case asks; strangers are told that there is no such thing (P9). */
export type AccessObject =
  /** Nobody's in particular. */
  | "none"
  /** An order: its customer's and its restaurant's; its courier's as long as they carry it or are asked to. */
  | "order"
  /** A delivery: of the courier who carries it or is asked to; its customer and its restaurant may look. */
  | "delivery"
  /** A restaurant: of who runs it. */
  | "restaurant"
  /** A courier: of themselves; whose order they carry may look as long as they do. */
  | "courier"
  /** The caller's own things. */
  | "self"

/** Who may use an endpoint: which scope a token of each role needs. A role that is not named may not; none at all: anybody may, without a token. */
export interface AccessRule {
  readonly scopes: Readonly<Partial<Record<TokenRole, Scope>>>
  readonly object: AccessObject
}

const anybody = { scopes: {}, object: "none" } as const satisfies AccessRule

const restaurantItself = {
  scopes: { restaurant: "catalogue:write", operator: "catalogue:write" },
  object: "restaurant"
} as const satisfies AccessRule

const reading = {
  customer: "orders:read",
  restaurant: "orders:read",
  courier: "orders:read",
  operator: "orders:read"
} as const

const looking = {
  customer: "deliveries:read",
  restaurant: "deliveries:read",
  courier: "deliveries:read",
  operator: "deliveries:read"
} as const

const kitchen = {
  scopes: { restaurant: "restaurant:orders", operator: "operations:act" },
  object: "order"
} as const satisfies AccessRule

const answering = { scopes: { courier: "deliveries:act" }, object: "delivery" } as const satisfies AccessRule

const carrying = {
  scopes: { courier: "deliveries:act", operator: "operations:act" },
  object: "delivery"
} as const satisfies AccessRule

const cart = { scopes: { customer: "carts:write" }, object: "self" } as const satisfies AccessRule

const courierItself = { scopes: { courier: "couriers:act" }, object: "self" } as const satisfies AccessRule

const reporting = {
  scopes: { courier: "couriers:act", operator: "operations:act" },
  object: "courier"
} as const satisfies AccessRule

const operations = (scope: Scope): AccessRule => ({ scopes: { operator: scope }, object: "order" })

/**
 * Every endpoint, `group.endpoint`, and who may use it (S131). The server enforces it before it reads a body; a test fails when an
 * endpoint has no row, and another walks every cell.
 */
export const accessTable = {
  "catalogue.nearby": anybody,
  "catalogue.get": anybody,
  "catalogue.menu": anybody,
  "catalogue.menuAlias": anybody,
  "restaurants.upsert": restaurantItself,
  "restaurants.setStatus": restaurantItself,
  "restaurants.putMenu": restaurantItself,
  "restaurants.putStock": restaurantItself,
  "restaurants.incoming": {
    scopes: { restaurant: "restaurant:orders", operator: "orders:read" },
    object: "restaurant"
  },
  "carts.get": cart,
  "carts.replace": cart,
  "carts.clear": cart,
  "carts.setQuantity": cart,
  "carts.quote": cart,
  "quotes.quote": { scopes: { customer: "carts:write" }, object: "none" },
  "orders.place": { scopes: { customer: "orders:write" }, object: "self" },
  "orders.get": { scopes: reading, object: "order" },
  "orders.history": { scopes: { customer: "orders:read" }, object: "self" },
  "orders.cancel": {
    scopes: { customer: "orders:write", restaurant: "restaurant:orders", operator: "operations:act" },
    object: "order"
  },
  "orders.confirm": kitchen,
  "orders.reject": kitchen,
  "orders.preparing": kitchen,
  "orders.estimate": kitchen,
  "orders.ready": kitchen,
  "orders.setStatus": kitchen,
  "orders.dispatch": operations("dispatch:read"),
  "orders.ledger": operations("ledger:read"),
  "orders.log": operations("audit:read"),
  "deliveries.get": { scopes: looking, object: "delivery" },
  "deliveries.link": {
    scopes: { customer: "deliveries:read", restaurant: "deliveries:read", operator: "deliveries:read" },
    object: "delivery"
  },
  "deliveries.accept": answering,
  "deliveries.acceptAlias": answering,
  "deliveries.reject": answering,
  "deliveries.arrived": carrying,
  "deliveries.pickedUp": carrying,
  "deliveries.arrivedAtCustomer": carrying,
  "deliveries.complete": carrying,
  "deliveries.fail": carrying,
  "couriers.onboard": { scopes: { operator: "operations:act" }, object: "none" },
  "couriers.list": { scopes: { operator: "dispatch:read" }, object: "none" },
  "couriers.me": courierItself,
  "couriers.offers": courierItself,
  "couriers.shiftOn": courierItself,
  "couriers.shiftOff": courierItself,
  "locations.put": reporting,
  "locations.putMany": reporting,
  "locations.get": {
    scopes: {
      customer: "deliveries:read",
      restaurant: "deliveries:read",
      courier: "couriers:act",
      operator: "dispatch:read"
    },
    object: "courier"
  },
  "locations.near": { scopes: { operator: "dispatch:read" }, object: "none" },
  "locations.track": { scopes: { operator: "dispatch:read" }, object: "none" },
  "customers.me": { scopes: { customer: "orders:read" }, object: "self" },
  "customers.save": { scopes: { customer: "orders:write" }, object: "self" },
  "customers.erase": { scopes: { customer: "orders:write" }, object: "self" },
  "notices.mine": {
    scopes: { customer: "orders:read", restaurant: "orders:read", courier: "orders:read" },
    object: "self"
  },
  "notices.alerts": { scopes: { operator: "operations:act" }, object: "none" },
  "dispatch.assign": operations("dispatch:assign"),
  "dispatch.reassign": operations("dispatch:assign"),
  "payments.pay": { scopes: { customer: "payments:write", operator: "payments:write" }, object: "order" },
  "webhooks.payment": anybody,
  "trackingLinks.open": anybody,
  "health.live": anybody,
  "health.ready": anybody
} as const satisfies Readonly<Record<string, AccessRule>>

/** Name of an endpoint: `group.endpoint`. */
export type EndpointName = keyof typeof accessTable

/** The rule of an endpoint by its name; undefined when the table has no row. */
export const accessRule = (name: string): AccessRule | undefined => rows.get(name)

/** Whether a rule lets anybody in, without a token. */
export const isPublic = (rule: AccessRule): boolean => Object.keys(rule.scopes).length === 0

const rows: ReadonlyMap<string, AccessRule> = new Map(Object.entries(accessTable))
