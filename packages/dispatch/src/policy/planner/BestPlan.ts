import { i32, u8 } from "@hotbag/core"
import { refresh } from "./evaluate.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"

/** A copy of a plan's routes, to return to. */
export interface BestPlan {
  length: Int32Array
  seq: Int32Array
  opens: Uint8Array
  version: Int32Array
  pool: Int32Array
  poolCount: number
}

export const makeBestPlan = (): BestPlan => ({ ...bestArrays(0, 0), poolCount: 0 })

/** Remembers the plan as it is. O(couriers), and copies only the routes that differ from what was remembered. */
export const saveBest = (s: PlanState, best: BestPlan): void => {
  if (best.length.length !== s.length.length || best.pool.length !== s.pool.length) {
    Object.assign(best, bestArrays(s.length.length, s.pool.length))
  }
  for (let c = 0; c < s.courierCount; c++) {
    const version = i32(s.version, c)
    // A version is never given twice: the same one is the same route, also of another round.
    if (i32(best.version, c) === version) continue
    best.version[c] = version
    const base = c * ROUTE_STOPS
    const n = i32(s.length, c)
    best.length[c] = n
    for (let i = base; i < base + n; i++) {
      best.seq[i] = i32(s.seq, i)
      best.opens[i] = u8(s.opens, i)
    }
  }
  for (let i = 0; i < s.poolCount; i++) best.pool[i] = i32(s.pool, i)
  best.poolCount = s.poolCount
}

/** Returns to the remembered plan. Works out again only the routes that differ. */
export const restoreBest = (s: PlanState, best: BestPlan): void => {
  for (let c = 0; c < s.courierCount; c++) {
    if (i32(best.version, c) === i32(s.version, c)) continue
    const base = c * ROUTE_STOPS
    const n = i32(best.length, c)
    s.length[c] = n
    for (let i = base; i < base + n; i++) {
      const d = i32(best.seq, i)
      s.seq[i] = d
      s.opens[i] = u8(best.opens, i)
      s.courierOf[d] = c
    }
    refresh(s, c, 0)
  }
  s.poolCount = best.poolCount
  for (let i = 0; i < s.poolCount; i++) {
    const d = i32(best.pool, i)
    s.pool[i] = d
    s.courierOf[d] = -1
  }
}

const bestArrays = (couriers: number, deliveries: number) => ({
  length: new Int32Array(couriers),
  seq: new Int32Array(couriers * ROUTE_STOPS),
  opens: new Uint8Array(couriers * ROUTE_STOPS),
  version: new Int32Array(couriers),
  pool: new Int32Array(deliveries)
})
