import { decimalText, type Money, type MoneyRejection } from "../Money.ts"
import type { MenuItemId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import type { Restaurant } from "./Restaurant.ts"

/** A price that is not what the customer saw; `now` is null when the item is gone. */
export interface PriceDifference {
  readonly itemId: MenuItemId
  readonly seen: Money
  readonly now: Money | null
}

/** Why an order cannot be quoted: plain values, each saying what to do. */
export type QuoteRejection =
  /** Paused, or outside its hours; `opensAtMs` is when it takes orders again, as far as that is known. */
  | { readonly _tag: "RestaurantClosed"; readonly opensAtMs: number | null; readonly message: string }
  | {
      readonly _tag: "TooFar"
      readonly distanceM: number
      readonly reachM: number
      readonly message: string
    }
  | { readonly _tag: "LinesRefused"; readonly message: string }
  | { readonly _tag: "ItemUnknown"; readonly itemId: MenuItemId; readonly message: string }
  /** Outside its windows. */
  | { readonly _tag: "ItemUnavailable"; readonly itemId: MenuItemId; readonly message: string }
  /** Fewer are left than wanted (S7). */
  | {
      readonly _tag: "OutOfStock"
      readonly itemId: MenuItemId
      readonly left: number
      readonly message: string
    }
  /** The customer saw other prices. */
  | {
      readonly _tag: "MenuChanged"
      readonly menuVersion: number
      readonly differences: ReadonlyArray<PriceDifference>
      readonly message: string
    }
  | { readonly _tag: "AmountRefused"; readonly why: MoneyRejection; readonly message: string }

/** The restaurant takes no orders now. */
export const restaurantClosed = (restaurant: Restaurant, opensAtMs: number | null): QuoteRejection => ({
  _tag: "RestaurantClosed",
  opensAtMs,
  message:
    restaurant.status === "paused"
      ? `${restaurant.name} takes no orders at the moment; try again later, or choose another restaurant.`
      : `${restaurant.name} is closed; order when it opens, or choose another restaurant.`
})

/** Out of reach. */
export const tooFar = (distanceM: number, reachM: number): QuoteRejection => ({
  _tag: "TooFar",
  distanceM,
  reachM,
  message: `The address is ${Math.ceil(distanceM)} m from the restaurant, which delivers up to ${Math.floor(reachM)} m; choose a restaurant nearby.`
})

/** Lines that no order may have; `what` begins the sentence. */
export const quoteLinesRefused = (what: string): QuoteRejection => ({
  _tag: "LinesRefused",
  message: `${what}; order 1 to ${Limits.orderLines} lines of 1 to ${Limits.itemQuantity} pieces each.`
})

/** Not on the menu. */
export const itemUnknown = (itemId: MenuItemId): QuoteRejection => ({
  _tag: "ItemUnknown",
  itemId,
  message: `The menu has no item ${itemId}; read the menu again.`
})

/** Not at this time of the day. */
export const itemUnavailable = (itemId: MenuItemId, name: string): QuoteRejection => ({
  _tag: "ItemUnavailable",
  itemId,
  message: `${name} is not served at this time; choose something else.`
})

/** Fewer are left than wanted. */
export const outOfStock = (itemId: MenuItemId, name: string, left: number): QuoteRejection => ({
  _tag: "OutOfStock",
  itemId,
  left,
  message:
    left === 0
      ? `${name} is sold out; choose something else.`
      : `Only ${left} of ${name} are left; take fewer.`
})

/** Prices are not what the customer saw. */
export const menuChanged = (
  menuVersion: number,
  differences: ReadonlyArray<PriceDifference>
): QuoteRejection => ({
  _tag: "MenuChanged",
  menuVersion,
  differences,
  message: `The menu has changed: ${differences.map(differenceText).join("; ")}. Show the new prices and ask again.`
})

/** A sum cannot be reckoned. */
export const amountRefused = (why: MoneyRejection): QuoteRejection => ({
  _tag: "AmountRefused",
  why,
  message: `The total cannot be reckoned. ${why.message}`
})

const differenceText = ({ itemId, seen, now }: PriceDifference): string =>
  now === null
    ? `${itemId} is gone`
    : `${itemId} costs ${decimalText(now)} ${now.currency}, not ${decimalText(seen)} ${seen.currency}`
