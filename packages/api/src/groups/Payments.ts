import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Limits, OrderId } from "@hotbag/core"
import { Bearer } from "../access/Bearer.ts"
import { Payment } from "../entities/Payment.ts"
import { anyProblems, commandProblems } from "../problems/problems.ts"
import { creatingHeaders } from "../wire/requestHeaders.ts"

/** Payments. The platform drives them itself; this is how one asks, and how the gateway reports. */
export const PaymentsGroup = HttpApiGroup.make("payments")
  .add(
    HttpApiEndpoint.post("pay", "/payments", {
      headers: creatingHeaders,
      payload: Schema.Struct({ orderId: OrderId }).annotate({ identifier: "PaymentRequest" }),
      success: Payment,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({
        summary: "The payment of an order; it was started with the order, and is not started twice (S39)"
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
      error: anyProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "A signed report of the gateway; the same report twice is one report" })
    )
  )
  .annotateMerge(OpenApi.annotations({ description: "Reports of the payment gateway." }))
