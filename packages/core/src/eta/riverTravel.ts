import { at, f64 } from "../At.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { invariant } from "../Invariant.ts"
import type { TravelModel } from "./TravelModel.ts"

/** Water that is crossed at bridges only. */
export interface River {
  /** Its course, at least two places in sequence. Around its ends the way is free. */
  readonly line: ReadonlyArray<LatLng>
  /** At least one. */
  readonly bridges: ReadonlyArray<LatLng>
}

/**
 * Travel in a city with rivers: who goes from bank to bank goes by the bridge that makes the way shortest. A way is from
 * bank to bank when its straight line crosses the river an odd number of times; its time is the time without rivers,
 * as many times longer as the line by the bridge is than the straight one. Each further river adds what it alone would.
 *
 * Both directions take the detour of the same bridge, and no way gets shorter, so the top speed stays a bound. Lengths
 * are compared in the plane of the river, good for a city. O(points of the rivers) where a way comes near one.
 *
 * @throws InvariantViolation for a river without a course or a bridge.
 */
export const riverTravel = (base: TravelModel, rivers: ReadonlyArray<River>): TravelModel => {
  const waters = rivers.map(makeWater)
  // A planner asks for one way many times in a row, once for every courier who might take it.
  let lastFrom: LatLng | null = null
  let lastTo: LatLng | null = null
  let lastRatio = 1
  return {
    name: `${base.name} by bridges`,
    topSpeedMps: base.topSpeedMps,
    durationMs: (from, to, vehicle, departAtMs) => {
      if (from !== lastFrom || to !== lastTo) {
        lastRatio = 1
        for (const water of waters) lastRatio += detourOf(water, from, to)
        lastFrom = from
        lastTo = to
      }
      const ms = base.durationMs(from, to, vehicle, departAtMs)
      return lastRatio === 1 ? ms : Math.ceil(ms * lastRatio)
    }
  }
}

/** A river in its plane: east in degrees of latitude, north in degrees. */
interface Water {
  readonly eastPerLng: number
  /** Pairs of east and north. */
  readonly line: Float64Array
  readonly bridges: Float64Array
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}

const makeWater = ({ bridges, line }: River): Water => {
  invariant(line.length >= 2, "a river has a course of two places at least", { places: line.length })
  invariant(bridges.length >= 1, "a river that nobody can cross has a bridge at least", {})
  const lats = line.map(({ lat }) => lat)
  const eastPerLng = Math.cos((at(lats, 0) * Math.PI) / 180)
  const flat = (places: ReadonlyArray<LatLng>) =>
    Float64Array.from(places.flatMap(({ lat, lng }) => [lng * eastPerLng, lat]))
  const points = flat(line)
  const easts = line.map(({ lng }) => lng * eastPerLng)
  return {
    eastPerLng,
    line: points,
    bridges: flat(bridges),
    south: Math.min(...lats),
    north: Math.max(...lats),
    west: Math.min(...easts),
    east: Math.max(...easts)
  }
}

/** By how much of the straight line the way is longer; 0 on one bank. The same for both directions. */
const detourOf = (water: Water, from: LatLng, to: LatLng): number => {
  const swap = from.lat > to.lat || (from.lat === to.lat && from.lng > to.lng)
  const [a, b] = swap ? [to, from] : [from, to]
  const ax = a.lng * water.eastPerLng
  const bx = b.lng * water.eastPerLng
  if (b.lat < water.south || a.lat > water.north) return 0
  if (Math.max(ax, bx) < water.west || Math.min(ax, bx) > water.east) return 0
  if (!isAcross(water.line, ax, a.lat, bx, b.lat)) return 0
  const straight = length(bx - ax, b.lat - a.lat)
  if (straight === 0) return 0
  let best = Infinity
  for (let i = 0; i < water.bridges.length; i += 2) {
    const x = f64(water.bridges, i)
    const y = f64(water.bridges, i + 1)
    best = Math.min(best, length(x - ax, y - a.lat) + length(bx - x, b.lat - y))
  }
  return Math.max(0, best / straight - 1)
}

/** Whether the line from a to b crosses the course an odd number of times; a bend that it only touches does not count. */
const isAcross = (line: Float64Array, ax: number, ay: number, bx: number, by: number): boolean => {
  let across = false
  let x = f64(line, 0)
  let y = f64(line, 1)
  let left = side(ax, ay, bx, by, x, y)
  for (let i = 2; i < line.length; i += 2) {
    const nextX = f64(line, i)
    const nextY = f64(line, i + 1)
    const nextLeft = side(ax, ay, bx, by, nextX, nextY)
    if (left !== nextLeft && side(x, y, nextX, nextY, ax, ay) !== side(x, y, nextX, nextY, bx, by)) {
      across = !across
    }
    x = nextX
    y = nextY
    left = nextLeft
  }
  return across
}

const side = (ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean =>
  (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0

const length = (x: number, y: number): number => Math.sqrt(x * x + y * y)
