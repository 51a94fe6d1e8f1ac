import { type Menu, type MenuItemId, menuItems, type Restaurant, type RestaurantId } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { MemoryTables, stockName } from "../cases/MemoryTables.ts"
import { CatalogueStore } from "./CatalogueStore.ts"
import { StaleMenu } from "./errors.ts"

/** Restaurants and menus in maps; stock in `MemoryTables`, where the commits of cases move it. */
export const memoryCatalogueStore: Layer.Layer<CatalogueStore, never, MemoryTables> = Layer.effect(
  CatalogueStore,
  Effect.map(MemoryTables, ({ stock }) => {
    const restaurants = new Map<RestaurantId, Restaurant>()
    const menus = new Map<RestaurantId, Menu>()
    return {
      // There is no other process.
      follow: Effect.succeed(Effect.never),
      restaurants: (after, limit) =>
        Effect.sync(() =>
          [...restaurants.values()]
            .filter(({ id }) => after === null || id > after)
            .sort((a, b) => (a.id < b.id ? -1 : 1))
            .slice(0, limit)
        ),
      restaurant: (id) => Effect.sync(() => Option.fromUndefinedOr(restaurants.get(id))),
      putRestaurants: (written) =>
        Effect.sync(() => {
          for (const restaurant of written) restaurants.set(restaurant.id, restaurant)
        }),
      menu: (id) => Effect.sync(() => Option.fromUndefinedOr(menus.get(id))),
      putMenus: (writes) =>
        Effect.suspend(() => {
          const stale = writes.find(
            ({ menu, after }) => (menus.get(menu.restaurantId)?.version ?? 0) !== after
          )
          if (stale !== undefined) return new StaleMenu({ restaurantId: stale.menu.restaurantId })
          for (const { menu, stocks, uncounted } of writes) {
            const { restaurantId } = menu
            menus.set(restaurantId, menu)
            for (const itemId of uncounted) stock.delete(stockName(restaurantId, itemId))
            for (const { itemId, left } of stocks) stock.set(stockName(restaurantId, itemId), left)
          }
          return Effect.void
        }),
      stock: (id) =>
        Effect.sync(() => {
          const menu = menus.get(id)
          const items = menu === undefined ? [] : menuItems(menu)
          return new Map(
            items.flatMap((item): ReadonlyArray<readonly [MenuItemId, number]> => {
              const left = stock.get(stockName(id, item.id))
              return left === undefined ? [] : [[item.id, left]]
            })
          )
        }),
      setStock: (id, levels) =>
        Effect.sync(() => {
          for (const { itemId, left } of levels) stock.set(stockName(id, itemId), left)
        })
    }
  })
)
