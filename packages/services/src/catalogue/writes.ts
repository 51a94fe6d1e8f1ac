import {
  Limits,
  type MenuContent,
  menuItems,
  type RegionId,
  type Restaurant,
  type RestaurantId,
  type RestaurantStatus,
  type StockLevel,
  upsertMenu
} from "@hotbag/core"
import { Clock, Effect, Option, Result } from "effect"
import type { Actor } from "../Actor.ts"
import { NotFound } from "../NotFound.ts"
import { RegionRefused } from "../RegionRefused.ts"
import type { CatalogueEntry } from "./Catalogue.ts"
import type { MenuWrite } from "./CatalogueStore.ts"
import { CurrencyTaken, MenuBusy, MenuRefused, NotCounted, OperationsOnly } from "./errors.ts"
import { type Kept, menuOf, restaurantOf } from "./Kept.ts"
import { menuWrite } from "./menuWrite.ts"

/** What restaurants and operations change in the catalogue. */
export const catalogueWrites = (kept: Kept) => ({
  upsertRestaurant: Effect.fn("Catalogue.upsertRestaurant")(function* (actor: Actor, restaurant: Restaurant) {
    yield* requireOwn(actor, restaurant.id)
    return yield* kept.oneWrite.withPermit(writeRestaurant(kept, actor, restaurant))
  }),

  setStatus: Effect.fn("Catalogue.setStatus")(function* (
    actor: Actor,
    id: RestaurantId,
    status: RestaurantStatus
  ) {
    yield* requireOwn(actor, id)
    return yield* kept.oneWrite.withPermit(writeStatus(kept, id, status))
  }),

  upsertMenu: Effect.fn("Catalogue.upsertMenu")(function* (
    actor: Actor,
    id: RestaurantId,
    content: MenuContent
  ) {
    yield* requireOwn(actor, id)
    const restaurant = yield* restaurantOf(kept, id)
    return yield* writeMenu(kept, restaurant, content).pipe(
      Effect.retry({ times: WRITES_AT_MOST - 1, while: ({ _tag }) => _tag === "StaleMenu" }),
      Effect.catchTag("StaleMenu", () => Effect.fail(new MenuBusy({ retryAfterMs: BUSY_MS })))
    )
  }),

  setStock: Effect.fn("Catalogue.setStock")(function* (
    actor: Actor,
    id: RestaurantId,
    levels: ReadonlyArray<StockLevel>
  ) {
    yield* requireOwn(actor, id)
    yield* restaurantOf(kept, id)
    const menu = yield* menuOf(kept, id)
    const counted = new Set(
      menu === null
        ? []
        : menuItems(menu)
            .filter(({ availability }) => availability._tag === "Stock")
            .map((item) => item.id)
    )
    const unknown = levels.find(({ itemId }) => !counted.has(itemId))
    if (unknown !== undefined) return yield* new NotCounted({ itemId: unknown.itemId })
    yield* kept.store.setStock(id, levels)
    return levels
  }),

  addMissing: Effect.fn("Catalogue.addMissing")(function* (
    actor: Actor,
    entries: ReadonlyArray<CatalogueEntry>
  ) {
    if (!isOperations(actor)) return yield* new OperationsOnly({ what: "add restaurants" })
    return yield* kept.oneWrite.withPermit(writeMissing(kept, entries))
  })
})

/** Times that a menu is written, when others write it at the same moment. */
const WRITES_AT_MOST = 5
const BUSY_MS = 1_000

const isOperations = ({ role }: Actor): boolean => role === "operator" || role === "system"

/** A restaurant may change itself; for everybody else there is no such restaurant (P9). */
const requireOwn = (actor: Actor, id: RestaurantId): Effect.Effect<void, NotFound> =>
  isOperations(actor) || (actor.role === "restaurant" && actor.subject === id)
    ? Effect.void
    : Effect.fail(new NotFound())

const writeRestaurant = Effect.fnUntraced(function* (kept: Kept, actor: Actor, restaurant: Restaurant) {
  const before = kept.index.get(restaurant.id)
  if (!isOperations(actor)) {
    if (before === undefined) return yield* new OperationsOnly({ what: "add a restaurant" })
    if (before.regionId !== restaurant.regionId) {
      return yield* new OperationsOnly({ what: "move a restaurant to another region" })
    }
  }
  if (before !== undefined && before.currency !== restaurant.currency) {
    const menu = yield* menuOf(kept, restaurant.id)
    if (menu !== null && menuItems(menu).length > 0) {
      return yield* new CurrencyTaken({ currency: before.currency })
    }
  }
  yield* requireRoom(kept, [restaurant])
  yield* kept.store.putRestaurants([restaurant])
  kept.index.put([restaurant])
  return restaurant
})

/** Refuses the first region that would be one too many (P8). */
const requireRoom = (
  { index }: Kept,
  restaurants: ReadonlyArray<Restaurant>
): Effect.Effect<void, RegionRefused> => {
  const added = new Set<RegionId>()
  const known = index.regions.size
  for (const { regionId } of restaurants) {
    if (index.hasRegion(regionId)) continue
    added.add(regionId)
    if (known + added.size > Limits.regions)
      return Effect.fail(new RegionRefused({ regionId, why: "too-many" }))
  }
  return Effect.void
}

const writeStatus = Effect.fnUntraced(function* (kept: Kept, id: RestaurantId, status: RestaurantStatus) {
  const before = yield* restaurantOf(kept, id)
  if (before.status === status) return before
  const after: Restaurant = { ...before, status }
  yield* kept.store.putRestaurants([after])
  kept.index.put([after])
  return after
})

const writeMenu = Effect.fnUntraced(function* (kept: Kept, restaurant: Restaurant, content: MenuContent) {
  const atMs = yield* Clock.currentTimeMillis
  const previous = Option.getOrNull(yield* kept.store.menu(restaurant.id))
  const result = upsertMenu(previous, restaurant, content, atMs)
  if (Result.isFailure(result)) return yield* new MenuRefused({ rejection: result.failure })
  const menu = result.success
  if (menu !== previous) yield* kept.store.putMenus([menuWrite(previous, menu)])
  return kept.menus.put(menu, atMs)
})

const writeMissing = Effect.fnUntraced(function* (kept: Kept, entries: ReadonlyArray<CatalogueEntry>) {
  const atMs = yield* Clock.currentTimeMillis
  const byId = new Map(entries.map((entry) => [entry.restaurant.id, entry]))
  const missing = [...byId.values()].filter(({ restaurant }) => kept.index.get(restaurant.id) === undefined)
  yield* requireRoom(
    kept,
    missing.map(({ restaurant }) => restaurant)
  )
  const written: Array<Restaurant> = []
  // One index for all of them; and those that were written are known, even if the rest was not.
  yield* Effect.ensuring(
    writeAll(kept, missing, atMs, written),
    Effect.sync(() => kept.index.put(written))
  )
  return written.length
})

const writeAll = Effect.fnUntraced(function* (
  kept: Kept,
  missing: ReadonlyArray<CatalogueEntry>,
  atMs: number,
  written: Array<Restaurant>
) {
  for (let from = 0; from < missing.length; from += Limits.catalogueWrites) {
    const some = missing.slice(from, from + Limits.catalogueWrites)
    const writes: Array<MenuWrite> = []
    for (const { restaurant, content } of some) {
      const result = upsertMenu(null, restaurant, content, atMs)
      if (Result.isFailure(result)) return yield* new MenuRefused({ rejection: result.failure })
      writes.push(menuWrite(null, result.success))
    }
    // Menus first: a restaurant that is there has its menu, and a crash in between leaves it to the next start.
    yield* Effect.catchTag(kept.store.putMenus(writes), "StaleMenu", () => putOneByOne(kept, some))
    const restaurants = some.map(({ restaurant }) => restaurant)
    yield* kept.store.putRestaurants(restaurants)
    written.push(...restaurants)
  }
})

/** After a crash in between, or with a restaurant that wrote its menu first: whatever is there stays. */
const putOneByOne = (kept: Kept, entries: ReadonlyArray<CatalogueEntry>) =>
  Effect.forEach(
    entries,
    Effect.fnUntraced(function* ({ restaurant, content }) {
      if (Option.isSome(yield* kept.store.menu(restaurant.id))) return
      yield* Effect.catchTag(writeMenu(kept, restaurant, content), "StaleMenu", () => Effect.void)
    }),
    { discard: true }
  )
