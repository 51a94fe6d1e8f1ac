import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Limits, OrderId } from "@hotbag/core"
import { Bearer } from "../access/Bearer.ts"
import { Payment } from "../entities/Payment.ts"
import { PaymentMethodName, PaymentToken } from "../orders/PlaceOrderRequest.ts"
import { commandProblems, webhookProblems } from "../problems/problems.ts"
import { creatingHeaders } from "../wire/requestHeaders.ts"

/** Body of `POST /payments`: names the token of an order that was placed without one. */
export const PaymentRequest = Schema.Struct({
  orderId: OrderId,
  paymentMethod: PaymentMethodName,
  paymentToken: PaymentToken
}).annotate({ identifier: "PaymentRequest" })
export type PaymentRequest = typeof PaymentRequest.Type

/** Payments. The platform drives them itself; this is how one asks, and how the gateway reports. */
export const PaymentsGroup = HttpApiGroup.make("payments")
  .add(
    HttpApiEndpoint.post("pay", "/payments", {
      headers: creatingHeaders,
      payload: PaymentRequest,
      success: Payment,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({
        summary: "Pay an order that was placed without a token; paying the same twice is one payment (S39)"
      })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Payments." }))

/** Where the payment gateway reports. It signs its reports; they carry no bearer token. */
export const WebhooksGroup = HttpApiGroup.make("webhooks")
  .add(
    HttpApiEndpoint.post("payment", "/payments/webhook", {
      headers: {
        "stripe-signature": Schema.optionalKey(
          Schema.String.check(Schema.isMaxLength(Limits.headerTextLength))
        )
      },
      payload: Schema.String.pipe(HttpApiSchema.asText({ contentType: "application/json" })),
      success: Schema.Struct({ received: Schema.Literal(true) }).annotate({ identifier: "WebhookReceived" }),
      error: webhookProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "A signed report of the gateway; the same report twice is one report" })
    )
  )
  .annotateMerge(OpenApi.annotations({ description: "Reports of the payment gateway." }))
