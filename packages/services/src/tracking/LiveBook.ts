import {
  type CourierId,
  type DeliveryId,
  type OfferId,
  type OrderCase,
  type OrderId,
  TERMINAL_DELIVERY_STATUSES
} from "@hotbag/core"
import { isCarriedBy } from "../couriers/Courier.ts"
import type { OfferRecord } from "../dispatch/OfferRecord.ts"
import { type LiveDelivery, liveDelivery, type LiveStop } from "./LiveDelivery.ts"
import { wayOf } from "./wayOf.ts"

/** Hears of each change of a delivery in progress; one that has ended says so by its status, and is not found any more. */
export type LiveListener = (delivery: LiveDelivery, before: LiveDelivery | undefined) => void

/** Deliveries in progress, by order, delivery and courier. Plain code; a change costs the few orders of its courier. */
export class LiveBook {
  readonly #cases = new Map<OrderId, OrderCase>()
  readonly #live = new Map<OrderId, LiveDelivery>()
  readonly #orderOf = new Map<DeliveryId, OrderId>()
  readonly #carried = new Map<CourierId, Set<OrderId>>()
  readonly #offers = new Map<OfferId, OfferRecord>()
  #listeners: ReadonlyArray<LiveListener> = []

  /** Deliveries in progress. */
  get size(): number {
    return this.#live.size
  }

  /** Orders of the deliveries in progress. */
  orders(): ReadonlyArray<OrderId> {
    return [...this.#live.keys()]
  }

  /** Who has something in hand. */
  couriers(): ReadonlyArray<CourierId> {
    return [...this.#carried.keys()]
  }

  ofOrder(orderId: OrderId): LiveDelivery | undefined {
    return this.#live.get(orderId)
  }

  ofDelivery(deliveryId: DeliveryId): LiveDelivery | undefined {
    const orderId = this.#orderOf.get(deliveryId)
    return orderId === undefined ? undefined : this.#live.get(orderId)
  }

  /** What the courier has in hand, by when it came. */
  ofCourier(courierId: CourierId): ReadonlyArray<LiveDelivery> {
    const orders = this.#carried.get(courierId)
    if (orders === undefined) return NOTHING
    const found: Array<LiveDelivery> = []
    for (const orderId of orders) {
      const live = this.#live.get(orderId)
      if (live !== undefined) found.push(live)
    }
    return found
  }

  listen(listener: LiveListener): () => void {
    const own: LiveListener = (delivery, before) => listener(delivery, before)
    this.#listeners = [...this.#listeners, own]
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== own)
    }
  }

  /** Offers whose records would tell in which sequence couriers go: those of work that came together or while other work was in hand. */
  missingOffers({ delivery }: OrderCase): ReadonlyArray<OfferId> {
    if (delivery.status === "none" || delivery.courierId === null) return []
    const orders = this.#carried.get(delivery.courierId)
    if (orders === undefined || orders.size < 2) return []
    const missing = new Set<OfferId>()
    for (const orderId of orders) {
      const state = this.#cases.get(orderId)
      if (state === undefined || state.delivery.status === "none") continue
      const { lastOfferId } = state.delivery
      if (lastOfferId !== null && !this.#offers.has(lastOfferId)) missing.add(lastOfferId)
    }
    return [...missing]
  }

  /** How dispatch meant an offer. */
  learnOffer(record: OfferRecord): void {
    this.#offers.set(record.offerId, record)
    this.#tellOf(record.courierId)
  }

  /** How far a case has come; what is older than what is known says nothing. */
  hear(state: OrderCase): void {
    const { delivery, length, order } = state
    const before = this.#live.get(order.orderId)
    if (delivery.status === "none" || (before !== undefined && length <= before.length)) return
    const courierBefore = before?.courierId ?? null
    const hasEnded = TERMINAL_DELIVERY_STATUSES.has(delivery.status)
    if (before === undefined && hasEnded) return
    if (courierBefore !== null && (hasEnded || !isCarriedBy(state, courierBefore))) {
      this.#drop(courierBefore, order.orderId)
    }
    if (hasEnded) this.#end(state, before)
    else {
      this.#cases.set(order.orderId, state)
      this.#orderOf.set(order.deliveryId, order.orderId)
      const { courierId } = delivery
      if (courierId !== null && isCarriedBy(state, courierId)) this.#carry(courierId, order.orderId)
      else this.#tell(state, NOWHERE)
      if (courierId !== null) this.#tellOf(courierId)
    }
    if (courierBefore !== null && courierBefore !== delivery.courierId) this.#tellOf(courierBefore)
    else if (hasEnded && courierBefore !== null) this.#tellOf(courierBefore)
  }

  #carry(courierId: CourierId, orderId: OrderId): void {
    const orders = this.#carried.get(courierId)
    if (orders === undefined) this.#carried.set(courierId, new Set([orderId]))
    else orders.add(orderId)
  }

  #drop(courierId: CourierId, orderId: OrderId): void {
    const orders = this.#carried.get(courierId)
    orders?.delete(orderId)
    if (orders?.size === 0) this.#carried.delete(courierId)
  }

  #end(state: OrderCase, before: LiveDelivery | undefined): void {
    const { delivery, order } = state
    this.#cases.delete(order.orderId)
    this.#live.delete(order.orderId)
    this.#orderOf.delete(order.deliveryId)
    if (delivery.status !== "none" && delivery.lastOfferId !== null) this.#offers.delete(delivery.lastOfferId)
    const ended = liveDelivery(state, NOWHERE)
    if (ended !== undefined) for (const listener of this.#listeners) listener(ended, before)
  }

  /** The way of a courier has changed: whatever they carry may be told anew. */
  #tellOf(courierId: CourierId): void {
    const orders = this.#carried.get(courierId)
    if (orders === undefined) return
    const work = [...orders].flatMap((orderId) => this.#cases.get(orderId) ?? [])
    const way = wayOf(work, this.#offers)
    for (const state of work) this.#tell(state, way)
  }

  #tell(state: OrderCase, way: ReadonlyArray<LiveStop>): void {
    const { orderId } = state.order
    const before = this.#live.get(orderId)
    const live = liveDelivery(state, way)
    if (live === undefined || (before !== undefined && isSame(before, live))) return
    this.#live.set(orderId, live)
    for (const listener of this.#listeners) listener(live, before)
  }
}

const NOTHING: ReadonlyArray<LiveDelivery> = []
const NOWHERE: ReadonlyArray<LiveStop> = []

const isSame = (left: LiveDelivery, right: LiveDelivery): boolean =>
  left.length === right.length &&
  left.stops.length === right.stops.length &&
  left.stops.every((stop, i) => {
    const other = right.stops[i]
    return (
      other !== undefined &&
      stop.kind === other.kind &&
      stop.readyAtMs === other.readyAtMs &&
      stop.orders.join() === other.orders.join()
    )
  })
