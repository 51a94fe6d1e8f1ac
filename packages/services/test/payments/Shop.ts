import { Payments, type PaymentDetails, PaymentCases, type PaymentErrand } from "@hotbag/services"
import {
  advanceCase,
  type CaseInput,
  CourierId,
  CustomerId,
  DeliveryId,
  fromOutside,
  isSettled,
  MenuItemId,
  nextTimer,
  noCase,
  OfferId,
  OrderId,
  type OrderCase,
  type Posting,
  postingsOf,
  postTransfers,
  RegionId,
  RestaurantId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import { Clock, Effect, Layer, Option, Redacted, Result } from "effect"
import { TestClock } from "effect/testing"

/** What a customer pays with in these tests. */
export const paidWith = (token: string | null): PaymentDetails => ({
  method: "credit_card",
  token: token === null ? null : Redacted.make(token)
})

const courierId = CourierId.make("ana")

/** Orders as plain cases in memory, and everything the gateway is asked for them. */
export class Shop {
  readonly cases = new Map<OrderId, OrderCase>()
  readonly placed = new Map<OrderId, PaymentDetails>()
  readonly postings: Array<Posting> = []
  readonly escalations: Array<string> = []
  errands: Array<PaymentErrand> = []

  /** The cases as payments see them. */
  readonly layer = Layer.sync(PaymentCases, () => ({
    find: (orderId) => Effect.sync(() => Option.fromUndefinedOr(this.cases.get(orderId))),
    recall: (orderId) => Effect.sync(() => Option.fromUndefinedOr(this.cases.get(orderId))),
    tell: (orderId, fact) => Effect.asVoid(this.take(orderId, fromOutside(fact)))
  }))

  /** Places an order; the errand to authorise it waits to be carried out. */
  place(name: string, details: PaymentDetails, priceMinor = 1_999): Effect.Effect<OrderId> {
    const orderId = OrderId.make(name)
    this.placed.set(orderId, details)
    const price = { amountMinor: priceMinor, currency: "EUR" } as const
    const command = toOrder({
      _tag: "PlaceOrder",
      orderId,
      deliveryId: DeliveryId.make(`delivery-${name}`),
      customerId: CustomerId.make("carla"),
      restaurantId: RestaurantId.make("soup-bar"),
      regionId: RegionId.make("centre"),
      items: [{ itemId: MenuItemId.make("soup"), quantity: 1, unitPrice: price }],
      deliveryFee: { amountMinor: priceMinor === 0 ? 0 : 250, currency: "EUR" },
      pickup: { lat: 52.52, lng: 13.4 },
      dropoff: { lat: 52.53, lng: 13.42 },
      promisedAtMs: 2_400_000,
      preparationMs: 900_000,
      autoAccept: true
    })
    return Effect.as(this.take(orderId, command), orderId)
  }

  /** Carries it from the kitchen to the customer, as far as it goes. */
  deliver(orderId: OrderId): Effect.Effect<void> {
    const offerId = OfferId.make("offer-1")
    return Effect.gen({ self: this }, function* () {
      const expiresAtMs = (yield* Clock.currentTimeMillis) + 30_000
      yield* this.take(
        orderId,
        toDelivery({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs, epoch: 1 })
      )
      yield* this.take(orderId, toDelivery({ _tag: "AcceptOffer", offerId, courierId }))
      yield* this.take(orderId, toDelivery({ _tag: "PickUp", courierId }))
      yield* this.take(orderId, toDelivery({ _tag: "CompleteDelivery", courierId }))
    })
  }

  /** The platform calls it off. */
  cancel(orderId: OrderId): Effect.Effect<boolean> {
    return this.take(orderId, toOrder({ _tag: "CancelOrder", by: "platform", reason: "because" }))
  }

  /** Takes an input; what is refused changes nothing. */
  take(orderId: OrderId, input: CaseInput): Effect.Effect<boolean> {
    return Effect.map(Clock.currentTimeMillis, (atMs) => {
      const before = this.cases.get(orderId) ?? noCase
      const taken = advanceCase(before, input, atMs)
      if (Result.isFailure(taken)) return false
      const { after, errands } = taken.success
      this.cases.set(orderId, after)
      this.postings.push(...postTransfers(before.saga, after.saga, after.order).flatMap(postingsOf))
      for (const errand of errands) {
        if (errand._tag === "RequestPayment") this.errands.push(errand)
        if (errand._tag === "Escalate") this.escalations.push(errand.why)
      }
      return true
    })
  }

  /** Carries out what is wanted of the gateway, each errand as often as `times` says, and nothing of `loses`. */
  work(
    options: { readonly times?: number; readonly loses?: boolean } = {}
  ): Effect.Effect<void, never, Payments> {
    return Effect.gen({ self: this }, function* () {
      const payments = yield* Payments
      while (this.errands.length > 0) {
        const errands = this.errands
        this.errands = []
        if (options.loses === true) continue
        for (const errand of errands) {
          for (let i = 0; i < (options.times ?? 1); i++) yield* Effect.orDie(payments.carryOut(errand))
        }
      }
    })
  }

  /** Lets time pass to the next timer of any order, and fires what is due. Whether there was one. */
  wait(): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      const due = [...this.cases.values()].flatMap((state) => {
        const next = nextTimer(state)
        return next === null ? [] : [{ ...next, orderId: state.order.orderId }]
      })
      const [first] = due.sort((left, right) => left.dueAtMs - right.dueAtMs)
      if (first === undefined) return false
      const nowMs = yield* Clock.currentTimeMillis
      if (first.dueAtMs > nowMs) yield* TestClock.adjust(first.dueAtMs - nowMs)
      const { dueAtMs, orderId, timer } = first
      yield* this.take(orderId, fromOutside({ _tag: "TimerFired", timer, dueAtMs }))
      return true
    })
  }

  /** Works and waits until the order is settled, or for `rounds` timers. */
  settle(orderId: OrderId, rounds = 40): Effect.Effect<boolean, never, Payments> {
    return Effect.gen({ self: this }, function* () {
      for (let i = 0; i < rounds; i++) {
        yield* this.work()
        const state = this.cases.get(orderId)
        if (state !== undefined && isSettled(state.saga)) return true
        if (!(yield* this.wait())) return false
      }
      return false
    })
  }

  stage(orderId: OrderId): string {
    return this.cases.get(orderId)?.saga.payment ?? "none"
  }
}
