import type { LatLng } from "@hotbag/core"

/** Number of the square cell of a place: rows to the north, columns to the east, as wide as high. */
export const zoneCellOf = ({ lat, lng }: LatLng): number => {
  const row = Math.floor(lat / CELL_DEGREES)
  const narrow = Math.cos((row * CELL_DEGREES * Math.PI) / 180)
  return row * ZONE_COLUMNS + Math.floor((lng * narrow) / CELL_DEGREES)
}

/** From a cell to the one north of it: more columns than a row has. */
export const ZONE_COLUMNS = 2 ** 20
/** Some 450 m: two minutes by bicycle, below which it makes little difference where somebody waits. */
const CELL_DEGREES = 0.004
