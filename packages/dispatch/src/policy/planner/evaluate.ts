import { MINUTE_MS, f64, i32, u8 } from "@hotbag/core"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import { takesAt } from "./takesAt.ts"
import { duration } from "./TravelCache.ts"
import { otherShop, visitBoth } from "./visits.ts"

/** What it costs that delivery `d` is dropped off at `atMs`: the excess over its floor, and the terms of the weights. */
export const dropCost = (s: PlanState, d: number, atMs: number): number => {
  const excess = atMs - f64(s.floorAt, d)
  const over = atMs - f64(s.promised, d)
  return (
    excess +
    s.weights.convexity * excess * excess * PER_CONVEX_UNIT +
    (over > 0 ? s.weights.overage * over : 0) +
    s.weights.laterThanAnnounced * Math.max(0, atMs - f64(s.announcedAt, d))
  )
}

/** What it costs, whenever it comes, that courier `c` carries delivery `d`. */
export const carrierCost = (s: PlanState, c: number, d: number): number => {
  const announced = i32(s.announcedTo, d)
  return f64(s.fairness, c) + (announced >= 0 && announced !== c ? s.weights.changeOfCourierMs : 0)
}

/** What it costs that a bundle delays `delayed` deliveries by more than it may. */
const bundleDelayCost = (s: PlanState, delayed: number): number =>
  s.weights.lostMs * Math.min(0.5, delayed * 0.125)

/**
 * 1 when delivery `d`, dropped off by courier `c` at `atMs`, is delayed by more than a bundle may: alone it would have
 * been taken when ready, at `shop` from `takesMs` on (else as the last `visitBoth` says), and driven straight to its door.
 * Else 0.
 */
const isDelayed = (
  s: PlanState,
  c: number,
  d: number,
  shop: number,
  takesMs: number,
  atMs: number
): number => {
  const own = i32(s.shop, d)
  const wayMs = duration(s.travel, i32(s.vehicle, c), own, i32(s.door, d))
  const ownTakesMs = own === shop ? takesMs : s.visits.otherTakesMs
  const aloneMs = Math.max(ownTakesMs, f64(s.ready, d)) + s.afterPickupMs + wayMs + s.beforeDropoffMs
  return atMs - aloneMs > s.bundleDelayMs ? 1 : 0
}

/** Place of courier `c` after the first `stops` stops. */
export const placeAfter = (s: PlanState, c: number, stops: number): number =>
  stops === 0 ? i32(s.start, c) : i32(s.door, i32(s.seq, c * ROUTE_STOPS + stops - 1))

/**
 * Works out courier `c`'s route again from stop `from` on, which must open a trip or end the route, and gives it a new
 * version. A pickup after the off-time makes the route cost `Infinity`. O(stops behind `from`).
 */
export const refresh = (s: PlanState, c: number, from: number): void => {
  const base = c * ROUTE_STOPS
  const row = c * (ROUTE_STOPS + 1)
  const n = i32(s.length, c)
  const vehicle = i32(s.vehicle, c)
  if (from === 0) {
    s.leaveAt[row] = f64(s.free, c)
    s.costBefore[row] = 0
  }
  let time = f64(s.leaveAt, row + from)
  let cost = f64(s.costBefore, row + from)
  let place = placeAfter(s, c, from)
  let i = from
  while (i < n) {
    const opener = i32(s.seq, base + i)
    const shop = i32(s.shop, opener)
    let ready = f64(s.ready, opener)
    let end = i + 1
    while (end < n && u8(s.opens, base + end) === 0) {
      ready = Math.max(ready, f64(s.ready, i32(s.seq, base + end)))
      end++
    }
    const takes = takesAt(s, c, i === 0, place, time, shop)
    let pickup = Math.max(takes, ready)
    let firstShop = shop
    let lastShop = shop
    const other = otherShop(s, s.seq, base + i, base + end)
    if (other >= 0) {
      visitBoth(s, c, i === 0, place, time, s.seq, base + i, base + end, other)
      pickup = s.visits.lastAtMs
      firstShop = s.visits.firstShop
      lastShop = s.visits.lastShop
    }
    if (pickup > f64(s.off, c)) cost = Infinity
    const capped = end - i > 1 && s.bundleDelayMs < Infinity
    let delayed = 0
    if (s.weights.empty > 0) cost += s.weights.empty * duration(s.travel, vehicle, place, firstShop)
    time = pickup + s.afterPickupMs
    place = lastShop
    for (; i < end; i++) {
      const d = i32(s.seq, base + i)
      const door = i32(s.door, d)
      time += duration(s.travel, vehicle, place, door) + s.beforeDropoffMs
      cost += dropCost(s, d, time) + carrierCost(s, c, d)
      if (capped) delayed += isDelayed(s, c, d, shop, takes, time)
      s.dropAt[d] = time
      time += s.afterDropoffMs
      place = door
      s.leaveAt[row + i + 1] = time
      s.costBefore[row + i + 1] = cost
    }
    if (delayed > 0) {
      cost += bundleDelayCost(s, delayed)
      s.costBefore[row + end] = cost
    }
  }
  s.routeCost[c] = n === 0 ? 0 : cost + busyCost(s, c, time) + n * f64(s.refusal, c)
  s.version[c] = s.nextVersion++
}

/**
 * Cost of courier `c`'s route when its stops from `from` on (a trip's opener, or the end) are replaced by the `n` stops
 * of `tailSeq`, which are one more than now. From index `settled` of the tail on the stops are the old ones: once an
 * old trip ends there at its old time, the rest is known. Gives up with `Infinity` above `bound`.
 */
export const tailCost = (
  s: PlanState,
  c: number,
  from: number,
  n: number,
  settled: number,
  bound: number
): number => {
  const row = c * (ROUTE_STOPS + 1) + from - 1
  const vehicle = i32(s.vehicle, c)
  const off = f64(s.off, c)
  let time = f64(s.leaveAt, row + 1)
  let cost = f64(s.costBefore, row + 1)
  let place = placeAfter(s, c, from)
  let i = 0
  while (i < n) {
    if (i > settled && f64(s.leaveAt, row + i) === time) {
      return cost + f64(s.routeCost, c) - f64(s.costBefore, row + i) + f64(s.refusal, c)
    }
    const opener = i32(s.tailSeq, i)
    const shop = i32(s.shop, opener)
    let ready = f64(s.ready, opener)
    let end = i + 1
    while (end < n && u8(s.tailOpens, end) === 0) {
      ready = Math.max(ready, f64(s.ready, i32(s.tailSeq, end)))
      end++
    }
    const takes = takesAt(s, c, from + i === 0, place, time, shop)
    let pickup = Math.max(takes, ready)
    let firstShop = shop
    let lastShop = shop
    const other = otherShop(s, s.tailSeq, i, end)
    if (other >= 0) {
      visitBoth(s, c, from + i === 0, place, time, s.tailSeq, i, end, other)
      pickup = s.visits.lastAtMs
      firstShop = s.visits.firstShop
      lastShop = s.visits.lastShop
    }
    if (pickup > off) return Infinity
    const capped = end - i > 1 && s.bundleDelayMs < Infinity
    let delayed = 0
    if (s.weights.empty > 0) cost += s.weights.empty * duration(s.travel, vehicle, place, firstShop)
    time = pickup + s.afterPickupMs
    place = lastShop
    for (; i < end; i++) {
      const d = i32(s.tailSeq, i)
      const door = i32(s.door, d)
      time += duration(s.travel, vehicle, place, door) + s.beforeDropoffMs
      cost += dropCost(s, d, time) + carrierCost(s, c, d)
      if (capped) delayed += isDelayed(s, c, d, shop, takes, time)
      time += s.afterDropoffMs
      place = door
    }
    if (delayed > 0) cost += bundleDelayCost(s, delayed)
    if (cost > bound) return Infinity
  }
  return cost + busyCost(s, c, time) + (from + n) * f64(s.refusal, c)
}

/** What it costs that the courier is bound until `atMs`, counted at most until the off-time. */
const busyCost = (s: PlanState, c: number, atMs: number): number =>
  s.weights.busy * Math.max(0, Math.min(atMs, f64(s.off, c)) - f64(s.free, c))

/** An excess of ten minutes costs `convexity` times itself more. */
const PER_CONVEX_UNIT = 1 / (10 * MINUTE_MS)
