import { at } from "@hotbag/core"

/** A point of a sweep. */
export interface CurvePoint {
  readonly x: number
  readonly y: number
  /** Half the width of the interval of `y`; 0 when it is exact. */
  readonly halfWidth: number
}

/** Where a curve bends most. */
export interface Knee {
  readonly x: number
  readonly y: number
  /** Distance from the straight line between both ends, as a share of the curve's height; the sharper the larger. */
  readonly bend: number
}

/** A curve that strays less from a straight line, as a share of its height, has no knee. */
const LEAST_BEND = 0.1

/**
 * The knee of a curve: the point farthest from the straight line between its ends, after Kneedle (Satopää, Albrecht,
 * Irwin and Raghavan 2011) on a whole curve: both axes scaled to 0..1, bends up and down alike. On a smooth curve it is
 * where the slope equals the mean slope. None when there are fewer than three points, or the farthest point is nearer to
 * the line than a tenth of the height or than its own error. O(n).
 *
 * @param points ascending in x.
 */
export const kneeOf = (points: ReadonlyArray<CurvePoint>): Knee | undefined => {
  if (points.length < 3) return undefined
  const first = at(points, 0)
  const last = at(points, points.length - 1)
  const heights = points.map(({ y }) => y)
  const height = Math.max(...heights) - Math.min(...heights)
  if (height === 0) return undefined
  let best: Knee | undefined
  for (const { halfWidth, x, y } of points) {
    const line = first.y + ((last.y - first.y) * (x - first.x)) / (last.x - first.x)
    const bend = Math.abs(y - line) / height
    if (bend < LEAST_BEND || Math.abs(y - line) <= halfWidth) continue
    if (best === undefined || bend > best.bend) best = { x, y, bend }
  }
  return best
}
