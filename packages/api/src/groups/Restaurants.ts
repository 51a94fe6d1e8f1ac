import { Effect, Result, Schema, SchemaTransformation } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Cuisine, LatLng, Limits, RestaurantId } from "@hotbag/core"
import { Bearer } from "../access/Bearer.ts"
import { Menu, MenuRequest, MenuVersion, StockLevels } from "../entities/Menu.ts"
import { OrderPage } from "../entities/Order.ts"
import {
  NearbyRestaurants,
  Restaurant,
  RestaurantRequest,
  RestaurantStatusRequest
} from "../entities/Restaurant.ts"
import { anyProblems, commandProblems, lookUpProblems, readProblems } from "../problems/problems.ts"
import { requiredOneOf, settled } from "../wire/oneOf.ts"
import { pageQuery } from "../wire/pageQuery.ts"
import { positionFields } from "../wire/Position.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

const params = { restaurantId: RestaurantId }

const filters = {
  radius: Schema.optionalKey(
    Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: Limits.nearbyRadiusM })).annotate({
      description: "In metres."
    })
  ),
  cuisine: Schema.optionalKey(Cuisine),
  open: Schema.optionalKey(Schema.Literals(["true", "false"])).annotate({
    description: "`true`: only those that take orders now."
  }),
  limit: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.nearbyResults }))
  ),
  cursor: pageQuery.cursor
}

const wireNearby = Schema.Struct({ ...positionFields, ...filters })
const nearby = Schema.Struct({ position: LatLng, ...filters })

/** Query of `GET /restaurants`: `lon` and `lng` are the same (S31, C4). */
export const NearbyQuery = wireNearby.pipe(
  Schema.decodeTo(
    Schema.toType(nearby),
    SchemaTransformation.transformEffect<typeof nearby.Type, typeof wireNearby.Type>({
      decode: ({ lat, lng, lon, ...rest }) =>
        settled(
          Result.map(requiredOneOf<number>({ lng, lon }), (longitude) => ({
            position: { lat, lng: longitude },
            ...rest
          }))
        ),
      encode: ({ position, ...rest }) => Effect.succeed({ ...position, ...rest })
    })
  )
)
export type NearbyQuery = typeof NearbyQuery.Type

const cached = {
  etag: Schema.String.annotate({ description: "Validator of this version: send it back in If-None-Match." }),
  "cache-control": Schema.String,
  link: Schema.String.annotate({ description: "The canonical address of the menu (C1)." })
}

/** The caller's copy of the menu is the current one. */
export const MenuUnchanged = HttpApiSchema.WithHeaders(HttpApiSchema.Empty(304), cached)

const menu = {
  params,
  headers: {
    "if-none-match": Schema.optionalKey(Schema.String.check(Schema.isMaxLength(Limits.headerTextLength)))
  },
  success: [HttpApiSchema.WithHeaders(Menu, cached), MenuUnchanged],
  error: lookUpProblems
} as const

/** Restaurants and their menus: what anybody may see. */
export const CatalogueGroup = HttpApiGroup.make("catalogue")
  .add(
    HttpApiEndpoint.get("nearby", "/restaurants", {
      query: NearbyQuery,
      success: NearbyRestaurants,
      error: anyProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Restaurants nearby, nearest first (S1, S31)" })),
    HttpApiEndpoint.get("get", "/restaurants/:restaurantId", {
      params,
      success: Restaurant,
      error: lookUpProblems
    }).annotateMerge(OpenApi.annotations({ summary: "A restaurant" })),
    HttpApiEndpoint.get("menu", "/restaurants/:restaurantId/menu", menu).annotateMerge(
      OpenApi.annotations({ summary: "The menu of a restaurant, to be cached (S2, S32)" })
    ),
    HttpApiEndpoint.get("menuAlias", "/menus/:restaurantId", menu).annotateMerge(
      OpenApi.annotations({ summary: "The same by its other name, byte for byte (S33, C1)" })
    )
  )
  .annotateMerge(OpenApi.annotations({ description: "Restaurants and their menus." }))

/** What a restaurant does about itself. */
export const RestaurantsGroup = HttpApiGroup.make("restaurants")
  .add(
    HttpApiEndpoint.put("upsert", "/restaurants/:restaurantId", {
      params,
      headers: changingHeaders,
      payload: RestaurantRequest,
      success: Restaurant,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Describe a restaurant; a new one by operations only (S23)" })
    ),
    HttpApiEndpoint.put("setStatus", "/restaurants/:restaurantId/status", {
      params,
      headers: changingHeaders,
      payload: RestaurantStatusRequest,
      success: Restaurant,
      error: commandProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Take orders, or pause" })),
    HttpApiEndpoint.put("putMenu", "/restaurants/:restaurantId/menu", {
      params,
      headers: changingHeaders,
      payload: MenuRequest,
      success: MenuVersion,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Write the menu; the same content keeps its version (S3)" })
    ),
    HttpApiEndpoint.put("putStock", "/restaurants/:restaurantId/stock", {
      params,
      headers: changingHeaders,
      payload: StockLevels,
      success: StockLevels,
      error: commandProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Say how many pieces are left (S7)" })),
    HttpApiEndpoint.get("incoming", "/restaurants/:restaurantId/orders", {
      params,
      query: {
        ...pageQuery,
        open: Schema.optionalKey(Schema.Literals(["true", "false"])).annotate({
          description: "`false`: also those that have ended; `true` unless told."
        })
      },
      success: OrderPage,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Orders that the restaurant has to do with now (S21)" }))
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "What a restaurant does." }))
