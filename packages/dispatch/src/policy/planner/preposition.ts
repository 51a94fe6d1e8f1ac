import { MINUTE_MS, at, f64, i32 } from "@hotbag/core"
import { fillExpectedWaits } from "./demand.ts"
import type { Demand } from "./demand.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import { duration } from "./TravelCache.ts"

/** Where idle couriers go. */
export interface PrepositionOptions {
  /** No single move is longer, where a restaurant lies on the way: a courier is not diverted between them. */
  readonly hopMs: number
  /** Farther than this no idle courier is sent; 0 leaves them where they are. */
  readonly reachMs: number
  /** Weight of the second nearest courier beside the nearest, of the third beside the second, and so on. */
  readonly depthFactor: number
  /** How many nearest couriers of a restaurant count. */
  readonly depth: number
  /** Weight of being a minute nearer, even where food never waits. */
  readonly nearness: number
}

/**
 * Moves idle couriers so that the next orders wait least. A restaurant's expected wait follows from how far its nearest
 * couriers are, those included who will be free soon, each at the end of its route; restaurants count by the demand
 * seen there. One courier after another takes the best place within a hop, the others staying where they are. `price`
 * is the expected wait, in minutes per order, that a minute of empty driving must save.
 *
 * O(couriers × restaurants + idle × places within a hop × restaurants).
 */
export const preposition = (
  s: PlanState,
  demand: Demand,
  price: number,
  idle: ReadonlyArray<number>,
  options: PrepositionOptions,
  move: (courier: number, restaurant: number) => void
): void => {
  const shops = demand.restaurants.length
  let total = 0
  for (const weight of demand.weights) total += weight
  if (total <= 0 || idle.length === 0) return
  const waits = new Float64Array(FAR_MINUTES)
  fillExpectedWaits(demand, s.beforePickupMs / MINUTE_MS, waits)
  for (let i = 0; i < FAR_MINUTES; i++) waits[i] = f64(waits, i) + options.nearness * i
  const eta = new Float64Array(s.courierCount * shops)
  for (let c = 0; c < s.courierCount; c++) fillEtas(s, demand, c, eta)
  const nearest = new Float64Array(options.depth * shops)
  for (const c of idle) {
    nearestOthers(s, shops, options.depth, eta, c, nearest)
    const vehicle = i32(s.vehicle, c)
    const start = i32(s.start, c)
    let best = start
    let least = cover(s, demand, total, options, waits, nearest, c, start)
    for (const place of demand.restaurants) {
      const ms = duration(s.travel, vehicle, start, place)
      if (place === start || ms > options.reachMs || s.nowMs + ms + s.beforePickupMs > f64(s.off, c)) continue
      const cost = cover(s, demand, total, options, waits, nearest, c, place) + (price * ms) / MINUTE_MS
      if (cost < least - NOISE) {
        least = cost
        best = place
      }
    }
    if (best === start) continue
    for (let r = 0; r < shops; r++) {
      eta[c * shops + r] = duration(s.travel, vehicle, best, at(demand.restaurants, r)) / MINUTE_MS
    }
    move(c, firstHop(s, demand, c, best, options.hopMs))
  }
}

/** The restaurant within a hop that lies nearest to `target`; `target` itself when there is none on the way. */
const firstHop = (s: PlanState, demand: Demand, c: number, target: number, hopMs: number): number => {
  const vehicle = i32(s.vehicle, c)
  const start = i32(s.start, c)
  let bestMs = duration(s.travel, vehicle, start, target)
  if (bestMs <= hopMs) return target
  let best = target
  let leastMs = bestMs
  for (const restaurant of demand.restaurants) {
    const ms = duration(s.travel, vehicle, start, restaurant)
    if (ms === 0 || ms > hopMs) continue
    bestMs = duration(s.travel, vehicle, restaurant, target)
    if (bestMs < leastMs) {
      leastMs = bestMs
      best = restaurant
    }
  }
  return best
}

/** Minutes until courier `c` could be at each restaurant once its route is done. */
const fillEtas = (s: PlanState, demand: Demand, c: number, eta: Float64Array): void => {
  const shops = demand.restaurants.length
  const n = i32(s.length, c)
  const place = n === 0 ? i32(s.start, c) : i32(s.door, i32(s.seq, c * ROUTE_STOPS + n - 1))
  const freeMs = n === 0 ? f64(s.free, c) : f64(s.leaveAt, c * (ROUTE_STOPS + 1) + n)
  const off = f64(s.off, c)
  for (let r = 0; r < shops; r++) {
    const thereMs = freeMs + duration(s.travel, i32(s.vehicle, c), place, at(demand.restaurants, r))
    eta[c * shops + r] = thereMs + s.beforePickupMs > off ? FAR_MINUTES : (thereMs - s.nowMs) / MINUTE_MS
  }
}

/** The `depth` least times of each restaurant, of all couriers but `except`. */
const nearestOthers = (
  s: PlanState,
  shops: number,
  depth: number,
  eta: Float64Array,
  except: number,
  nearest: Float64Array
): void => {
  nearest.fill(FAR_MINUTES - 1)
  for (let c = 0; c < s.courierCount; c++) {
    if (c === except) continue
    for (let r = 0; r < shops; r++) {
      let value = f64(eta, c * shops + r)
      for (let k = r * depth; k < (r + 1) * depth; k++) {
        const other = f64(nearest, k)
        if (value < other) {
          nearest[k] = value
          value = other
        }
      }
    }
  }
}

/** Expected wait per order, in minutes, when courier `c` stands at `place`. */
const cover = (
  s: PlanState,
  demand: Demand,
  total: number,
  options: PrepositionOptions,
  waits: Float64Array,
  nearest: Float64Array,
  c: number,
  place: number
): number => {
  const shops = demand.restaurants.length
  const vehicle = i32(s.vehicle, c)
  const { depth } = options
  let sum = 0
  for (let r = 0; r < shops; r++) {
    let own = duration(s.travel, vehicle, place, at(demand.restaurants, r)) / MINUTE_MS
    let factor = 1
    let wait = 0
    for (let k = r * depth; k < (r + 1) * depth; k++) {
      const other = f64(nearest, k)
      const here = Math.min(own, other)
      own = Math.max(own, other)
      wait += factor * f64(waits, Math.min(FAR_MINUTES - 1, Math.ceil(here)))
      factor *= options.depthFactor
    }
    sum += at(demand.weights, r) * wait
  }
  return sum / total
}

/** Nobody is farther than that: from here on it makes no difference. */
const FAR_MINUTES = 90
const NOISE = 1e-9
