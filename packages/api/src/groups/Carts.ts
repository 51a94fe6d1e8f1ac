import { Limits, MenuItemId, RestaurantId } from "@hotbag/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import { Cart } from "../entities/Cart.ts"
import { Quote } from "../entities/Quote.ts"
import { RequestedLines } from "../orders/PlaceOrderRequest.ts"
import { commandProblems, readProblems } from "../problems/problems.ts"
import { WirePosition } from "../wire/Position.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

const change = { headers: changingHeaders, success: Cart, error: commandProblems }

/** Body of `PUT /cart`: items in any dialect (C3). */
export const CartRequest = Schema.Struct({ restaurantId: RestaurantId, items: RequestedLines }).annotate({
  identifier: "CartRequest"
})

/** Carts: everybody has one, and sees no other. Each change says what is to be, so that a repeat changes nothing (S49). */
export const CartsGroup = HttpApiGroup.make("carts")
  .add(
    HttpApiEndpoint.get("get", "/cart", { success: Cart, error: readProblems }).annotateMerge(
      OpenApi.annotations({ summary: "The cart (S5)" })
    ),
    HttpApiEndpoint.put("replace", "/cart", { ...change, payload: CartRequest }).annotateMerge(
      OpenApi.annotations({ summary: "Put these items into the cart in place of what was there (S5)" })
    ),
    HttpApiEndpoint.delete("clear", "/cart", change).annotateMerge(
      OpenApi.annotations({ summary: "Empty the cart" })
    ),
    HttpApiEndpoint.put("setQuantity", "/cart/items/:itemId", {
      ...change,
      params: { itemId: MenuItemId },
      payload: Schema.Struct({
        quantity: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Limits.itemQuantity }))
      }).annotate({ identifier: "QuantityRequest" })
    }).annotateMerge(
      OpenApi.annotations({ summary: "So many pieces of an item in the cart; 0 takes it out" })
    ),
    HttpApiEndpoint.post("quote", "/cart/quote", {
      payload: Schema.Struct({ address: WirePosition }).annotate({ identifier: "CartQuoteRequest" }),
      success: Quote,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "What the cart costs now, and when it would be there (S17)" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Carts." }))
