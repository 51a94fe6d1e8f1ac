import { at, f64, i32 } from "@hotbag/core"
import type { GeographicCosts } from "@hotbag/dispatch"

/** Price of a forbidden pair and of leaving an order out, in seconds: far beyond any way. */
export const PRICE_S = 1e6

/** Seconds per metre of the straight line: 1.35 × of it at 23 km/h. */
const SECONDS_PER_M = (1.35 / 23_000) * 3_600

/** Where orders and couriers are, in metres. */
export interface City {
  readonly orders: Points
  readonly couriers: Points
}

/** Points of a plane. */
export interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** A city 20 km across; 70 % of the orders and half of the couriers are around 30 hotspots. */
export const makeCity = (seed: number, orders: number, couriers: number): City => {
  const next = uniform(seed)
  const anywhere = () => ({ x: next() * 20_000, y: next() * 20_000 })
  const hotspots = Array.from({ length: 30 }, anywhere)
  const spreadM = () => 1_500 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const around = () => {
    const hotspot = at(hotspots, Math.floor(next() * hotspots.length))
    return { x: hotspot.x + spreadM(), y: hotspot.y + spreadM() }
  }
  const points = (length: number, shareAround: number): Points => {
    const places = Array.from({ length }, () => (next() < shareAround ? around() : anywhere()))
    return { x: Float64Array.from(places, ({ x }) => x), y: Float64Array.from(places, ({ y }) => y) }
  }
  return { orders: points(orders, 0.7), couriers: points(couriers, 0.5) }
}

/** Travel seconds as our solver is told them. */
export const travelCosts = (cutOffS: number): GeographicCosts => ({
  cost: (_order, _courier, distanceM) => distanceM * SECONDS_PER_M,
  // A hair less, so that rounding never makes a way shorter than this.
  leastPerM: SECONDS_PER_M * (1 - 1e-12),
  most: cutOffS
})

/** The same as everybody else gets them: a row-major matrix; ways longer than `cutOffS` cost `PRICE_S`. */
export const matrixOf = ({ orders, couriers }: City, cutOffS: number): Float64Array => {
  const cols = couriers.x.length
  const matrix = new Float64Array(orders.x.length * cols)
  for (let row = 0; row < orders.x.length; row++) {
    for (let column = 0; column < cols; column++) {
      const dx = f64(orders.x, row) - f64(couriers.x, column)
      const dy = f64(orders.y, row) - f64(couriers.y, column)
      const seconds = Math.sqrt(dx * dx + dy * dy) * SECONDS_PER_M
      matrix[row * cols + column] = seconds > cutOffS ? PRICE_S : seconds
    }
  }
  return matrix
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export const uniform = (seed: number): (() => number) => {
  const state = Int32Array.of(seed)
  return () => {
    state[0] = i32(state, 0) + 0x6d2b79f5
    let mixed = Math.imul(i32(state, 0) ^ (i32(state, 0) >>> 15), i32(state, 0) | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
