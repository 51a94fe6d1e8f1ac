import { CellId, LatLng, Limits, at, cellOf, haversineM, resolutionOf } from "@hotbag/core"
import { Schema } from "effect"
import { Slug, field, numberBetween, required } from "../fields.ts"
import { placeNear } from "../placeNear.ts"

const OffsetM = numberBetween(-Limits.cityReachM, Limits.cityReachM)

/** A circle in a city, given so that it suits any city, or by its own place. */
export const Circle = Schema.Struct({
  centre: field(
    Schema.NullOr(LatLng),
    "Where eastM and northM count from, degrees; null: the centre of each region.",
    null
  ),
  eastM: field(OffsetM, "Middle of the circle, metres east of there.", 0),
  northM: field(OffsetM, "Middle of the circle, metres north of there.", 0),
  radiusM: required(numberBetween(1, Limits.cityReachM), "Radius, metres.")
})
export interface Circle extends Schema.Schema.Type<typeof Circle> {}

/** Where something happens. */
export const Where = Schema.Struct({
  regions: field(
    Schema.NullOr(
      Schema.Array(Slug).check(Schema.isMinLength(1), Schema.isMaxLength(Limits.scenarioRegions))
    ),
    "Ids of the regions it happens in; null: all of them.",
    null
  ),
  circle: field(Schema.NullOr(Circle), "Only within this circle; null: not limited so.", null),
  cells: field(
    Schema.NullOr(
      Schema.Array(CellId).check(Schema.isMinLength(1), Schema.isMaxLength(Limits.scenarioCells))
    ),
    "Only within these H3 cells; null: not limited so.",
    null
  )
})
export interface Where extends Schema.Schema.Type<typeof Where> {}

/** A region as zones see it. */
export interface RegionPlace {
  readonly id: string
  readonly centre: LatLng
}

/** Whether a place is in the zone; the region is that of the nearest centre unless it is told. */
export type Zone = (position: LatLng, region?: number) => boolean

/** The zone that is meant, or null for everywhere. O(1) for a place, O(regions) where its region has to be found. */
export const makeZone = (where: Where, regions: ReadonlyArray<RegionPlace>): Zone | null => {
  const { cells, circle } = where
  if (where.regions === null && circle === null && cells === null) return null
  const isMeant = regions.map(({ id }) => where.regions === null || where.regions.includes(id))
  const middles = circle === null ? [] : regions.map(({ centre }) => middleOf(circle, centre))
  const inCells = cells === null ? null : cellSets(cells)
  return (position, known) => {
    const region = known ?? nearestRegion(regions, position)
    if (isMeant[region] !== true) return false
    if (circle !== null && haversineM(at(middles, region), position) > circle.radiusM) return false
    return inCells === null || inCells.some(([resolution, set]) => set.has(cellOf(position, resolution)))
  }
}

/** The middle of a circle in a region with this centre. */
export const middleOf = ({ centre, eastM, northM }: Circle, ofRegion: LatLng): LatLng =>
  placeNear(centre ?? ofRegion, eastM, northM)

const cellSets = (cells: ReadonlyArray<CellId>): ReadonlyArray<readonly [number, ReadonlySet<CellId>]> => {
  const sets = new Map<number, Set<CellId>>()
  for (const cell of cells) {
    const resolution = resolutionOf(cell)
    sets.set(resolution, (sets.get(resolution) ?? new Set()).add(cell))
  }
  return [...sets]
}

/** Index of the region with the nearest centre, the first of equals. O(regions). */
export const nearestRegion = (regions: ReadonlyArray<RegionPlace>, position: LatLng): number => {
  if (regions.length === 1) return 0
  let best = 0
  let least = Infinity
  regions.forEach(({ centre }, region) => {
    const distanceM = haversineM(centre, position)
    if (distanceM >= least) return
    least = distanceM
    best = region
  })
  return best
}
