import { orderView } from "@hotbag/adapters"
import type { Order as WireOrder } from "@hotbag/api"
import {
  advanceCase,
  CustomerId,
  defaultCaseOptions,
  DeliveryId,
  MenuItemId,
  noCase,
  type Order,
  type OrderCase,
  OrderId,
  RegionId,
  RestaurantId,
  toOrder
} from "@hotbag/core"
import { Result } from "effect"

/** Pieces of an item. */
export interface Line {
  readonly itemId: MenuItemId
  readonly quantity: number
}

/** Where somebody was last. */
interface Place {
  readonly lat: number
  readonly lng: number
  readonly atMs: number
}

/** An answer that was given, and for which body. */
interface Given {
  readonly bodyHash: string
  readonly answer: string
}

/** The courier who says where they are. */
export const COURIER = "carl"

/** Orders and receipts kept: the oldest give way, so that a long run is like a short one. */
const KEPT = 50_000

/**
 * What stands behind every contender alike: a map of orders and a map of receipts. Next to nothing, so that what is measured is the way from
 * the socket to it and back.
 */
export class Shop {
  readonly #orders = new Map<string, Order>()
  readonly #receipts = new Map<string, Given>()
  readonly #places = new Map<string, Place>()
  #count = 0

  /** A courier is there. False: somebody whom nobody knows. */
  locate(courier: string, lat: number, lng: number, atMs: number): boolean {
    if (courier !== COURIER) return false
    this.#places.set(courier, { lat, lng, atMs })
    return true
  }

  /** The answer that the key got; null for a new one. Another body under the same key is "conflict". */
  replayed(customer: string, key: string, bodyHash: string): string | null {
    const given = this.#receipts.get(`${customer} ${key}`)
    if (given === undefined) return null
    return given.bodyHash === bodyHash ? given.answer : "conflict"
  }

  /** Places an order; the caller keeps the receipt with the answer. */
  place(
    customer: string,
    restaurantId: RestaurantId,
    lines: ReadonlyArray<Line>,
    lat: number,
    lng: number
  ): Order {
    this.#count += 1
    const orderId = OrderId.make(`order-${this.#count.toString().padStart(12, "0")}`)
    const customerId = CustomerId.make(customer)
    const items = lines.map(priced)
    const order = { ...template.order, orderId, customerId, restaurantId, items, dropoff: { lat, lng } }
    keep(this.#orders, orderId, order)
    return order
  }

  /** Writes down what a key was answered. */
  note(customer: string, key: string, bodyHash: string, answer: string): void {
    keep(this.#receipts, `${customer} ${key}`, { bodyHash, answer })
  }

  /** An order of the customer's. */
  find(orderId: string, customer: string): Order | null {
    const order = this.#orders.get(orderId)
    return order === undefined || order.customerId !== customer ? null : order
  }
}

/** An order on the wire; the same for every contender. */
export const wireOrder = (order: Order): WireOrder =>
  orderView(order, { atMs: order.placedAtMs, dialect: "itemId", eta: null })

const keep = <A>(map: Map<string, A>, key: string, value: A): void => {
  if (map.size >= KEPT) {
    const [oldest] = map.keys()
    if (oldest !== undefined) map.delete(oldest)
  }
  map.set(key, value)
}

const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" as const })

const priced = ({ itemId, quantity }: Line) => ({ itemId, quantity, unitPrice: eur(950) })

/** Long ago: how far away the promise is would depend on the clock. */
const PLACED_AT = 1_700_000_000_000

/** A case as the core makes it; orders of the shop are copies of it. */
const template: OrderCase = Result.getOrThrow(
  advanceCase(
    noCase,
    toOrder({
      _tag: "PlaceOrder",
      orderId: OrderId.make("order"),
      deliveryId: DeliveryId.make("delivery"),
      customerId: CustomerId.make("ada"),
      restaurantId: RestaurantId.make("luigi"),
      regionId: RegionId.make("berlin"),
      items: [{ itemId: MenuItemId.make("margherita"), quantity: 2, unitPrice: eur(950) }],
      deliveryFee: eur(290),
      pickup: { lat: 52.52, lng: 13.405 },
      dropoff: { lat: 52.525, lng: 13.41 },
      promisedAtMs: PLACED_AT,
      preparationMs: 600_000,
      autoAccept: false
    }),
    PLACED_AT,
    defaultCaseOptions
  )
).after

/** The case around an order of the shop. */
export const caseOf = (order: Order): OrderCase => {
  const { delivery, saga, length, updatedAtMs } = template
  return { order, delivery, saga, length, updatedAtMs }
}
