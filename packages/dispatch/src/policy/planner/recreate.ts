import { f64, i32 } from "@hotbag/core"
import { bestInsertion, insert } from "./insertion.ts"
import type { PlanState } from "./PlanState.ts"
import type { Search } from "./improve.ts"
import { touch } from "./undo.ts"

/**
 * Puts the pool's deliveries back into routes, each where it costs least. With `regret` the one goes first that would
 * lose most by not getting its best courier; otherwise they go in the pool's order. With probability `blink` a
 * candidate is overlooked, so that the same ruin is not always recreated alike. What fits nowhere stays in the pool, and
 * so do its first `aside`, which are not tried.
 */
export const recreate = (s: PlanState, search: Search, regret: boolean, blink: number, aside = 0): void => {
  let left = s.poolCount
  let kept = aside
  while (kept < left) {
    const at = regret ? mostRegretted(s, kept, left) : kept
    const d = i32(s.pool, at)
    const rank = cheapest(s, d, blink, search.random)
    if (rank < 0) {
      // Nobody can: it stays, in front of those still to place.
      s.pool[at] = i32(s.pool, kept)
      s.pool[kept++] = d
      continue
    }
    const slot = d * s.candidateStride + rank
    const c = i32(s.candidates, slot)
    touch(s, search.undo, c)
    insert(s, c, d, i32(s.insertAt, slot))
    if (regret) s.pool[at] = i32(s.pool, --left)
    else {
      s.pool.copyWithin(at, at + 1, left)
      left--
    }
  }
  s.poolCount = kept
}

/** Rank of the candidate with the cheapest insertion of `d`, -1 when there is none. Leaves the cost in `s.foundCost`. */
const cheapest = (s: PlanState, d: number, blink: number, random: () => number): number => {
  const row = d * s.candidateStride
  const count = i32(s.candidateCount, d)
  let best = Infinity
  let rank = -1
  for (let i = 0; i < count; i++) {
    if (f64(s.insertLow, row + i) >= best) continue
    const cost = insertionCost(s, d, row + i)
    if (cost < best && (blink === 0 || random() >= blink)) {
      best = cost
      rank = i
    }
  }
  return rank
}

/** Cost of the best insertion of `d` at candidate slot `slot`, remembered while the courier's route is the same. */
const insertionCost = (s: PlanState, d: number, slot: number): number => {
  const c = i32(s.candidates, slot)
  const version = i32(s.version, c)
  if (i32(s.insertVersion, slot) !== version) {
    bestInsertion(s, c, d)
    s.insertVersion[slot] = version
    s.insertCost[slot] = s.foundCost
    s.insertAt[slot] = s.foundAt
  }
  return f64(s.insertCost, slot)
}

const mostRegretted = (s: PlanState, from: number, to: number): number => {
  let at = from
  let most = -1
  for (let p = from; p < to; p++) {
    const d = i32(s.pool, p)
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
    // Who has one courier only goes before all others; who has none changes nothing.
    const regret = best === Infinity ? 0 : Math.min(second, s.weights.lostMs) - best
    if (regret > most) {
      most = regret
      at = p
    }
  }
  return at
}
