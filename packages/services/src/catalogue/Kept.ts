import { Limits, type Menu, type Restaurant, type RestaurantId } from "@hotbag/core"
import { Clock, Effect, Option, Semaphore } from "effect"
import { NotFound } from "../NotFound.ts"
import type { CatalogueStore } from "./CatalogueStore.ts"
import { MenuCache } from "./MenuCache.ts"
import { RestaurantIndex } from "./RestaurantIndex.ts"

/** What the catalogue keeps in memory, beside its store. */
export interface Kept {
  readonly store: CatalogueStore["Service"]
  readonly index: RestaurantIndex
  readonly menus: MenuCache
  /** One write of restaurants at a time, so that memory follows the store in the same sequence. */
  readonly oneWrite: Semaphore.Semaphore
}

/** What the catalogue keeps of all restaurants. O(n log n); one index is built, at the end. */
export const loadKept = Effect.fn("Catalogue.load")(function* (store: CatalogueStore["Service"]) {
  const kept: Kept = {
    store,
    index: new RestaurantIndex(),
    menus: new MenuCache(),
    oneWrite: yield* Semaphore.make(1)
  }
  yield* reloadRestaurants(kept)
  return kept
})

/** Reads all restaurants again, page by page. */
export const reloadRestaurants = Effect.fnUntraced(function* ({ index, store }: Kept) {
  const all: Array<Restaurant> = []
  const shared = new SharedHours()
  for (let after: RestaurantId | null = null; ;) {
    const page: ReadonlyArray<Restaurant> = yield* store.restaurants(after, Limits.cataloguePage)
    for (const restaurant of page) all.push(shared.share(restaurant))
    const last = page.at(-1)
    if (last === undefined || page.length < Limits.cataloguePage) break
    after = last.id
  }
  index.put(all)
})

/** The restaurant, from memory. */
export const restaurantOf = (kept: Kept, id: RestaurantId): Effect.Effect<Restaurant, NotFound> =>
  Effect.suspend(() => {
    const restaurant = kept.index.get(id)
    return restaurant === undefined ? Effect.fail(new NotFound()) : Effect.succeed(restaurant)
  })

/** The menu, from the cache or else from the store; null when none was written yet. */
export const menuOf = Effect.fnUntraced(function* (kept: Kept, id: RestaurantId) {
  const nowMs = yield* Clock.currentTimeMillis
  const cached = kept.menus.get(id, nowMs)
  if (cached !== null) return cached
  const written = kept.menus.writtenByOthers
  const stored: Option.Option<Menu> = yield* kept.store.menu(id)
  return Option.isNone(stored) ? null : kept.menus.putRead(stored.value, nowMs, written)
})

/** Most restaurants keep the same hours and cook the same: kept once, they cost a tenth of the memory. */
class SharedHours {
  private readonly known = new Map<string, Restaurant["hours"]>()
  private readonly kitchens = new Map<string, Restaurant["cuisines"]>()

  share(restaurant: Restaurant): Restaurant {
    const hours = sharedIn(this.known, restaurant.hours)
    return { ...restaurant, hours, cuisines: sharedIn(this.kitchens, restaurant.cuisines) }
  }
}

const sharedIn = <A>(known: Map<string, A>, value: A): A => {
  const text = JSON.stringify(value)
  const found = known.get(text)
  if (found !== undefined) return found
  known.set(text, value)
  return value
}
