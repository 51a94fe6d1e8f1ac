import { f64, i32 } from "@hotbag/core"

/** Cells along an edge of the square that the curve fills: enough that a cell is smaller than a group of points. */
const SIDE = 128

/**
 * The points that are present, along a Hilbert curve (D. Hilbert, Über die stetige Abbildung einer Linie auf ein
 * Flächenstück, 1891): neighbours on it are neighbours on the plane. Ties by number. O(size + cells).
 */
export const alongHilbertCurve = (
  x: Float64Array,
  y: Float64Array,
  present: Uint8Array,
  size: number
): Int32Array => {
  let [west, east, south, north, count] = [Infinity, -Infinity, Infinity, -Infinity, 0]
  for (let point = 0; point < size; point++) {
    if (present[point] !== 1) continue
    west = Math.min(west, f64(x, point))
    east = Math.max(east, f64(x, point))
    south = Math.min(south, f64(y, point))
    north = Math.max(north, f64(y, point))
    count++
  }
  const cellM = Math.max((east - west) / SIDE, (north - south) / SIDE, 1e-3) * (1 + 1e-9)
  const stepOf = new Int32Array(size)
  const start = new Int32Array(SIDE * SIDE + 1)
  for (let point = 0; point < size; point++) {
    if (present[point] !== 1) continue
    const step = stepAt(
      Math.floor((f64(x, point) - west) / cellM),
      Math.floor((f64(y, point) - south) / cellM)
    )
    stepOf[point] = step
    start[step + 1] = i32(start, step + 1) + 1
  }
  for (let step = 0; step < SIDE * SIDE; step++) start[step + 1] = i32(start, step + 1) + i32(start, step)
  const sorted = new Int32Array(count)
  for (let point = 0; point < size; point++) {
    if (present[point] !== 1) continue
    const place = i32(start, i32(stepOf, point))
    start[i32(stepOf, point)] = place + 1
    sorted[place] = point
  }
  return sorted
}

/** Where the curve passes the cell: quadrant by quadrant, each turned so that the ends meet. */
const stepAt = (column: number, row: number): number => {
  let step = 0
  let [x, y] = [column, row]
  for (let half = SIDE >> 1; half >= 1; half >>= 1) {
    const isEast = (x & half) > 0
    const isNorth = (y & half) > 0
    step += half * half * (isEast ? (isNorth ? 2 : 3) : isNorth ? 1 : 0)
    if (isNorth) continue
    if (isEast) {
      x = SIDE - 1 - x
      y = SIDE - 1 - y
    }
    ;[x, y] = [y, x]
  }
  return step
}
