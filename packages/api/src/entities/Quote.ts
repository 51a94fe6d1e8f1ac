import { Schema } from "effect"
import { DisplayName, MenuItemId, RestaurantId } from "@hotbag/core"
import { Quantity } from "../orders/PlaceOrderRequest.ts"
import { CurrencyCode, Decimal } from "../wire/Decimal.ts"
import { etaFields } from "../wire/Eta.ts"
import { Instant } from "../wire/Instant.ts"

/** What an order would cost, and when it would be there (S17). */
export const Quote = Schema.Struct({
  restaurantId: RestaurantId,
  items: Schema.Array(
    Schema.Struct({
      itemId: MenuItemId,
      name: DisplayName,
      quantity: Quantity,
      unitPrice: Decimal,
      linePrice: Decimal
    })
  ),
  itemsPrice: Decimal,
  deliveryFee: Decimal,
  totalPrice: Decimal,
  currency: CurrencyCode,
  distanceM: Schema.Finite,
  ...etaFields,
  expiresAt: Instant
}).annotate({ identifier: "Quote", description: "What an order would cost, and when it would be there." })
export type Quote = typeof Quote.Type
