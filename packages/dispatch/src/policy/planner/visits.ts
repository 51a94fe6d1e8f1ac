import { at, f64, i32 } from "@hotbag/core"
import { areNearby } from "../../nearby.ts"
import type { PlanState } from "./PlanState.ts"
import { takesAt } from "./takesAt.ts"
import { duration } from "./TravelCache.ts"

/** How a trip from two restaurants goes, until its last pickup: answer of `visitBoth`. */
export interface Visits {
  firstShop: number
  lastShop: number
  /** The latest first pickup that delays nothing. */
  firstAtMs: number
  lastAtMs: number
  /** When the restaurant that is not the first stop's could be visited alone. */
  otherTakesMs: number
}

/** The restaurant of the trip of stops `from` … `end - 1` of `seq` that is not its first stop's; -1: there is none. */
export const otherShop = (s: PlanState, seq: Int32Array, from: number, end: number): number => {
  if (s.bundleWithinM === 0) return -1
  const shop = i32(s.shop, i32(seq, from))
  for (let i = from + 1; i < end; i++) {
    const other = i32(s.shop, i32(seq, i))
    if (other !== shop) return other
  }
  return -1
}

/**
 * Whether a delivery of `shop` may ride in the trip of stops `from` … `end - 1` of the routes: it comes from one of its
 * restaurants, or there is one only, and near.
 */
export const goesWith = (s: PlanState, from: number, end: number, shop: number): boolean => {
  const first = i32(s.shop, i32(s.seq, from))
  if (first === shop) return true
  if (s.bundleWithinM === 0) return false
  const other = otherShop(s, s.seq, from, end)
  if (other >= 0) return other === shop
  const { positions } = s.travel
  return areNearby(at(positions, first), at(positions, shop), s.bundleWithinM)
}

/**
 * Works out how courier `c`, at `place` from `timeMs` on, picks up the trip of stops `from` … `end - 1` of `seq`, which
 * come from two restaurants, `other` besides that of the first stop. Of the two orders it takes the one that is sooner
 * at the first door (everything behind it follows), that with the first stop's restaurant first when both are alike, and
 * none with a pickup after the off-time when it can. The answer is in `s.visits`. O(stops).
 */
export const visitBoth = (
  s: PlanState,
  c: number,
  isFirst: boolean,
  place: number,
  timeMs: number,
  seq: Int32Array,
  from: number,
  end: number,
  other: number
): void => {
  const opener = i32(seq, from)
  const shop = i32(s.shop, opener)
  const door = i32(s.door, opener)
  const vehicle = i32(s.vehicle, c)
  const off = f64(s.off, c)
  let ready = 0
  let otherReady = 0
  for (let i = from; i < end; i++) {
    const d = i32(seq, i)
    if (i32(s.shop, d) === shop) ready = Math.max(ready, f64(s.ready, d))
    else otherReady = Math.max(otherReady, f64(s.ready, d))
  }
  const otherTakes = takesAt(s, c, isFirst, place, timeMs, other)
  const thereMs = s.afterPickupMs + duration(s.travel, vehicle, shop, other) + s.beforePickupMs
  const backMs = s.afterPickupMs + duration(s.travel, vehicle, other, shop) + s.beforePickupMs
  const otherLast = Math.max(
    Math.max(takesAt(s, c, isFirst, place, timeMs, shop), ready) + thereMs,
    otherReady
  )
  const otherFirst = Math.max(Math.max(otherTakes, otherReady) + backMs, ready)
  const isSooner =
    otherLast + duration(s.travel, vehicle, other, door) <=
    otherFirst + duration(s.travel, vehicle, shop, door)
  const { visits } = s
  visits.otherTakesMs = otherTakes
  if (otherFirst > off || (otherLast <= off && isSooner)) {
    visits.firstShop = shop
    visits.lastShop = other
    visits.firstAtMs = otherLast - thereMs
    visits.lastAtMs = otherLast
  } else {
    visits.firstShop = other
    visits.lastShop = shop
    visits.firstAtMs = otherFirst - backMs
    visits.lastAtMs = otherFirst
  }
}
