import type {
  LatLng,
  Menu,
  MenuContent,
  MenuItemId,
  Restaurant,
  RestaurantId,
  RestaurantStatus,
  StockLevel,
  RegionId
} from "@hotbag/core"
import { Context, Effect, Layer } from "effect"
import type { Actor } from "../Actor.ts"
import type { NotFound } from "../NotFound.ts"
import type { MalformedCursor } from "../orders/OrderReads.ts"
import type { RegionRefused } from "../RegionRefused.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { CatalogueStore } from "./CatalogueStore.ts"
import type { CurrencyTaken, MenuBusy, MenuRefused, NotCounted, OperationsOnly } from "./errors.ts"
import { followOthers, openLink } from "./followOthers.ts"
import { loadKept } from "./Kept.ts"
import { Menus } from "./Menus.ts"
import { QuoteRulesOf } from "./QuoteRulesOf.ts"
import { catalogueReads } from "./reads.ts"
import { catalogueWrites } from "./writes.ts"

/** Which restaurants are asked for. */
export interface NearbyQuery {
  readonly position: LatLng
  /** Metres; 5,000 unless told, at most `Limits.nearbyRadiusM`. */
  readonly radiusM?: number | undefined
  readonly cuisine?: string | undefined
  /** Only those that take orders now. */
  readonly openOnly?: boolean | undefined
  /** At most `Limits.nearbyResults`, which is also the default. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

/** A restaurant in the list of those nearby. */
export interface NearbyRestaurant {
  readonly restaurant: Restaurant
  readonly distanceM: number
  /** Takes orders now. */
  readonly isOpen: boolean
}

/** Restaurants, nearest first; null when there are no more. */
export interface NearbyPage {
  readonly restaurants: ReadonlyArray<NearbyRestaurant>
  readonly nextCursor: string | null
}

/** A restaurant as of now. */
export interface RestaurantNow {
  readonly restaurant: Restaurant
  readonly isOpen: boolean
  /** When it takes orders next, if that is in sight. */
  readonly opensAtMs: number | null
}

/** A menu as it is served. */
export interface ServedMenu {
  readonly restaurant: Restaurant
  readonly menu: Menu
  /** Items that cannot be had at this moment: sold out, or outside their windows. In the order of the menu. */
  readonly unavailable: ReadonlyArray<MenuItemId>
  /** Validator: as long as it is the same, so is everything above except the restaurant (S2). */
  readonly etag: string
}

/** A restaurant with its menu, to be added. */
export interface CatalogueEntry {
  readonly restaurant: Restaurant
  readonly content: MenuContent
}

/** Who may not, or what is not there. */
type Denied = NotFound | OperationsOnly

/** Restaurants, their menus and their stock. */
export class Catalogue extends Context.Service<
  Catalogue,
  {
    /** Restaurants within the radius, nearest first, ties by id (S1, S31). From memory; O(log n + looked at). */
    readonly nearby: (query: NearbyQuery) => Effect.Effect<NearbyPage, MalformedCursor>
    readonly restaurant: (id: RestaurantId) => Effect.Effect<RestaurantNow, NotFound>
    /** The menu, cached in the process, never older than a write that was answered before (S2, S4). */
    readonly menu: (id: RestaurantId) => Effect.Effect<ServedMenu, NotFound | StoreUnavailable>
    /** Adds a restaurant (operations only) or describes it anew: by itself, all but its region (S23). */
    readonly upsertRestaurant: (
      actor: Actor,
      restaurant: Restaurant
    ) => Effect.Effect<Restaurant, Denied | CurrencyTaken | RegionRefused | StoreUnavailable>
    /** Takes orders, or pauses; by itself or by operations. */
    readonly setStatus: (
      actor: Actor,
      id: RestaurantId,
      status: RestaurantStatus
    ) => Effect.Effect<Restaurant, Denied | StoreUnavailable>
    /** Writes the menu: the same content keeps its version, changed content gets the next (S3). */
    readonly upsertMenu: (
      actor: Actor,
      id: RestaurantId,
      content: MenuContent
    ) => Effect.Effect<Menu, Denied | MenuRefused | MenuBusy | StoreUnavailable>
    /** Says anew how many pieces are left of items that are counted. */
    readonly setStock: (
      actor: Actor,
      id: RestaurantId,
      levels: ReadonlyArray<StockLevel>
    ) => Effect.Effect<ReadonlyArray<StockLevel>, Denied | NotCounted | StoreUnavailable>
    /**
     * Adds those restaurants that are not there yet, with their menus, many in one transaction; whoever is there stays as they are. Says how many were
     * added. Operations only.
     */
    readonly addMissing: (
      actor: Actor,
      entries: ReadonlyArray<CatalogueEntry>
    ) => Effect.Effect<number, Denied | MenuRefused | MenuBusy | RegionRefused | StoreUnavailable>
    /** Where the restaurants of a region are: dispatch sends idle couriers there before anybody has ordered. O(restaurants). */
    readonly positionsIn: (regionId: RegionId) => Effect.Effect<ReadonlyArray<LatLng>>
    /** Whether a restaurant is in the region. O(1). */
    readonly hasRegion: (regionId: RegionId) => Effect.Effect<boolean>
    /** Regions with restaurants in them, at most `Limits.regions`. */
    readonly regions: Effect.Effect<ReadonlySet<RegionId>>
    /** Restaurants known, and how menus were read: from the cache or from the store (S2). */
    readonly figures: Effect.Effect<{
      readonly restaurants: number
      readonly menuHits: number
      readonly menuMisses: number
    }>
  }
>()("@hotbag/services/catalogue/Catalogue") {
  /** Loads all restaurants into memory first; then serves, prices orders, and follows what other processes write (C22). */
  static readonly layer: Layer.Layer<Catalogue | Menus, StoreUnavailable, CatalogueStore> =
    Layer.effectContext(
      Effect.gen(function* () {
        const store = yield* CatalogueStore
        // Before anything is read, so that nothing is missed.
        const link = yield* openLink(store)
        const kept = yield* loadKept(store)
        yield* Effect.forkScoped(followOthers(kept, link))
        const { quote, ...reads } = catalogueReads(kept, yield* QuoteRulesOf)
        const writes = catalogueWrites(kept)
        return Context.make(Catalogue, { ...reads, ...writes }).pipe(Context.add(Menus, { quote }))
      })
    )
}
