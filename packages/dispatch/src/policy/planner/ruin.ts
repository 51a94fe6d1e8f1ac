import { f64, i32 } from "@hotbag/core"
import { removeStop } from "./insertion.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { Search } from "./improve.ts"
import { touch } from "./undo.ts"

/** What a move takes out of the plan. */
export interface RuinOptions {
  /** Most deliveries that one move takes out. */
  readonly ruinSize: number
  /** Probability that a move begins at a delivery that is due soon. */
  readonly soonShare: number
}

/**
 * Takes some deliveries out of the plan and into the pool, around one drawn at random. Four kinds, by `kind` in 0..1:
 * strings of stops of the couriers nearest to it (related by place and time), all of its restaurant, its courier's
 * whole route with that of the nearest, or deliveries at random.
 */
export const ruin = (s: PlanState, search: Search, { ruinSize, soonShare }: RuinOptions): void => {
  const seed = seedDelivery(s, search, soonShare)
  const kind = search.random()
  const count = 1 + Math.floor(search.random() * ruinSize)
  if (kind < 0.7) ruinStrings(s, search, seed, count)
  else if (kind < 0.8) ruinShop(s, search, seed, count)
  else if (kind < 0.9) ruinCouriers(s, search, seed)
  else ruinRandom(s, search, count)
}

/**
 * By `soonShare` the one of a few drawn at random that is dropped off first: what binds soon cannot be mended in the
 * next round. Else the one with the greatest excess, or any.
 */
const seedDelivery = (s: PlanState, search: Search, soonShare: number): number => {
  let seed = Math.floor(search.random() * s.deliveryCount)
  if (search.random() < soonShare) {
    for (let i = 0; i < 2; i++) {
      const other = Math.floor(search.random() * s.deliveryCount)
      if (f64(s.dropAt, other) < f64(s.dropAt, seed)) seed = other
    }
    return seed
  }
  if (search.random() < 0.5) return seed
  for (let i = 0; i < 3; i++) {
    const other = Math.floor(search.random() * s.deliveryCount)
    if (excess(s, other) > excess(s, seed)) seed = other
  }
  return seed
}

const excess = (s: PlanState, d: number): number =>
  i32(s.courierOf, d) < 0 ? 0 : f64(s.dropAt, d) - f64(s.floorAt, d)

const ruinStrings = (s: PlanState, search: Search, seed: number, count: number): void => {
  let left = count
  const own = i32(s.courierOf, seed)
  if (own >= 0) left -= removeString(s, search, own, left)
  const row = seed * s.candidateStride
  for (let i = 0; i < i32(s.candidateCount, seed) && left > 0; i++) {
    const c = i32(s.candidates, row + i)
    if (c !== own && i32(s.length, c) > 0 && search.random() < 0.7) left -= removeString(s, search, c, left)
  }
}

/** Removes up to `most` stops in a row; says how many. */
const removeString = (s: PlanState, search: Search, c: number, most: number): number => {
  const n = i32(s.length, c)
  const count = Math.min(n, 1 + Math.floor(search.random() * Math.min(most, 3)))
  const from = Math.floor(search.random() * (n - count + 1))
  for (let i = count - 1; i >= 0; i--) take(s, search, c, from + i)
  return count
}

const ruinShop = (s: PlanState, search: Search, seed: number, count: number): void => {
  const shop = i32(s.shop, seed)
  let left = count + 2
  for (let d = 0; d < s.deliveryCount && left > 0; d++) {
    if (i32(s.shop, d) === shop && takeDelivery(s, search, d)) left--
  }
}

const ruinCouriers = (s: PlanState, search: Search, seed: number): void => {
  let left = 2
  const row = seed * s.candidateStride
  const own = i32(s.courierOf, seed)
  if (own >= 0) {
    while (i32(s.length, own) > 0) take(s, search, own, i32(s.length, own) - 1)
    left--
  }
  for (let i = 0; i < i32(s.candidateCount, seed) && left > 0; i++) {
    const c = i32(s.candidates, row + i)
    if (i32(s.length, c) === 0 || search.random() < 0.3) continue
    while (i32(s.length, c) > 0) take(s, search, c, i32(s.length, c) - 1)
    left--
  }
}

const ruinRandom = (s: PlanState, search: Search, count: number): void => {
  for (let i = 0; i < count; i++) takeDelivery(s, search, Math.floor(search.random() * s.deliveryCount))
}

const takeDelivery = (s: PlanState, search: Search, d: number): boolean => {
  const c = i32(s.courierOf, d)
  if (c < 0) return false
  let index = 0
  while (i32(s.seq, c * ROUTE_STOPS + index) !== d) index++
  take(s, search, c, index)
  return true
}

const take = (s: PlanState, search: Search, c: number, index: number): void => {
  touch(s, search.undo, c)
  const d = i32(s.seq, c * ROUTE_STOPS + index)
  removeStop(s, c, index)
  s.pool[s.poolCount++] = d
}
