import { at, f64, haversineM, i32 } from "@hotbag/core"
import type { Demand } from "./demand.ts"
import { makeCellMap } from "./CellMap.ts"
import { makeNearestZones } from "./NearestZones.ts"
import type { PlaceHandle } from "./PlannerView.ts"
import type { TravelCache } from "./TravelCache.ts"
import { ZONE_COLUMNS } from "./zoneCell.ts"

/** Restaurants near each other, taken together: what placing couriers in a large region looks at. */
export interface Zones {
  readonly count: number
  /** Of each zone: its restaurant with the most demand, and the demand of all of them. */
  readonly restaurant: ReadonlyArray<PlaceHandle>
  readonly weight: Float64Array
  /** The zones nearest to each, itself first: `NEIGHBOURS` apart, `neighbourCount` of them, and their distances in m. */
  readonly neighbours: Int32Array
  readonly neighbourCount: Int32Array
  readonly neighbourM: Float64Array
  /** The zones for which it matters who comes to this one: they share a neighbour with it. */
  readonly watching: (zone: number) => ReadonlyArray<number>
  /** The zone of a place; where nobody cooks in its cell, one of the nearest to that; -1 when none is around. */
  readonly zoneOf: (place: PlaceHandle) => number
}

/** Neighbours kept of each zone. */
export const NEIGHBOURS = 60

/** Cuts the restaurants into square cells. O(restaurants + zones × zones around them). */
export const makeZones = (demand: Demand, { cells, positions }: TravelCache): Zones => {
  const restaurant: Array<PlaceHandle> = []
  const heaviest: Array<number> = []
  const weights: Array<number> = []
  const byCell = new Map<number, number>()
  demand.restaurants.forEach((place, index) => {
    const weight = at(demand.weights, index)
    const key = at(cells, place)
    const zone = byCell.get(key) ?? restaurant.length
    if (zone === restaurant.length) {
      byCell.set(key, zone)
      restaurant.push(place)
      heaviest.push(weight)
      weights.push(weight)
      return
    }
    weights[zone] = at(weights, zone) + weight
    if (weight <= at(heaviest, zone)) return
    heaviest[zone] = weight
    restaurant[zone] = place
  })
  const distanceM = (place: PlaceHandle, zone: number) =>
    haversineM(at(positions, place), at(positions, at(restaurant, zone)))
  const nearest = makeNearestZones()
  const zoneIn = makeCellMap(byCell)
  const lookAround = (place: PlaceHandle, wanted: number) => {
    const cell = at(cells, place)
    nearest.begin(wanted)
    for (let row = -RINGS; row <= RINGS; row++) {
      for (let column = -RINGS; column <= RINGS; column++) {
        const zone = zoneIn(cell + row * ZONE_COLUMNS + column)
        if (zone >= 0) nearest.add(zone, distanceM(place, zone))
      }
    }
  }
  const neighbours = new Int32Array(restaurant.length * NEIGHBOURS)
  const neighbourM = new Float64Array(restaurant.length * NEIGHBOURS)
  const neighbourCount = Int32Array.from(restaurant, (place, zone) => {
    lookAround(place, NEIGHBOURS)
    nearest.writeTo(neighbours, neighbourM, zone * NEIGHBOURS)
    return nearest.count
  })
  // Those who stand where nobody cooks look around once, together with all others of their cell.
  const nearestTo = new Map(byCell)
  return {
    count: restaurant.length,
    restaurant,
    weight: Float64Array.from(weights),
    neighbours,
    neighbourCount,
    neighbourM,
    watching: watchers(neighbours, neighbourCount),
    zoneOf: (place) => {
      const cell = at(cells, place)
      const known = nearestTo.get(cell)
      if (known !== undefined) return known
      lookAround(place, 1)
      const zone = nearest.count === 0 ? -1 : i32(nearest.zones, 0)
      nearestTo.set(cell, zone)
      return zone
    }
  }
}

/** Who shares a neighbour with a zone: worked out when first asked for, in the sequence in which they are met. */
const watchers = (
  neighbours: Int32Array,
  neighbourCount: Int32Array
): ((zone: number) => ReadonlyArray<number>) => {
  const seenFrom = Array.from(neighbourCount, (): Array<number> => [])
  neighbourCount.forEach((count, zone) => {
    for (let i = zone * NEIGHBOURS; i < zone * NEIGHBOURS + count; i++)
      at(seenFrom, i32(neighbours, i)).push(zone)
  })
  const known: Array<ReadonlyArray<number> | undefined> = []
  /** For which zone each was met last. */
  const metFor = new Int32Array(neighbourCount.length).fill(-1)
  return (zone) => {
    const before = known[zone]
    if (before !== undefined) return before
    const watching: Array<number> = []
    for (let i = 0; i < i32(neighbourCount, zone); i++) {
      for (const other of at(seenFrom, i32(neighbours, zone * NEIGHBOURS + i))) {
        if (i32(metFor, other) === zone) continue
        metFor[other] = zone
        watching.push(other)
      }
    }
    known[zone] = watching
    return watching
  }
}

/** The `i`-th of the neighbours of zone `from`. */
export const zoneBeside = (zones: Zones, from: number, i: number): number =>
  i32(zones.neighbours, from * NEIGHBOURS + i)

/** How far that is, in metres. */
export const metresBeside = (zones: Zones, from: number, i: number): number =>
  f64(zones.neighbourM, from * NEIGHBOURS + i)

/** Cells around a zone in which its neighbours are sought: some 3.5 km, a quarter of an hour by bicycle. */
const RINGS = 8
