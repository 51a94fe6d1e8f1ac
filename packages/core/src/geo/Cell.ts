import { Brand, Schema } from "effect"
import {
  cellToBoundary,
  cellToLatLng,
  cellToParent,
  getResolution,
  gridDisk,
  gridRing,
  isValidCell,
  latLngToCell,
  polygonToCellsExperimental
} from "h3-js"
import { invariant } from "../Invariant.ts"
import type { LatLng } from "./LatLng.ts"

/**
 * A hexagon (or one of twelve pentagons) of the H3 grid, as its 15 hexadecimal digits. H3 is for what is drawn and
 * partitioned by cells: regions, zones, heat maps; moving couriers have a faster index.
 */
export const CellId = Schema.String.check(
  Schema.makeFilter((text: string) => isValidCell(text), { expected: "an H3 cell" })
).pipe(Schema.brand("CellId"))
export type CellId = typeof CellId.Type

/** H3 itself makes valid cells: no need to check them again. */
const trusted = Brand.nominal<CellId>()

/** The cell of a resolution (0, 1,107 km edges, to 15, half a metre) that holds a position. */
export const cellOf = (position: LatLng, resolution: number): CellId => {
  requireResolution(resolution)
  return trusted(latLngToCell(position.lat, position.lng, resolution))
}

/** Resolution of a cell, 0 to 15. */
export const resolutionOf = (cell: CellId): number => getResolution(cell)

/** Centre of a cell. */
export const centreOf = (cell: CellId): LatLng => toLatLng(cellToLatLng(cell))

/** Corners of a cell, counter-clockwise; five to ten of them, the first is not repeated. */
export const boundaryOf = (cell: CellId): ReadonlyArray<LatLng> => cellToBoundary(cell).map(toLatLng)

/** The cell and all cells at most `k` steps away, nearest first: 1 + 3k(k + 1) of them where there is no pentagon. */
export const disk = (cell: CellId, k: number): ReadonlyArray<CellId> => {
  requireSteps(k)
  return gridDisk(cell, k).map(trusted)
}

/** The cells exactly `k` steps away: 6k of them where there is no pentagon, and the cell itself for 0. */
export const ring = (cell: CellId, k: number): ReadonlyArray<CellId> => {
  requireSteps(k)
  return gridRing(cell, k).map(trusted)
}

/** The cell of a coarser resolution that this one belongs to. @throws InvariantViolation for a finer one. */
export const parentOf = (cell: CellId, resolution: number): CellId => {
  requireResolution(resolution)
  invariant(resolution <= getResolution(cell), "a parent is of a coarser resolution", { cell, resolution })
  return trusted(cellToParent(cell, resolution))
}

/**
 * The cells of a resolution that touch a polygon (`overlapping`), have their centre inside it (`centre`: neighbouring
 * polygons share no cell), or lie inside it altogether (`inside`); in the sequence of their ids. The polygon is a ring of
 * at least three corners, not repeating the first; crossing the antimeridian is fine, circling a pole is not.
 */
export const cellsOfPolygon = (
  corners: ReadonlyArray<LatLng>,
  resolution: number,
  which: "centre" | "overlapping" | "inside" = "centre"
): ReadonlyArray<CellId> => {
  requireResolution(resolution)
  invariant(corners.length >= 3, "a polygon has at least three corners", { corners: corners.length })
  const ring = corners.map(({ lat, lng }) => [lat, lng])
  return polygonToCellsExperimental(ring, resolution, CONTAINMENT[which]).sort().map(trusted)
}

const CONTAINMENT = {
  centre: "containmentCenter",
  overlapping: "containmentOverlapping",
  inside: "containmentFull"
} as const

const toLatLng = ([lat, lng]: readonly [number, number]): LatLng => ({ lat, lng })

const requireResolution = (resolution: number) =>
  invariant(
    Number.isInteger(resolution) && resolution >= 0 && resolution <= 15,
    "an H3 resolution is 0 to 15",
    {
      resolution
    }
  )

const requireSteps = (k: number) =>
  invariant(Number.isInteger(k) && k >= 0 && k <= MAX_STEPS, "a disk or ring has 0 to 500 steps", { k })

/** 750,000 cells: a disk larger than that is a mistake in the resolution. */
const MAX_STEPS = 500
