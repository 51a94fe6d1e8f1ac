import { Schema } from "effect"
import { AtMs } from "../Decider.ts"
import { DeliveryCommand } from "../delivery/commands.ts"
import { CourierId, DeliveryId, OrderId, PaymentId, RestaurantId } from "../Ids.ts"
import { Money } from "../Money.ts"
import { OrderCommand } from "../order/commands.ts"
import { SagaTimer } from "./OrderSaga.ts"

/** Send a command to the order. */
export const CommandOrder = Schema.TaggedStruct("CommandOrder", { orderId: OrderId, command: OrderCommand })
/** Send a command to the delivery. */
export const CommandDelivery = Schema.TaggedStruct("CommandDelivery", {
  deliveryId: DeliveryId,
  command: DeliveryCommand
})
/** Wake the saga with `TimerFired` at `dueAtMs`; replaces the timer of the same kind. */
export const SetTimer = Schema.TaggedStruct("SetTimer", { orderId: OrderId, timer: SagaTimer, dueAtMs: AtMs })
/** Do not wake it; a timer that fires all the same does no harm. */
export const CancelTimer = Schema.TaggedStruct("CancelTimer", { orderId: OrderId, timer: SagaTimer })
/**
 * Ask the gateway. `key` is the idempotency key: asking twice with one key does it once. `look-up` asks what became of the
 * authorisation under `key`, and is answered like it. A refusal is final: whoever answers a look-up with "no such payment"
 * makes sure that a request still on its way is refused too, or money would be held that nobody knows of.
 */
export const RequestPayment = Schema.TaggedStruct("RequestPayment", {
  orderId: OrderId,
  operation: Schema.Literals(["authorise", "look-up", "capture", "void", "refund"]),
  key: Schema.String,
  amount: Money,
  paymentId: Schema.NullOr(PaymentId)
})
/** Ask the restaurant whether it takes the order; silence until `answerByMs` is a refusal. */
export const AskRestaurant = Schema.TaggedStruct("AskRestaurant", {
  orderId: OrderId,
  restaurantId: RestaurantId,
  answerByMs: AtMs
})

/** Who is told. */
export const Recipient = Schema.Literals(["customer", "restaurant", "courier"])
export type Recipient = typeof Recipient.Type

/** What people are told (S18, S20). */
export const Notice = Schema.Literals([
  "order-confirmed",
  "courier-assigned",
  "courier-at-restaurant",
  "courier-en-route",
  "courier-arriving",
  "delivered",
  "payment-declined",
  "order-rejected",
  "order-cancelled",
  "order-failed",
  "refunded",
  "offer",
  "offer-withdrawn",
  "delivery-reassigned",
  "delivery-cancelled"
])
export type Notice = typeof Notice.Type

/** Tell somebody. `key` is the same whenever the same notice is due to the same person for the same event: send it once. */
export const Notify = Schema.TaggedStruct("Notify", {
  orderId: OrderId,
  to: Recipient,
  /** Whom, when it is a courier. */
  courierId: Schema.NullOr(CourierId),
  notice: Notice,
  key: Schema.String
})

/** What a person at the platform has to look at. */
export const EscalationReason = Schema.Literals([
  "no-courier",
  "gave-up-without-courier",
  "restaurant-silent",
  "payment-unanswered",
  "settlement-refused",
  "second-payment",
  "delivered-after-end"
])
export type EscalationReason = typeof EscalationReason.Type

/** Tell operations (S12). `sinceMs`: since when it has been so. */
export const Escalate = Schema.TaggedStruct("Escalate", {
  orderId: OrderId,
  why: EscalationReason,
  sinceMs: AtMs
})

/** Everything the saga wants done, as data. Carry out in order; commands to one aggregate keep their order. */
export const SagaReaction = Schema.Union([
  CommandOrder,
  CommandDelivery,
  SetTimer,
  CancelTimer,
  RequestPayment,
  AskRestaurant,
  Notify,
  Escalate
])
export type SagaReaction = typeof SagaReaction.Type
