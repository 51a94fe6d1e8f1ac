import { MINUTE_MS, f64, i32, u8 } from "@hotbag/core"
import { refresh } from "./evaluate.ts"
import { bestInsertion, insert, removeStop } from "./insertion.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import { takesAt } from "./takesAt.ts"
import { duration } from "./TravelCache.ts"
import { otherShop, visitBoth } from "./visits.ts"

/** Named parts of a cost; in ms unless said otherwise. */
export type Terms = Readonly<Record<string, number>>

/** What a route costs: its own part of one delivery, and the rest. */
export interface RouteTerms {
  /** Of the delivery in question, by term; empty when it is not in the route. */
  readonly own: Terms
  /** Of all other deliveries together. */
  readonly others: number
  /** Of the route as such, by term. */
  readonly route: Terms
}

/**
 * The cost of courier `c`'s route by name, worked out from its stops alone: the same sum as `routeCost`, told apart.
 * Allocates; for explanations only. O(stops).
 */
export const routeTerms = (s: PlanState, c: number, delivery: number): RouteTerms => {
  const { weights } = s
  const base = c * ROUTE_STOPS
  const n = i32(s.length, c)
  const vehicle = i32(s.vehicle, c)
  let own: Terms = {}
  let others = 0
  const route = { bundleDelay: 0, empty: 0, busy: 0 }
  let time = f64(s.free, c)
  let place = i32(s.start, c)
  for (let i = 0; i < n;) {
    const first = i
    const shop = i32(s.shop, i32(s.seq, base + i))
    const takesMs = takesAt(s, c, first === 0, place, time, shop)
    let pickup = takesMs
    let end = i
    do pickup = Math.max(pickup, f64(s.ready, i32(s.seq, base + end++)))
    while (end < n && u8(s.opens, base + end) === 0)
    const other = otherShop(s, s.seq, base + first, base + end)
    if (other >= 0) {
      visitBoth(s, c, first === 0, place, time, s.seq, base + first, base + end, other)
      pickup = s.visits.lastAtMs
    }
    const { firstShop, lastShop, otherTakesMs } =
      other < 0 ? { firstShop: shop, lastShop: shop, otherTakesMs: takesMs } : s.visits
    route.empty += weights.empty * duration(s.travel, vehicle, place, firstShop)
    time = pickup + s.afterPickupMs
    place = lastShop
    let delayed = 0
    for (; i < end; i++) {
      const d = i32(s.seq, base + i)
      const door = i32(s.door, d)
      time += duration(s.travel, vehicle, place, door) + s.beforeDropoffMs
      const terms = { ...dropTerms(s, c, d, time), refusal: f64(s.refusal, c) }
      if (d === delivery) own = terms
      else others += sumOf(terms)
      const from = i32(s.shop, d)
      const ownTakesMs = from === shop ? takesMs : otherTakesMs
      const wayMs = duration(s.travel, vehicle, from, door)
      const aloneMs = Math.max(ownTakesMs, f64(s.ready, d)) + s.afterPickupMs + wayMs + s.beforeDropoffMs
      if (time - aloneMs > s.bundleDelayMs) delayed++
      time += s.afterDropoffMs
      place = door
    }
    if (end - first > 1) route.bundleDelay += weights.lostMs * Math.min(1 / 2, delayed / 8)
  }
  if (n > 0) route.busy = weights.busy * Math.max(0, Math.min(time, f64(s.off, c)) - f64(s.free, c))
  return { own, others, route }
}

/** The terms of a delivery that courier `c` drops off at `atMs`. */
const dropTerms = (s: PlanState, c: number, d: number, atMs: number): Terms => {
  const announced = i32(s.announcedTo, d)
  const excess = atMs - f64(s.floorAt, d)
  return {
    excess,
    convexity: (s.weights.convexity * excess * excess) / (10 * MINUTE_MS),
    overage: s.weights.overage * Math.max(0, atMs - f64(s.promised, d)),
    laterThanAnnounced: s.weights.laterThanAnnounced * Math.max(0, atMs - f64(s.announcedAt, d)),
    changeOfCourier: announced >= 0 && announced !== c ? s.weights.changeOfCourierMs : 0,
    fairness: f64(s.fairness, c)
  }
}

export const sumOf = (terms: Terms): number => Object.values(terms).reduce((sum, term) => sum + term, 0)

/** What it adds to courier `c`'s route that `delivery` is in it: two routes, term by term. */
const addedTerms = (withIt: RouteTerms, without: RouteTerms): Terms => {
  const added: Record<string, number> = { ...withIt.own, delayOfOthers: withIt.others - without.others }
  for (const name of Object.keys(withIt.route)) {
    added[name] = (withIt.route[name] ?? 0) - (without.route[name] ?? 0)
  }
  return added
}

/**
 * Takes delivery `d` out of courier `c`'s route: what it added there, and how to put it back.
 */
export const takeOut = (
  s: PlanState,
  c: number,
  d: number
): { readonly terms: Terms; readonly putBack: () => void } => {
  const base = c * ROUTE_STOPS
  const n = i32(s.length, c)
  const seq = s.seq.slice(base, base + n)
  const opens = s.opens.slice(base, base + n)
  const withIt = routeTerms(s, c, d)
  removeStop(s, c, seq.indexOf(d))
  return {
    terms: addedTerms(withIt, routeTerms(s, c, d)),
    putBack: () => {
      s.seq.set(seq, base)
      s.opens.set(opens, base)
      s.length[c] = n
      s.courierOf[d] = c
      refresh(s, c, 0)
    }
  }
}

/**
 * What delivery `d`, which is on no route, would add to courier `c`'s at its cheapest; null when the courier cannot take
 * it. The route is left as it was.
 */
export const termsElsewhere = (s: PlanState, c: number, d: number): Terms | null => {
  bestInsertion(s, c, d)
  if (s.foundAt < 0) return null
  const without = routeTerms(s, c, d)
  insert(s, c, d, s.foundAt)
  const withIt = routeTerms(s, c, d)
  const route = s.seq.subarray(c * ROUTE_STOPS, c * ROUTE_STOPS + i32(s.length, c))
  removeStop(s, c, route.indexOf(d))
  return addedTerms(withIt, without)
}
