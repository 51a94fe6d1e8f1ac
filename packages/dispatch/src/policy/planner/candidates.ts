import { at, f64, i32 } from "@hotbag/core"
import { carrierCost, dropCost } from "./evaluate.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { PlannerView } from "./PlannerView.ts"
import { takesAt } from "./takesAt.ts"
import { duration } from "./TravelCache.ts"

/**
 * Fills each delivery's candidate list: of the couriers who may carry it, those who could be at the restaurant first,
 * be it from where they start or from where their route of the last round ends. Deliveries of one restaurant that
 * everybody may carry share the search. O(restaurants × couriers × log couriers), or that of the rows where given.
 */
export const fillCandidates = (s: PlanState, view: PlannerView): void => {
  const stride = s.candidateStride
  const firstOfShop = new Map<number, number>()
  const ranking = { etaMs: new Float64Array(s.courierCount), order: new Int32Array(s.courierCount) }
  for (let d = 0; d < s.deliveryCount; d++) {
    const shop = i32(s.shop, d)
    const row = d * stride
    const among = at(view.deliveries, d).couriers
    const known = among === null ? firstOfShop.get(shop) : undefined
    if (known === undefined) {
      const kept = rank(s, shop, among, ranking)
      const k = Math.min(stride, kept.length)
      for (let i = 0; i < k; i++) s.candidates[row + i] = i32(kept, i)
      s.candidateCount[d] = k
      if (among === null) firstOfShop.set(shop, d)
    } else {
      const k = i32(s.candidateCount, known)
      s.candidates.copyWithin(row, known * stride, known * stride + k)
      s.candidateCount[d] = k
    }
    s.insertVersion.fill(0, row, row + stride)
    for (let i = row; i < row + i32(s.candidateCount, d); i++)
      s.insertLow[i] = lowOf(s, i32(s.candidates, i), d)
  }
}

/** Those who can be at the restaurant before they go off duty, first come first. The array is used again. */
const rank = (
  s: PlanState,
  shop: number,
  among: Int32Array | null,
  { etaMs, order }: { readonly etaMs: Float64Array; readonly order: Int32Array }
): Int32Array => {
  const most = among === null ? s.courierCount : among.length
  let count = 0
  for (let i = 0; i < most; i++) {
    const c = among === null ? i : i32(among, i)
    const eta = etaOf(s, c, shop)
    if (eta + s.beforePickupMs > f64(s.off, c)) continue
    etaMs[c] = eta
    order[count++] = c
  }
  const found = order.subarray(0, count)
  if (count > FEW) return found.sort((a, b) => f64(etaMs, a) - f64(etaMs, b) || a - b)
  sortFew(found, etaMs)
  return found
}

/** By time, ties by number: an insertion sort, since a few couriers come nearly sorted and a comparison is dear to call. */
const sortFew = (order: Int32Array, etaMs: Float64Array): void => {
  for (let i = 1; i < order.length; i++) {
    const c = i32(order, i)
    const eta = f64(etaMs, c)
    let place = i
    for (; place > 0; place--) {
      const before = i32(order, place - 1)
      const beforeEta = f64(etaMs, before)
      if (beforeEta < eta || (beforeEta === eta && before < c)) break
      order[place] = before
    }
    order[place] = c
  }
}

const FEW = 64

const lowOf = (s: PlanState, c: number, d: number): number => {
  const shop = i32(s.shop, d)
  const pickup = Math.max(takesAt(s, c, true, i32(s.start, c), f64(s.free, c), shop), f64(s.ready, d))
  const atMs = pickup - f64(s.ready, d) + f64(s.floorAt, d)
  return dropCost(s, d, atMs) + carrierCost(s, c, d) + f64(s.refusal, c)
}

const etaOf = (s: PlanState, c: number, shop: number): number => {
  const vehicle = i32(s.vehicle, c)
  const fromStart = f64(s.free, c) + duration(s.travel, vehicle, i32(s.start, c), shop)
  const n = i32(s.length, c)
  if (n === 0) return fromStart
  const last = i32(s.door, i32(s.seq, c * ROUTE_STOPS + n - 1))
  const fromEnd = f64(s.leaveAt, c * (ROUTE_STOPS + 1) + n) + duration(s.travel, vehicle, last, shop)
  return Math.min(fromStart, fromEnd)
}
