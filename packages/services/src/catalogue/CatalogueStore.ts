import type { Menu, MenuItemId, Restaurant, RestaurantId, StockLevel } from "@hotbag/core"
import { Context, type Effect, type Option, type Scope } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { StaleMenu } from "./errors.ts"

/** A menu to be written, and what it replaces. */
export interface MenuWrite {
  readonly menu: Menu
  /** The version it follows, 0 for none; if the stored one is another, nothing is written and the write fails with `StaleMenu`. */
  readonly after: number
  /** Counts that it sets. */
  readonly stocks: ReadonlyArray<StockLevel>
  /** Items whose count ends, because they are gone or no longer counted. */
  readonly uncounted: ReadonlyArray<MenuItemId>
}

/** What another process wrote. */
export interface CatalogueChange {
  readonly _tag: "RestaurantWritten" | "MenuWritten"
  readonly restaurantId: RestaurantId
}

/**
 * Where restaurants, menus and stock are kept. What was written is read by whoever asks afterwards. Stock is also moved by commits of cases,
 * in their own transactions; it never falls below zero.
 */
export class CatalogueStore extends Context.Service<
  CatalogueStore,
  {
    /**
     * Begins to listen for what other processes write; what it gives waits for the next changes, one or more. Fails when the link is lost: whatever
     * was written from then on until somebody listens again is not told.
     */
    readonly follow: Effect.Effect<
      Effect.Effect<ReadonlyArray<CatalogueChange>, StoreUnavailable>,
      StoreUnavailable,
      Scope.Scope
    >
    /** Restaurants ascending by id (by code unit), the first `limit` after `after`. */
    readonly restaurants: (
      after: RestaurantId | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<Restaurant>, StoreUnavailable>
    readonly restaurant: (id: RestaurantId) => Effect.Effect<Option.Option<Restaurant>, StoreUnavailable>
    /** Writes all of them or none; what is there by the same id is replaced. At most `Limits.catalogueWrites`. */
    readonly putRestaurants: (restaurants: ReadonlyArray<Restaurant>) => Effect.Effect<void, StoreUnavailable>
    /** The menu in its latest version. */
    readonly menu: (id: RestaurantId) => Effect.Effect<Option.Option<Menu>, StoreUnavailable>
    /** Writes all of them with their counts, or none. At most `Limits.catalogueWrites`. */
    readonly putMenus: (writes: ReadonlyArray<MenuWrite>) => Effect.Effect<void, StoreUnavailable | StaleMenu>
    /** Pieces left of the restaurant's counted items. */
    readonly stock: (id: RestaurantId) => Effect.Effect<ReadonlyMap<MenuItemId, number>, StoreUnavailable>
    /** Says anew how many pieces are left of these items. */
    readonly setStock: (
      id: RestaurantId,
      levels: ReadonlyArray<StockLevel>
    ) => Effect.Effect<void, StoreUnavailable>
  }
>()("@hotbag/services/catalogue/CatalogueStore") {}
