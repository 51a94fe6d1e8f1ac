import {
  isOfferedAt,
  isOpenAt,
  Limits,
  type Menu,
  menuETag,
  type MenuItemId,
  menuItems,
  quoteOrder,
  type QuoteRules,
  type Restaurant,
  type RestaurantId,
  takesOrdersAt,
  takesOrdersNextAtMs,
  type RegionId
} from "@hotbag/core"
import { Clock, Effect, Result } from "effect"
import { NotFound } from "../NotFound.ts"
import { MalformedCursor } from "../orders/OrderReads.ts"
import type { NearbyQuery } from "./Catalogue.ts"
import { QuoteRefused } from "./errors.ts"
import { type Kept, menuOf, restaurantOf } from "./Kept.ts"
import type { QuoteWish } from "./Menus.ts"

/** What the catalogue answers without changing anything. */
export const catalogueReads = (kept: Kept, rulesOf: (restaurant: Restaurant) => QuoteRules) => ({
  nearby: Effect.fn("Catalogue.nearby")(function* (query: NearbyQuery) {
    const offset = query.cursor === undefined ? 0 : offsetOf(query.cursor)
    if (offset === null) return yield* new MalformedCursor({ cursor: query.cursor ?? "" })
    const atMs = yield* Clock.currentTimeMillis
    const limit = Math.min(query.limit ?? Limits.nearbyResults, Limits.nearbyResults)
    const radiusM = Math.min(query.radiusM ?? DEFAULT_RADIUS_M, Limits.nearbyRadiusM)
    const { cuisine = null, openOnly = false } = query
    const isOpen = openChecker(atMs)
    const accept = openOnly ? isOpen : () => true
    const found = kept.index.nearest(query.position, offset + limit + 1, radiusM, cuisine, accept)
    const next = offset + limit
    return {
      restaurants: found.slice(offset, next).map(({ restaurant, distanceM }) => ({
        restaurant,
        distanceM,
        isOpen: isOpen(restaurant)
      })),
      nextCursor: found.length > next && next < Limits.nearbyDepth ? cursorOf(next) : null
    }
  }),

  restaurant: Effect.fn("Catalogue.restaurant")(function* (id: RestaurantId) {
    const restaurant = yield* restaurantOf(kept, id)
    const atMs = yield* Clock.currentTimeMillis
    return {
      restaurant,
      isOpen: takesOrdersAt(restaurant, atMs),
      opensAtMs: takesOrdersNextAtMs(restaurant, atMs)
    }
  }),

  menu: Effect.fn("Catalogue.menu")(function* (id: RestaurantId) {
    const restaurant = yield* restaurantOf(kept, id)
    const menu = yield* menuOf(kept, id)
    if (menu === null) return yield* new NotFound()
    const atMs = yield* Clock.currentTimeMillis
    const stock = yield* stockFor(kept, menu, null)
    const unavailable = menuItems(menu)
      .filter((item) => stock.get(item.id) === 0 || !isOfferedAt(item, restaurant.zone, atMs))
      .map((item) => item.id)
    return { restaurant, menu, unavailable, etag: menuETag(menu, unavailable) }
  }),

  quote: Effect.fn("Menus.quote")(function* ({ restaurantId, lines, dropoff }: QuoteWish) {
    const restaurant = yield* restaurantOf(kept, restaurantId)
    const menu = yield* menuOf(kept, restaurantId)
    if (menu === null) return yield* new NotFound()
    const stock = yield* stockFor(kept, menu, new Set(lines.map(({ itemId }) => itemId)))
    const atMs = yield* Clock.currentTimeMillis
    const result = quoteOrder({ restaurant, menu, stock, lines, dropoff, atMs }, rulesOf(restaurant))
    if (Result.isFailure(result)) return yield* new QuoteRefused({ rejection: result.failure })
    return { restaurant, quote: result.success }
  }),

  positionsIn: (regionId: RegionId) => Effect.sync(() => kept.index.positionsIn(regionId)),

  hasRegion: (regionId: RegionId) => Effect.sync(() => kept.index.hasRegion(regionId)),

  regions: Effect.sync(() => kept.index.regions),

  figures: Effect.sync(() => ({
    restaurants: kept.index.size,
    menuHits: kept.menus.figures.hits,
    menuMisses: kept.menus.figures.misses
  }))
})

/** As far as most people would have something hot delivered. */
const DEFAULT_RADIUS_M = 5_000

/** Whether restaurants take orders at one instant. Many keep the same hours, which are then looked at once. */
const openChecker = (atMs: number): ((restaurant: Restaurant) => boolean) => {
  const known = new Map<Restaurant["hours"], Map<string, boolean>>()
  return ({ hours, status, zone }) => {
    if (status !== "open") return false
    const zones = known.get(hours) ?? new Map<string, boolean>()
    known.set(hours, zones)
    const before = zones.get(zone)
    if (before !== undefined) return before
    const isOpen = isOpenAt(hours, zone, atMs)
    zones.set(zone, isOpen)
    return isOpen
  }
}

/** The counts, read afresh if any of the items in question (all when null) is counted. */
const stockFor = (kept: Kept, menu: Menu, asked: ReadonlySet<MenuItemId> | null) =>
  menuItems(menu).some(
    ({ id, availability }) => availability._tag === "Stock" && (asked === null || asked.has(id))
  )
    ? kept.store.stock(menu.restaurantId)
    : Effect.succeed<ReadonlyMap<MenuItemId, number>>(new Map())

const cursorOf = (offset: number): string => `n${offset.toString(36)}`

const offsetOf = (cursor: string): number | null => {
  const offset = /^n[0-9a-z]{1,3}$/.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN
  return offset > 0 && offset < Limits.nearbyDepth && cursorOf(offset) === cursor ? offset : null
}
