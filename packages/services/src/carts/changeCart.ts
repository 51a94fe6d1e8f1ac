import {
  itemUnknown,
  Limits,
  type Menu,
  type MenuItemId,
  menuItems,
  quoteLinesRefused,
  type QuoteRejection,
  type RestaurantId
} from "@hotbag/core"
import { Result } from "effect"
import type { Cart, CartLine } from "./Cart.ts"
import { OtherRestaurant } from "./errors.ts"

/** Pieces of an item. */
export interface CartItem {
  readonly itemId: MenuItemId
  readonly quantity: number
}

/** The cart with so many more pieces of items of `menu`, at the prices of now. Prices of what was there stay as the customer saw them. */
export const withMore = (
  cart: Cart,
  menu: Menu,
  items: ReadonlyArray<CartItem>
): Result.Result<Cart, QuoteRejection | OtherRestaurant> =>
  Result.gen(function* () {
    const { restaurantId } = cart
    if (restaurantId !== null && restaurantId !== menu.restaurantId) {
      return yield* Result.fail(new OtherRestaurant({ restaurantId }))
    }
    const onMenu = new Map(menuItems(menu).map((item) => [item.id, item]))
    const lines = new Map(cart.lines.map((line) => [line.itemId, line]))
    for (const { itemId, quantity } of items) {
      const item = onMenu.get(itemId)
      if (item === undefined) return yield* Result.fail(itemUnknown(itemId))
      const before = lines.get(itemId)
      const pieces = (before?.quantity ?? 0) + quantity
      if (!isQuantity(quantity) || !isQuantity(pieces)) {
        return yield* Result.fail(quoteLinesRefused(`That would be ${pieces} pieces of ${itemId}`))
      }
      lines.set(itemId, { itemId, quantity: pieces, seenPrice: before?.seenPrice ?? item.price })
    }
    return yield* withLines(cart, menu.restaurantId, [...lines.values()])
  })

/** The cart with exactly so many pieces of an item that it has; none takes the line out. */
export const withQuantity = (
  cart: Cart,
  itemId: MenuItemId,
  quantity: number
): Result.Result<Cart, QuoteRejection> => {
  const { restaurantId } = cart
  if (restaurantId === null || cart.lines.every((line) => line.itemId !== itemId)) {
    return Result.fail(itemUnknown(itemId))
  }
  if (quantity !== 0 && !isQuantity(quantity)) {
    return Result.fail(quoteLinesRefused(`That would be ${quantity} pieces of ${itemId}`))
  }
  const lines = cart.lines.map((line) => (line.itemId === itemId ? { ...line, quantity } : line))
  return withLines(
    cart,
    restaurantId,
    lines.filter((line) => line.quantity > 0)
  )
}

const withLines = (
  cart: Cart,
  restaurantId: RestaurantId,
  lines: ReadonlyArray<CartLine>
): Result.Result<Cart, QuoteRejection> =>
  lines.length > Limits.orderLines
    ? Result.fail(quoteLinesRefused(`That would be ${lines.length} lines`))
    : Result.succeed({ ...cart, restaurantId: lines.length === 0 ? null : restaurantId, lines })

const isQuantity = (quantity: number): boolean =>
  Number.isInteger(quantity) && quantity >= 1 && quantity <= Limits.itemQuantity
