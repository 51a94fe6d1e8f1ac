import { f64, i32 } from "@hotbag/core"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"

/** The routes that a move has touched, as they were before. */
export interface Undo {
  count: number
  courier: Int32Array
  /** Number of the last move that touched a courier. */
  stamp: Int32Array
  move: number
  length: Int32Array
  seq: Int32Array
  opens: Uint8Array
  leaveAt: Float64Array
  costBefore: Float64Array
  routeCost: Float64Array
  version: Int32Array
  dropAt: Float64Array
  pool: Int32Array
  poolCount: number
}

export const makeUndo = (): Undo => ({ count: 0, move: 0, poolCount: 0, ...undoArrays(0, 0) })

/** Makes room and forgets everything. */
export const resetUndo = (undo: Undo, couriers: number, deliveries: number): void => {
  if (couriers > undo.courier.length || deliveries > undo.pool.length) {
    Object.assign(undo, undoArrays(2 * couriers, 2 * deliveries))
  }
  undo.stamp.fill(0)
  undo.move = 0
  undo.count = 0
}

/** Begins a move: what is touched from now on can be rolled back. */
export const beginMove = (s: PlanState, undo: Undo): void => {
  undo.move++
  undo.count = 0
  undo.poolCount = s.poolCount
  for (let i = 0; i < s.poolCount; i++) undo.pool[i] = i32(s.pool, i)
}

/** Saves courier `c`'s route before its first change in this move. O(stops). */
export const touch = (s: PlanState, undo: Undo, c: number): void => {
  if (i32(undo.stamp, c) === undo.move) return
  undo.stamp[c] = undo.move
  const slot = undo.count++
  const n = i32(s.length, c)
  undo.courier[slot] = c
  undo.length[slot] = n
  undo.routeCost[slot] = f64(s.routeCost, c)
  undo.version[slot] = i32(s.version, c)
  copyRoute(s, c * ROUTE_STOPS, n, undo, slot * ROUTE_STOPS)
  copyPrefix(s, c * (ROUTE_STOPS + 1), n, undo, slot * (ROUTE_STOPS + 1))
  for (let i = 0; i < n; i++) {
    undo.dropAt[slot * ROUTE_STOPS + i] = f64(s.dropAt, i32(s.seq, c * ROUTE_STOPS + i))
  }
}

/** Undoes the move. The old versions return with the old routes, and with them every remembered insertion. */
export const rollBack = (s: PlanState, undo: Undo): void => {
  s.poolCount = undo.poolCount
  for (let i = 0; i < s.poolCount; i++) {
    const d = i32(undo.pool, i)
    s.pool[i] = d
    s.courierOf[d] = -1
  }
  for (let slot = 0; slot < undo.count; slot++) {
    const c = i32(undo.courier, slot)
    const n = i32(undo.length, slot)
    s.length[c] = n
    s.routeCost[c] = f64(undo.routeCost, slot)
    s.version[c] = i32(undo.version, slot)
    copyRoute(undo, slot * ROUTE_STOPS, n, s, c * ROUTE_STOPS)
    copyPrefix(undo, slot * (ROUTE_STOPS + 1), n, s, c * (ROUTE_STOPS + 1))
    for (let i = 0; i < n; i++) {
      const d = i32(s.seq, c * ROUTE_STOPS + i)
      s.courierOf[d] = c
      s.dropAt[d] = f64(undo.dropAt, slot * ROUTE_STOPS + i)
    }
  }
}

/** Change of the touched routes' cost in this move. */
export const routeCostChange = (s: PlanState, undo: Undo): number => {
  let change = 0
  for (let slot = 0; slot < undo.count; slot++) {
    change += f64(s.routeCost, i32(undo.courier, slot)) - f64(undo.routeCost, slot)
  }
  return change
}

interface Routes {
  readonly seq: Int32Array
  readonly opens: Uint8Array
  readonly leaveAt: Float64Array
  readonly costBefore: Float64Array
}

const copyRoute = (from: Routes, fromAt: number, n: number, to: Routes, toAt: number): void => {
  for (let i = 0; i < n; i++) {
    to.seq[toAt + i] = i32(from.seq, fromAt + i)
    to.opens[toAt + i] = from.opens[fromAt + i] === 1 ? 1 : 0
  }
}

const copyPrefix = (from: Routes, fromAt: number, n: number, to: Routes, toAt: number): void => {
  for (let i = 0; i <= n; i++) {
    to.leaveAt[toAt + i] = f64(from.leaveAt, fromAt + i)
    to.costBefore[toAt + i] = f64(from.costBefore, fromAt + i)
  }
}

const undoArrays = (couriers: number, deliveries: number) => ({
  courier: new Int32Array(couriers),
  stamp: new Int32Array(couriers),
  length: new Int32Array(couriers),
  seq: new Int32Array(couriers * ROUTE_STOPS),
  opens: new Uint8Array(couriers * ROUTE_STOPS),
  leaveAt: new Float64Array(couriers * (ROUTE_STOPS + 1)),
  costBefore: new Float64Array(couriers * (ROUTE_STOPS + 1)),
  routeCost: new Float64Array(couriers),
  version: new Int32Array(couriers),
  dropAt: new Float64Array(couriers * ROUTE_STOPS),
  pool: new Int32Array(deliveries)
})
