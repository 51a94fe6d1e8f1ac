import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Limits, OrderId } from "@hotbag/core"
import { Bearer } from "../access/Bearer.ts"
import { OrderLog } from "../entities/Audit.ts"
import { DispatchReasons } from "../entities/Dispatch.ts"
import { Order, OrderPage } from "../entities/Order.ts"
import { Ledger } from "../entities/Payment.ts"
import { PlaceOrderRequest } from "../orders/PlaceOrderRequest.ts"
import { commandProblems, readProblems } from "../problems/problems.ts"
import { InstantMs } from "../wire/Instant.ts"
import { optionalBody } from "../wire/optionalBody.ts"
import { pageQuery } from "../wire/pageQuery.ts"
import { ReasonText } from "../wire/ReasonText.ts"
import { changingHeaders, creatingHeaders, Prefer } from "../wire/requestHeaders.ts"

const params = { orderId: OrderId }

const change = { params, headers: changingHeaders, success: Order, error: commandProblems }

const ReasonRequest = Schema.Struct({ reason: Schema.optionalKey(ReasonText) }).annotate({
  identifier: "ReasonRequest"
})

/** Since when the kitchen counts: a moment, or minutes from now. */
export const ReadyRequest = Schema.Struct({
  readyAt: Schema.optionalKey(InstantMs),
  inMinutes: Schema.optionalKey(
    Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: Limits.preparationLongestMs / 60_000 }))
  )
}).annotate({ identifier: "ReadyRequest", description: "When the food will be ready." })
export type ReadyRequest = typeof ReadyRequest.Type

/** What a restaurant says of an order by `PUT /orders/{id}/status` (S21). */
export const RestaurantWord = Schema.Literals(["CONFIRMED", "REJECTED", "PREPARING", "READY", "CANCELLED"])

const place = HttpApiEndpoint.post("place", "/orders", {
  headers: { ...creatingHeaders, prefer: Prefer },
  payload: PlaceOrderRequest,
  success: HttpApiSchema.WithHeaders(Order.pipe(HttpApiSchema.status(201)), {
    location: Schema.String.annotate({ description: "Where the order is." })
  }),
  error: commandProblems
}).annotateMerge(
  OpenApi.annotations({
    summary: "Place an order",
    description:
      "Stock and prices are checked, the order is written down, and payment starts (S34–S36). CREATED, or CONFIRMED when the restaurant takes every order; with `Prefer: wait=5` the answer waits for the payment (C16). The answer repeats the item names of the request (C3)."
  })
)

/** Orders: placed by customers, cooked by restaurants, explained to operations. */
export const OrdersGroup = HttpApiGroup.make("orders")
  .add(
    place,
    HttpApiEndpoint.get("get", "/orders/:orderId", {
      params,
      success: Order,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "An order: status, courier and ETA (S37)" })),
    HttpApiEndpoint.get("history", "/orders", {
      query: pageQuery,
      success: OrderPage,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "One's own orders, latest first (S24)" })),
    HttpApiEndpoint.post("cancel", "/orders/:orderId/cancel", {
      ...change,
      payload: ReasonRequest
    })
      .annotateMerge(optionalBody)
      .annotateMerge(
        OpenApi.annotations({
          summary: "Cancel, if the table of cancellations lets this party do so now (S25, S38)"
        })
      ),
    HttpApiEndpoint.post("confirm", "/orders/:orderId/confirm", { ...change, payload: ReadyRequest })
      .annotateMerge(optionalBody)
      .annotateMerge(OpenApi.annotations({ summary: "The restaurant takes the order (S8)" })),
    HttpApiEndpoint.post("reject", "/orders/:orderId/reject", { ...change, payload: ReasonRequest })
      .annotateMerge(optionalBody)
      .annotateMerge(OpenApi.annotations({ summary: "The restaurant refuses; the money goes back (S8)" })),
    HttpApiEndpoint.post("preparing", "/orders/:orderId/preparing", change).annotateMerge(
      OpenApi.annotations({ summary: "The kitchen begins (S9)" })
    ),
    HttpApiEndpoint.put("estimate", "/orders/:orderId/estimate", {
      ...change,
      payload: ReadyRequest
    }).annotateMerge(
      OpenApi.annotations({ summary: "The kitchen says anew when the food will be ready (S9)" })
    ),
    HttpApiEndpoint.post("ready", "/orders/:orderId/ready", change).annotateMerge(
      OpenApi.annotations({ summary: "The food is ready (S9)" })
    ),
    HttpApiEndpoint.put("setStatus", "/orders/:orderId/status", {
      ...change,
      payload: Schema.Struct({
        status: RestaurantWord,
        reason: Schema.optionalKey(ReasonText),
        ...ReadyRequest.fields
      }).annotate({ identifier: "StatusRequest" })
    }).annotateMerge(OpenApi.annotations({ summary: "All steps of the restaurant in one place (S21)" })),
    HttpApiEndpoint.get("dispatch", "/orders/:orderId/dispatch", {
      params,
      success: DispatchReasons,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Why this courier" })),
    HttpApiEndpoint.get("ledger", "/orders/:orderId/ledger", {
      params,
      success: Ledger,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Every posting of the order's money" })),
    HttpApiEndpoint.get("log", "/orders/:orderId/log", {
      params,
      success: OrderLog,
      error: readProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Everything that happened to the order, and by whom (S134)" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Orders." }))
