import { LatLng, RestaurantId } from "@hotbag/core"
import { Effect, Schema, SchemaTransformation } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import { Quote } from "../entities/Quote.ts"
import { RequestedLine, RequestedLines } from "../orders/PlaceOrderRequest.ts"
import { commandProblems } from "../problems/problems.ts"
import { requiredOneOf } from "../wire/oneOf.ts"
import { positionFields } from "../wire/Position.ts"

const wireQuote = Schema.Struct({
  restaurantId: RestaurantId,
  items: RequestedLines,
  address: Schema.Struct(positionFields)
}).annotate({ identifier: "QuoteRequest", description: "What is wanted, from where, and where to." })

const quoteRequest = Schema.Struct({
  restaurantId: RestaurantId,
  items: Schema.Array(RequestedLine),
  dropoff: LatLng
})

/** Body of `POST /quotes`: items in any dialect (C3), `lon` or `lng` (C4). */
export const QuoteRequest = wireQuote.pipe(
  Schema.decodeTo(
    Schema.toType(quoteRequest),
    SchemaTransformation.transformEffect<typeof quoteRequest.Type, typeof wireQuote.Type>({
      decode: ({ restaurantId, items, address: { lat, lng, lon } }) =>
        Effect.map(requiredOneOf<number>({ lng, lon }), (longitude) => ({
          restaurantId,
          items,
          dropoff: { lat, lng: longitude }
        })),
      encode: ({ restaurantId, items, dropoff }) => Effect.succeed({ restaurantId, items, address: dropoff })
    })
  )
)
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
