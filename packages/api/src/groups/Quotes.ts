import { RestaurantId } from "@hotbag/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import { Quote } from "../entities/Quote.ts"
import { RequestedLines } from "../orders/PlaceOrderRequest.ts"
import { commandProblems } from "../problems/problems.ts"
import { WirePosition } from "../wire/Position.ts"

/** Body of `POST /quotes`: items in any dialect (C3), `lon` or `lng` (C4). */
export const QuoteRequest = Schema.Struct({
  restaurantId: RestaurantId,
  items: RequestedLines,
  address: WirePosition
}).annotate({ identifier: "QuoteRequest", description: "What is wanted, from where, and where to." })
export type QuoteRequest = typeof QuoteRequest.Type

/** Quotes: what an order would cost, before it is placed. */
export const QuotesGroup = HttpApiGroup.make("quotes")
  .add(
    HttpApiEndpoint.post("quote", "/quotes", {
      payload: QuoteRequest,
      success: Quote,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Prices, fee and estimated time at checkout; binds nobody (S17)" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Quotes." }))
