import { PaymentId } from "@hotbag/core"
import { Schema } from "effect"

/** What we read of Stripe's objects (version 2024-06-20 and later); everything else is left alone. */

const Metadata = Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.String)))
const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const ErrorBody = Schema.Struct({
  type: Text,
  code: Text,
  decline_code: Text
})

/** An error, whatever its status. */
export const StripeError = Schema.Struct({ error: ErrorBody })

/** An intent to pay. */
export const PaymentIntent = Schema.Struct({
  id: PaymentId,
  object: Schema.Literal("payment_intent"),
  status: Schema.Literals([
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "canceled",
    "succeeded"
  ]),
  amount: Schema.Int,
  currency: Schema.String,
  capture_method: Schema.String,
  last_payment_error: Schema.optionalKey(Schema.NullOr(ErrorBody)),
  metadata: Metadata
})
export type PaymentIntent = typeof PaymentIntent.Type

/** Money on its way back. */
export const Refund = Schema.Struct({
  id: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_]{1,255}$/)),
  object: Schema.Literal("refund"),
  status: Schema.NullOr(Schema.String),
  amount: Schema.Int,
  currency: Schema.String,
  metadata: Metadata
})
export type Refund = typeof Refund.Type

/** Intents that a search found. */
export const FoundIntents = Schema.Struct({ data: Schema.Array(PaymentIntent) })

/** A message about something. */
export const StripeEvent = Schema.Struct({
  id: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_]{1,255}$/)),
  type: Schema.String,
  data: Schema.Struct({ object: Schema.Unknown })
})
