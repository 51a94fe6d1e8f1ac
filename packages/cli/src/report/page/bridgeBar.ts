import { at } from "@hotbag/core"

/** A place on a map, in its units. */
export type Point = readonly [x: number, y: number]

/** Half of what a bridge is long on a map. */
const HALF = 7

/**
 * A bridge as a bar across its river: over the place on the course that is nearest to it, at a right angle to the water
 * there. O(points of the course).
 */
export const bridgeBar = (course: ReadonlyArray<Point>, bridge: Point): readonly [Point, Point] => {
  let least = Infinity
  let middle = bridge
  let along: Point = [1, 0]
  for (let i = 1; i < course.length; i++) {
    const [from, to] = [at(course, i - 1), at(course, i)]
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    const length = Math.hypot(dx, dy)
    if (length === 0) continue
    const share = ((bridge[0] - from[0]) * dx + (bridge[1] - from[1]) * dy) / length ** 2
    const kept = Math.min(1, Math.max(0, share))
    const nearest: Point = [from[0] + kept * dx, from[1] + kept * dy]
    const distance = Math.hypot(nearest[0] - bridge[0], nearest[1] - bridge[1])
    if (distance >= least) continue
    least = distance
    middle = nearest
    along = [dx / length, dy / length]
  }
  const [acrossX, acrossY] = [-along[1] * HALF, along[0] * HALF]
  return [
    [middle[0] - acrossX, middle[1] - acrossY],
    [middle[0] + acrossX, middle[1] + acrossY]
  ]
}
