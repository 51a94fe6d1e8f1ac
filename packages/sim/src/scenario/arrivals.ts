import { HOUR_MS, at, f64 } from "@hotbag/core"
import type { Stream } from "../kernel/streams.ts"
import type { DemandCurve } from "./demandCurve.ts"
import type { ScenarioDemand } from "./ScenarioDemand.ts"

/** Of one layer of demand: how much of the day's orders has been placed when order `k` is, 0..1; NaN when the day is over. Ask in sequence. */
export type Arrivals = (k: number) => number

/**
 * When orders come, as shares of the day. `poisson`: a Poisson process of `ordersPerDay` along the curve, so that two days differ in their
 * number of orders as two days do. `counted`: every hour has the number that its share says, rounded so that the day's sum is kept (largest
 * remainder), at times that are those of a Poisson process given its count: the same day again, with other luck.
 */
export const makeArrivals = (
  demand: ScenarioDemand,
  ordersPerDay: number,
  curve: DemandCurve,
  gap: Stream
): Arrivals => {
  if (demand.arrivals === "counted") {
    const shares = countedShares(demand, Math.round(ordersPerDay), curve, gap)
    return (k) => (k < shares.length ? f64(shares, k) : Number.NaN)
  }
  let share = 0
  return (k) => {
    share -= Math.log(gap.uniform(k)) / ordersPerDay
    return share < 1 ? share : Number.NaN
  }
}

const countedShares = (
  { hourShares }: ScenarioDemand,
  orders: number,
  curve: DemandCurve,
  gap: Stream
): Float64Array => {
  const counts = shareOut(orders, hourShares)
  const shares = new Float64Array(orders)
  let placed = 0
  let drawn = 0
  counts.forEach((count, hour) => {
    const from = curve.shareBefore(hour * HOUR_MS)
    const width = curve.shareBefore((hour + 1) * HOUR_MS) - from
    // Cumulated gaps over their sum are uniform times in ascending order (Rényi 1953).
    let sum = 0
    const first = placed
    for (let i = 0; i < count; i++) {
      sum -= Math.log(gap.uniform(drawn++))
      shares[placed++] = sum
    }
    const total = count === 0 ? 1 : sum - Math.log(gap.uniform(drawn++))
    for (let i = first; i < placed; i++) shares[i] = from + (width * f64(shares, i)) / total
  })
  return shares
}

/** `whole` shared out by weights in whole numbers: rounded down, and the largest remainders rounded up. */
export const shareOut = (whole: number, weights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const exact = weights.map((weight) => (whole * weight) / sum)
  const counts = exact.map(Math.floor)
  const left = whole - counts.reduce((total, count) => total + count, 0)
  const byRemainder = exact
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
  for (let i = 0; i < left; i++) {
    const { index } = at(byRemainder, i % byRemainder.length)
    counts[index] = at(counts, index) + 1
  }
  return counts
}
