import { Result } from "effect"
import type { RegionId } from "../Ids.ts"
import { cellOf, parentOf, resolutionOf, type CellId } from "./Cell.ts"
import type { LatLng } from "./LatLng.ts"

/** A dispatch region: what one dispatcher is responsible for, as a set of H3 cells of any resolutions. */
export interface Region {
  readonly id: RegionId
  readonly cells: ReadonlyArray<CellId>
}

/** Which region a place belongs to (S119: queries touch the local shard only, C30: a shard is a region). */
export interface RegionMap {
  /** In the sequence they were given. */
  readonly regions: ReadonlyArray<Region>
  /**
   * The region of a place; `undefined` where we do not deliver. A place goes by its cell of the finest resolution in use,
   * and a coarser cell stands for all its descendants (whose outline is a little different in H3, so the outline of the
   * finest cells is the one that counts). O(resolutions in use), which is one as a rule.
   */
  readonly regionOf: (position: LatLng) => Region | undefined
}

/** Why regions do not make a map. */
export type RegionRejection =
  | {
      readonly _tag: "RegionsOverlap"
      readonly first: RegionId
      readonly second: RegionId
      /** A cell that both claim. */
      readonly cell: CellId
      readonly message: string
    }
  | { readonly _tag: "RegionTwice"; readonly id: RegionId; readonly message: string }

/**
 * Maps places to regions. Rejects two regions that share a place, be it by the same cell or by a cell of one inside a cell
 * of the other, and an id given twice. A region may list a place more than once.
 */
export const makeRegionMap = (regions: ReadonlyArray<Region>): Result.Result<RegionMap, RegionRejection> => {
  const owners = new Map<CellId, Region>()
  const ids = new Set<string>()
  for (const region of regions) {
    if (ids.has(region.id))
      return Result.fail({
        _tag: "RegionTwice",
        id: region.id,
        message: `region ${region.id} is given twice; give each region its own id`
      })
    ids.add(region.id)
    for (const cell of region.cells) {
      const owner = owners.get(cell)
      if (owner !== undefined && owner !== region) return Result.fail(overlap(owner, region, cell))
      owners.set(cell, region)
    }
  }

  const resolutions = [...new Set([...owners.keys()].map((cell) => resolutionOf(cell)))].sort((a, b) => b - a)
  for (const region of regions)
    for (const cell of region.cells)
      for (const resolution of resolutions) {
        if (resolution >= resolutionOf(cell)) continue
        const owner = owners.get(parentOf(cell, resolution))
        if (owner !== undefined && owner !== region) return Result.fail(overlap(owner, region, cell))
      }

  const [finest = 0] = resolutions
  return Result.succeed({
    regions,
    regionOf: (position) => {
      const cell = cellOf(position, finest)
      for (const resolution of resolutions) {
        const owner = owners.get(parentOf(cell, resolution))
        if (owner !== undefined) return owner
      }
      return undefined
    }
  })
}

const overlap = (first: Region, second: Region, cell: CellId): RegionRejection => ({
  _tag: "RegionsOverlap",
  first: first.id,
  second: second.id,
  cell,
  message: `regions ${first.id} and ${second.id} both claim cell ${cell}; give every cell to one region`
})
