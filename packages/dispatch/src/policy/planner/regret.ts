import { f64, i32, u8 } from "@hotbag/core"
import { insertionCost } from "./insertionCost.ts"
import type { PlanState } from "./PlanState.ts"

const UNKNOWN = 0
const FITS_NOWHERE = 1
const FITS = 2

/**
 * Begins to watch the regrets of the pool's deliveries `from` … `to`: what each would lose by not getting its best courier. They are worked out
 * when they are asked for, and again only where a courier among the delivery's candidates has got another route since. O(candidates).
 */
export const watchRegrets = (s: PlanState, from: number, to: number): void => {
  const stamp = ++s.watchStamp
  for (let p = from; p < to; p++) {
    const d = i32(s.pool, p)
    s.fit[d] = UNKNOWN
    const row = d * s.candidateStride
    const count = i32(s.candidateCount, d)
    for (let slot = row; slot < row + count; slot++) {
      const c = i32(s.candidates, slot)
      if (i32(s.watchedIn, c) !== stamp) {
        s.watchedIn[c] = stamp
        s.firstWatch[c] = -1
      }
      s.nextWatch[slot] = i32(s.firstWatch, c)
      s.firstWatch[c] = slot
    }
  }
}

/** Courier `c`, a candidate of something watched, has got another route. O(what is watched and has this candidate). */
export const forgetRegrets = (s: PlanState, c: number): void => {
  for (let slot = i32(s.firstWatch, c); slot >= 0; slot = i32(s.nextWatch, slot))
    s.fit[Math.floor(slot / s.candidateStride)] = UNKNOWN
}

/**
 * Where in `from` … `to` of the pool the greatest regret is, the first of equals; -1: nothing there fits anywhere. What is asked about must be watched.
 * O(to - from), and O(candidates) for each whose couriers' routes have changed.
 */
export const mostRegretted = (s: PlanState, from: number, to: number): number => {
  let at = from
  let most = -1
  let fits = false
  for (let p = from; p < to; p++) {
    const d = i32(s.pool, p)
    if (u8(s.fit, d) === UNKNOWN) workOut(s, d)
    const regret = f64(s.regret, d)
    fits ||= u8(s.fit, d) === FITS
    if (regret > most) {
      most = regret
      at = p
    }
  }
  return fits ? at : -1
}

const workOut = (s: PlanState, d: number): void => {
  const row = d * s.candidateStride
  const count = i32(s.candidateCount, d)
  let best = Infinity
  let second = Infinity
  for (let i = 0; i < count; i++) {
    if (f64(s.insertLow, row + i) >= second) continue
    const cost = insertionCost(s, d, row + i)
    if (cost < best) {
      second = best
      best = cost
    } else if (cost < second) second = cost
  }
  s.fit[d] = best === Infinity ? FITS_NOWHERE : FITS
  // Who has one courier only goes before all others; who has none changes nothing.
  s.regret[d] = best === Infinity ? 0 : Math.min(second, s.weights.lostMs) - best
}
