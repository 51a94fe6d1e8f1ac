import { i32 } from "@hotbag/core"
import { ZONE_COLUMNS } from "./zoneCell.ts"

/**
 * The zone of a cell, -1 where there is none: a table of the box around all cells, which is asked hundreds of times for each zone,
 * or the map itself where they are too far apart. O(box).
 */
export const makeCellMap = (byCell: ReadonlyMap<number, number>): ((cell: number) => number) => {
  let [south, west, north, east] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const cell of byCell.keys()) {
    const row = rowOf(cell)
    const column = cell - row * ZONE_COLUMNS
    south = Math.min(south, row)
    north = Math.max(north, row)
    west = Math.min(west, column)
    east = Math.max(east, column)
  }
  const width = east - west + 1
  const height = north - south + 1
  if (!(width * height <= MOST_CELLS)) return (cell) => byCell.get(cell) ?? -1
  const zones = new Int32Array(width * height).fill(-1)
  for (const [cell, zone] of byCell) {
    const row = rowOf(cell)
    zones[(row - south) * width + (cell - row * ZONE_COLUMNS - west)] = zone
  }
  return (cell) => {
    const row = rowOf(cell)
    const column = cell - row * ZONE_COLUMNS - west
    const isInside = row >= south && row <= north && column >= 0 && column < width
    return isInside ? i32(zones, (row - south) * width + column) : -1
  }
}

/** Columns lie on both sides of the meridian. */
const rowOf = (cell: number): number => Math.floor(cell / ZONE_COLUMNS + 0.5)

/** A megabyte; of a city 200 km wide and high. */
const MOST_CELLS = 2 ** 18
