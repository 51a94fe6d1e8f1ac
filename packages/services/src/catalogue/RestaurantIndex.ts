import {
  type FoundPlace,
  type LatLng,
  makePlaceIndex,
  type PlaceIndex,
  type RegionId,
  type Restaurant,
  type RestaurantId
} from "@hotbag/core"

/** A restaurant that a search found. */
export interface FoundRestaurant {
  readonly restaurant: Restaurant
  /** From the place asked for, as the crow flies. */
  readonly distanceM: number
}

/** Settled restaurants of one cuisine: `places` says which, by the numbers of `index`. */
interface Kitchens {
  readonly places: ReadonlyArray<number>
  readonly index: PlaceIndex
}

/**
 * All restaurants by place, in memory (S1, S31). A large index that is built now and then, and a small one beside it for restaurants that are new
 * or have moved since; whatever else changes about a restaurant is changed in place. Not for use by two at once.
 */
export class RestaurantIndex {
  /** Ascending by id; null where a restaurant has moved to the small index. */
  private settled: Array<Restaurant | null> = []
  private readonly places = new Map<RestaurantId, number>()
  private large: PlaceIndex = makePlaceIndex([])
  private readonly moved = new Map<RestaurantId, Restaurant>()
  /** As `small` numbers them, ascending by id. */
  private movedList: ReadonlyArray<Restaurant> = []
  private small: PlaceIndex = makePlaceIndex([])
  /**
   * Settled restaurants of each cuisine that somebody looked for, so that a rare one is not looked for among all the others. An empty entry is a cuisine
   * that nobody has looked for yet.
   */
  private readonly kitchens = new Map<string, Kitchens | null>()

  /** How many restaurants each region has; none has zero. */
  private readonly counts = new Map<RegionId, number>()

  get size(): number {
    return this.places.size + this.moved.size
  }

  /** The restaurant as last put. O(1). */
  get(id: RestaurantId): Restaurant | undefined {
    const place = this.places.get(id)
    return (place === undefined ? undefined : this.settled[place]) ?? this.moved.get(id)
  }

  /** Regions with a restaurant in them. */
  get regions(): ReadonlySet<RegionId> {
    return new Set(this.counts.keys())
  }

  /** Whether a restaurant is in the region. O(1). */
  hasRegion(regionId: RegionId): boolean {
    return this.counts.has(regionId)
  }

  /** Positions of the region's restaurants, as settled first and then by id. O(restaurants). */
  positionsIn(regionId: RegionId): ReadonlyArray<LatLng> {
    return [...this.settled, ...this.movedList].flatMap((restaurant) =>
      restaurant?.regionId === regionId ? [restaurant.position] : []
    )
  }

  /** Puts restaurants, replacing those of the same ids. O(changed + small index); O(n log n) each `MOVED_AT_MOST` new or moved ones. */
  put(restaurants: ReadonlyArray<Restaurant>): void {
    let isMoved = false
    for (const restaurant of restaurants) {
      this.recount(this.get(restaurant.id)?.regionId, restaurant.regionId)
      const place = this.places.get(restaurant.id)
      const before = place === undefined ? null : (this.settled[place] ?? null)
      if (place !== undefined && before !== null) {
        if (isSamePlace(before.position, restaurant.position)) {
          this.settled[place] = restaurant
          for (const cuisine of restaurant.cuisines) {
            if (!before.cuisines.includes(cuisine)) this.kitchens.set(cuisine, null)
          }
          continue
        }
        this.settled[place] = null
        this.places.delete(restaurant.id)
      }
      this.moved.set(restaurant.id, restaurant)
      isMoved = true
    }
    if (this.moved.size > MOVED_AT_MOST) this.settle()
    else if (isMoved) {
      this.movedList = [...this.moved.values()].sort(byId)
      this.small = makePlaceIndex(this.movedList.map(({ position }) => position))
    }
  }

  /**
   * The `wanted` nearest accepted restaurants within `radiusM`, nearest first, ties by id; of one cuisine, if one is named. Stops at the first
   * circle that holds them. The first search for a cuisine after large changes looks at all restaurants.
   */
  nearest(
    from: LatLng,
    wanted: number,
    radiusM: number,
    cuisine: string | null,
    accept: (restaurant: Restaurant) => boolean
  ): ReadonlyArray<FoundRestaurant> {
    const found = this.nearestSettled(from, wanted, radiusM, cuisine, accept)
    if (this.moved.size === 0) return found
    const moved = this.small.nearest(from, wanted, radiusM, (place) => {
      const restaurant = this.movedList[place]
      return restaurant !== undefined && cooks(restaurant, cuisine) && accept(restaurant)
    })
    return [...found, ...foundIn(moved, (place) => this.movedList[place])]
      .sort((a, b) => a.distanceM - b.distanceM || byId(a.restaurant, b.restaurant))
      .slice(0, wanted)
  }

  private recount(before: RegionId | undefined, after: RegionId): void {
    if (before === after) return
    this.counts.set(after, (this.counts.get(after) ?? 0) + 1)
    if (before === undefined) return
    const left = (this.counts.get(before) ?? 1) - 1
    if (left > 0) this.counts.set(before, left)
    else this.counts.delete(before)
  }

  private nearestSettled(
    from: LatLng,
    wanted: number,
    radiusM: number,
    cuisine: string | null,
    accept: (restaurant: Restaurant) => boolean
  ): Array<FoundRestaurant> {
    const kitchens = cuisine === null ? null : this.kitchensOf(cuisine)
    if (kitchens === undefined) return []
    const at = (place: number): Restaurant | null | undefined =>
      this.settled[kitchens === null ? place : (kitchens.places[place] ?? -1)]
    const index = kitchens === null ? this.large : kitchens.index
    const found = index.nearest(from, wanted, radiusM, (place) => {
      const restaurant = at(place)
      return (
        restaurant !== undefined && restaurant !== null && cooks(restaurant, cuisine) && accept(restaurant)
      )
    })
    return foundIn(found, at)
  }

  private kitchensOf(cuisine: string): Kitchens | undefined {
    const known = this.kitchens.get(cuisine)
    if (known !== null) return known
    const places: Array<number> = []
    const positions: Array<LatLng> = []
    this.settled.forEach((restaurant, place) => {
      if (restaurant === null || !restaurant.cuisines.includes(cuisine)) return
      places.push(place)
      positions.push(restaurant.position)
    })
    const kitchens = { places, index: makePlaceIndex(positions) }
    this.kitchens.set(cuisine, kitchens)
    return kitchens
  }

  private settle(): void {
    const all = this.settled.filter((restaurant) => restaurant !== null)
    const settled = [...all, ...this.moved.values()].sort(byId)
    this.moved.clear()
    this.movedList = []
    this.small = makePlaceIndex([])
    this.places.clear()
    settled.forEach(({ id }, place) => this.places.set(id, place))
    this.settled = settled
    this.kitchens.clear()
    for (const { cuisines } of settled) for (const cuisine of cuisines) this.kitchens.set(cuisine, null)
    this.large = makePlaceIndex(settled.map(({ position }) => position))
  }
}

/** Building the small index for one change takes a millisecond at this size. */
const MOVED_AT_MOST = 1_000

const byId = (a: Restaurant, b: Restaurant): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const isSamePlace = (a: LatLng, b: LatLng): boolean => a.lat === b.lat && a.lng === b.lng

const cooks = ({ cuisines }: Restaurant, cuisine: string | null): boolean =>
  cuisine === null || cuisines.includes(cuisine)

const foundIn = (
  found: ReadonlyArray<FoundPlace>,
  at: (place: number) => Restaurant | null | undefined
): Array<FoundRestaurant> =>
  found.flatMap(({ place, distanceM }) => {
    const restaurant = at(place)
    return restaurant === undefined || restaurant === null ? [] : [{ restaurant, distanceM }]
  })
