import { AtMs, CustomerId, Limits, MenuItemId, Money, RestaurantId } from "@hotbag/core"
import { Schema } from "effect"

/** Pieces of an item in a cart, and the price that the customer saw when they put it there. */
export const CartLine = Schema.Struct({
  itemId: MenuItemId,
  quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.itemQuantity })),
  seenPrice: Money
})
export type CartLine = typeof CartLine.Type

/** What a customer is about to order (S5): one cart for each customer, of one restaurant. An item stands in one line. */
export const Cart = Schema.Struct({
  customerId: CustomerId,
  /** Null while the cart is empty. */
  restaurantId: Schema.NullOr(RestaurantId),
  lines: Schema.Array(CartLine).check(Schema.isMaxLength(Limits.orderLines)),
  /** Number of changes so far; 0 before the first. */
  version: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  updatedAtMs: AtMs
})
export type Cart = typeof Cart.Type

/** Nothing yet. */
export const emptyCart = (customerId: CustomerId, atMs: number): Cart => ({
  customerId,
  restaurantId: null,
  lines: [],
  version: 0,
  updatedAtMs: atMs
})
