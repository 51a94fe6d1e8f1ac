import { Result, Schema } from "effect"
import type { Currency } from "../Currency.ts"
import { AtMs, Version } from "../Decider.ts"
import { MenuItemId, RestaurantId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import { Money } from "../Money.ts"
import { StorableText } from "../StorableText.ts"
import { isOpenAt, WeeklyRanges } from "./OpeningHours.ts"
import { DisplayName, type Restaurant } from "./Restaurant.ts"

/**
 * When an item can be had (S55): always; while stock lasts, of which `stock` is what there is at first, the pieces left being counted beside
 * the menu; or in weekly windows of the restaurant's zone, such as breakfast.
 */
export const Availability = Schema.Union([
  Schema.TaggedStruct("Always", {}),
  Schema.TaggedStruct("Stock", {
    stock: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Limits.itemStock }))
  }),
  Schema.TaggedStruct("Windows", { weekly: WeeklyRanges })
])
export type Availability = typeof Availability.Type

/** An item of a menu (S55). */
export const MenuItem = Schema.Struct({
  id: MenuItemId,
  name: DisplayName,
  description: StorableText.check(Schema.isMaxLength(Limits.descriptionLength)),
  price: Money.check(Schema.makeFilter(({ amountMinor }) => amountMinor >= 0 || "a price is not negative")),
  imageUrl: Schema.NullOr(
    StorableText.check(Schema.isMaxLength(Limits.imageUrlLength), Schema.isPattern(/^https:\/\/\S+$/))
  ),
  availability: Availability
})
export type MenuItem = typeof MenuItem.Type

/** A heading and what stands under it. */
export const MenuSection = Schema.Struct({
  name: DisplayName,
  items: Schema.Array(MenuItem).check(Schema.isMaxLength(Limits.menuItems))
})
export type MenuSection = typeof MenuSection.Type

/** The sections of a menu, as a restaurant writes them. */
export const MenuContent = Schema.Struct({
  sections: Schema.Array(MenuSection).check(Schema.isMaxLength(Limits.menuSections))
})
export type MenuContent = typeof MenuContent.Type

/** The menu of a restaurant in one of its versions, 1..n without gaps (S3). */
export const Menu = Schema.Struct({
  restaurantId: RestaurantId,
  version: Version,
  changedAtMs: AtMs,
  ...MenuContent.fields
})
export type Menu = typeof Menu.Type

/** Why a menu is refused. */
export type MenuRejection =
  | { readonly _tag: "MenuItemTwice"; readonly itemId: MenuItemId; readonly message: string }
  | { readonly _tag: "MenuTooLong"; readonly message: string }
  | {
      readonly _tag: "MenuCurrencyWrong"
      readonly itemId: MenuItemId
      readonly expected: Currency
      readonly message: string
    }

/**
 * The menu after a restaurant wrote it anew (S3): the same content gives `previous` back as it is, changed content the next version.
 * Rejects an item listed twice, too many items, and prices in another currency than the restaurant's. O(items).
 */
export const upsertMenu = (
  previous: Menu | null,
  restaurant: Pick<Restaurant, "id" | "currency">,
  content: MenuContent,
  atMs: number
): Result.Result<Menu, MenuRejection> => {
  const wrong = rejectionOf(content, restaurant.currency)
  if (wrong !== null) return Result.fail(wrong)
  if (previous !== null && contentText(previous) === contentText(content)) return Result.succeed(previous)
  return Result.succeed({
    restaurantId: restaurant.id,
    version: (previous?.version ?? 0) + 1,
    changedAtMs: atMs,
    sections: content.sections
  })
}

/** All items of a menu, in its order. */
export const menuItems = (menu: MenuContent): ReadonlyArray<MenuItem> =>
  menu.sections.flatMap(({ items }) => items)

/** What is left of an item that is counted. */
export interface StockLevel {
  readonly itemId: MenuItemId
  readonly left: number
}

/**
 * The counts that a new version of a menu sets: of items that are counted for the first time, or with another number than before. All other
 * counts go on, so that writing a menu again never brings back what was sold.
 */
export const stocksSetBy = (previous: Menu | null, next: Menu): ReadonlyArray<StockLevel> => {
  const before = new Map(previous === null ? [] : menuItems(previous).map((item) => [item.id, item]))
  return menuItems(next).flatMap(({ id, availability }) => {
    if (availability._tag !== "Stock") return []
    const old = before.get(id)?.availability
    const isSame = old?._tag === "Stock" && old.stock === availability.stock
    return isSame ? [] : [{ itemId: id, left: availability.stock }]
  })
}

/** Whether an item is offered at an instant, stock aside. @throws InvariantViolation for a name that is no zone. */
export const isOfferedAt = (item: MenuItem, zone: string, atMs: number): boolean =>
  item.availability._tag !== "Windows" ||
  isOpenAt({ weekly: item.availability.weekly, specialDays: [] }, zone, atMs)

/**
 * The validator of a served menu (S2): equal as long as what is served is equal, which is the version and what is sold out. Quoted, as the
 * header wants it.
 */
export const menuETag = (menu: Menu, soldOut: ReadonlyArray<MenuItemId>): string =>
  `"${menu.restaurantId}.${menu.version}${soldOut.length === 0 ? "" : `.${fingerprint([...soldOut].sort().join(","))}`}"`

const rejectionOf = (content: MenuContent, currency: Currency): MenuRejection | null => {
  const items = menuItems(content)
  if (items.length > Limits.menuItems) {
    return {
      _tag: "MenuTooLong",
      message: `A menu has at most ${Limits.menuItems} items; this one has ${items.length}.`
    }
  }
  const seen = new Set<MenuItemId>()
  for (const { id, price } of items) {
    if (seen.has(id)) {
      return {
        _tag: "MenuItemTwice",
        itemId: id,
        message: `Item ${id} stands on the menu twice; list it once, or give the second an id of its own.`
      }
    }
    seen.add(id)
    if (price.currency !== currency) {
      return {
        _tag: "MenuCurrencyWrong",
        itemId: id,
        expected: currency,
        message: `Item ${id} is priced in ${price.currency}; this restaurant sells in ${currency}.`
      }
    }
  }
  return null
}

/** One text for one content, whatever the order of the fields. */
const contentText = ({ sections }: MenuContent): string =>
  JSON.stringify(
    sections.map(({ name, items }) => [
      name,
      items.map((item) => [
        item.id,
        item.name,
        item.description,
        item.price.amountMinor,
        item.price.currency,
        item.imageUrl,
        availabilityFields(item.availability)
      ])
    ])
  )

const availabilityFields = (availability: Availability): ReadonlyArray<unknown> => {
  if (availability._tag === "Always") return []
  if (availability._tag === "Stock") return [availability.stock]
  return availability.weekly.map(({ weekday, openMinute, closeMinute }) => [weekday, openMinute, closeMinute])
}

/** FNV-1a, 32 bits: tells two lists apart for a cache, where a mistake costs five minutes of a stale label. */
const fingerprint = (text: string): string => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
