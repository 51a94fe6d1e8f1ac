import { f64, i32 } from "@hotbag/core"
import type { Side, State } from "./State.ts"
import { cellsNear, type Tops } from "./Tops.ts"

/**
 * The least cost - dual of all points of a side, as seen from (`x`, `y`), or `most` when none is below it: the highest dual
 * that they all allow there. `tops` bound the duals of the side. O(points that these do not rule out by distance).
 */
export const leastReduced = (
  { costs, mPerCost, farM }: State,
  { cells, x: xs, y: ys, dual: duals }: Side,
  tops: Tops,
  x: number,
  y: number,
  most: number,
  costOf: (point: number, distanceM: number) => number
): number => {
  const { start, points } = cells
  let least = most
  const near = cellsNear(tops, cells, x, y, least, mPerCost, farM)
  for (let index = 0; index < near; index++) {
    const cell = i32(tops.near, index)
    const end = i32(start, cell + 1)
    for (let at = i32(start, cell); at < end; at++) {
      const point = i32(points, at)
      const dual = f64(duals, point)
      const dx = f64(xs, point) - x
      const dy = f64(ys, point) - y
      const squareM = dx * dx + dy * dy
      const withinM = Math.min((least + dual) * mPerCost, farM)
      if (withinM < 0 || squareM > withinM * withinM) continue
      const cost = costOf(point, Math.sqrt(squareM))
      if (cost <= costs.most && cost - dual < least) least = cost - dual
    }
  }
  return least
}
