import { Result } from "effect"
import RBush from "rbush"
import { f64 } from "../At.ts"
import { requirePlaceOnEarth } from "./CourierIndex.ts"
import type { LatLng } from "./LatLng.ts"

/**
 * Which zones (delivery areas, surge areas) a place lies in. A zone is a polygon: the ring of its corners, the first not
 * repeated, in either direction. Its sides are straight on a map of plain degrees, as in GeoJSON (RFC 7946), and take the
 * short way around; the antimeridian is no border. Inside is what a ray crosses an odd number of sides to leave; of two
 * zones with a common side, a place on the side is in exactly one.
 */
export interface ZoneIndex {
  readonly size: number
  /** The zones that a place lies in, in the sequence of the list. O(log n + corners of the zones around). */
  readonly zonesAt: (position: LatLng) => ReadonlyArray<number>
}

/** Why a zone cannot be indexed; `zone` is its number in the list. */
export type ZoneRejection =
  | { readonly _tag: "ZoneWithoutArea"; readonly zone: number; readonly message: string }
  | { readonly _tag: "ZoneAroundPole"; readonly zone: number; readonly message: string }

/** Indexes zones, each a ring of corners. Rejects a ring of fewer than three corners and one around a pole. */
export const makeZoneIndex = (
  zones: ReadonlyArray<ReadonlyArray<LatLng>>
): Result.Result<ZoneIndex, ZoneRejection> => {
  const outlines: Array<Outline> = []
  for (const [zone, corners] of zones.entries()) {
    if (corners.length < 3)
      return Result.fail({
        _tag: "ZoneWithoutArea",
        zone,
        message: `zone ${zone} has ${corners.length} corners; a polygon has at least three`
      })
    const outline = unroll(zone, corners)
    if (outline === undefined)
      return Result.fail({
        _tag: "ZoneAroundPole",
        zone,
        message: `zone ${zone} goes around a pole; cut it into parts along a meridian`
      })
    outlines.push(outline)
  }
  const tree = new RBush<Outline>().load(outlines)

  const zonesAt = (position: LatLng): ReadonlyArray<number> => {
    requirePlaceOnEarth(0, position)
    const { lat, lng } = position
    const found: Array<number> = []
    // A zone across the antimeridian lies partly beyond ±180°: there, a place goes by its other longitudes.
    for (const turn of TURNS)
      for (const outline of tree.search({ minX: lng + turn, minY: lat, maxX: lng + turn, maxY: lat }))
        if (contains(outline, lat, lng + turn)) found.push(outline.zone)
    return found.sort((a, b) => a - b)
  }
  return Result.succeed({ size: zones.length, zonesAt })
}

interface Outline {
  readonly zone: number
  readonly lats: Float64Array
  /** Unrolled: every corner within half a turn of the one before. */
  readonly lngs: Float64Array
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

const TURNS = [0, 360, -360]

/** `undefined` when the ring goes around a pole. */
const unroll = (zone: number, corners: ReadonlyArray<LatLng>): Outline | undefined => {
  const lats = new Float64Array(corners.length)
  const lngs = new Float64Array(corners.length)
  let turn = 0
  let before = corners.at(-1)?.lng ?? 0
  const last = before
  for (const [i, corner] of corners.entries()) {
    requirePlaceOnEarth(0, corner)
    turn += corner.lng - before > 180 ? -360 : corner.lng - before < -180 ? 360 : 0
    before = corner.lng
    lats[i] = corner.lat
    lngs[i] = corner.lng + turn
  }
  if (before !== last || turn !== 0) return undefined
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const [i, lat] of lats.entries()) {
    box.minX = Math.min(box.minX, f64(lngs, i))
    box.maxX = Math.max(box.maxX, f64(lngs, i))
    box.minY = Math.min(box.minY, lat)
    box.maxY = Math.max(box.maxY, lat)
  }
  return { zone, lats, lngs, ...box }
}

/** Even-odd rule. A side counts when it crosses the place's parallel, its southern end included, east of the place. */
const contains = ({ lats, lngs }: Outline, lat: number, lng: number): boolean => {
  let inside = false
  for (let i = 0, j = lats.length - 1; i < lats.length; j = i++) {
    const [south, north] = f64(lats, i) <= f64(lats, j) ? [i, j] : [j, i]
    const latSouth = f64(lats, south)
    const latNorth = f64(lats, north)
    if (lat < latSouth || lat >= latNorth) continue
    // From south to north, whichever way the ring runs: two zones reckon their common side alike, to the last bit.
    const share = (lat - latSouth) / (latNorth - latSouth)
    const crossing = f64(lngs, south) + share * (f64(lngs, north) - f64(lngs, south))
    if (lng < crossing) inside = !inside
  }
  return inside
}
