import { Schema } from "effect"
import { DisplayName, Limits, MenuItemId, RestaurantId, StorableText, WeeklyRanges } from "@hotbag/core"
import { CurrencyCode, Decimal } from "../wire/Decimal.ts"
import { Instant } from "../wire/Instant.ts"

const stock = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Limits.itemStock }))

/** When an item can be had (S55): always, while stock lasts, or at hours of its own. */
export const ItemAvailability = Schema.Union([
  Schema.Struct({ type: Schema.Literal("always") }),
  Schema.Struct({ type: Schema.Literal("stock"), stock }),
  Schema.Struct({ type: Schema.Literal("windows"), weekly: WeeklyRanges })
]).annotate({ identifier: "ItemAvailability" })
export type ItemAvailability = typeof ItemAvailability.Type

const itemFields = {
  name: DisplayName,
  description: StorableText.check(Schema.isMaxLength(Limits.descriptionLength)),
  price: Decimal.check(Schema.isGreaterThanOrEqualTo(0)),
  imageUrl: Schema.NullOr(
    StorableText.check(Schema.isMaxLength(Limits.imageUrlLength), Schema.isPattern(/^https:\/\/\S+$/))
  ),
  availability: ItemAvailability
}

/** An item of a menu (S55). */
export const MenuItem = Schema.Struct({
  itemId: MenuItemId,
  id: MenuItemId,
  ...itemFields,
  available: Schema.Boolean.annotate({ description: "Can be ordered at this moment." })
}).annotate({ identifier: "MenuItem", description: "An item of a menu." })
export type MenuItem = typeof MenuItem.Type

/** A menu in its current version (S2, S3). */
export const Menu = Schema.Struct({
  restaurantId: RestaurantId,
  version: Schema.Int,
  changedAt: Instant,
  currency: CurrencyCode,
  sections: Schema.Array(Schema.Struct({ name: DisplayName, items: Schema.Array(MenuItem) }))
}).annotate({ identifier: "Menu", description: "A menu." })
export type Menu = typeof Menu.Type

/** Body of `PUT /restaurants/{id}/menu` (S3). */
export const MenuRequest = Schema.Struct({
  currency: CurrencyCode,
  sections: Schema.Array(
    Schema.Struct({
      name: DisplayName,
      items: Schema.Array(Schema.Struct({ itemId: MenuItemId, ...itemFields })).check(
        Schema.isMaxLength(Limits.menuItems)
      )
    })
  ).check(Schema.isMaxLength(Limits.menuSections))
}).annotate({ identifier: "MenuRequest" })
export type MenuRequest = typeof MenuRequest.Type

/** What became of a menu that was written: the same content keeps its version. */
export const MenuVersion = Schema.Struct({ restaurantId: RestaurantId, version: Schema.Int }).annotate({
  identifier: "MenuVersion"
})

/** Pieces left of items: body of and answer to `PUT /restaurants/{id}/stock`. */
export const StockLevels = Schema.Struct({
  items: Schema.Array(Schema.Struct({ itemId: MenuItemId, stock })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(Limits.menuItems)
  )
}).annotate({ identifier: "StockLevels" })
