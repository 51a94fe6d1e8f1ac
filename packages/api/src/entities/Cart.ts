import { MenuItemId, RestaurantId } from "@hotbag/core"
import { Schema } from "effect"
import { Quantity } from "../orders/PlaceOrderRequest.ts"
import { CurrencyCode, Decimal } from "../wire/Decimal.ts"
import { Instant } from "../wire/Instant.ts"

/** What a customer is about to order (S5): one cart for each customer, of one restaurant. */
export const Cart = Schema.Struct({
  restaurantId: Schema.NullOr(RestaurantId).annotate({ description: "Null while the cart is empty." }),
  items: Schema.Array(
    Schema.Struct({
      itemId: MenuItemId,
      quantity: Quantity,
      seenPrice: Decimal.annotate({ description: "What the customer was shown when they put it there." }),
      currency: CurrencyCode
    })
  ),
  updatedAt: Instant
}).annotate({ identifier: "Cart", description: "What a customer is about to order." })
export type Cart = typeof Cart.Type
