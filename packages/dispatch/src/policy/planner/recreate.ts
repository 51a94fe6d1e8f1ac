import { f64, i32 } from "@hotbag/core"
import { insert } from "./insertion.ts"
import { insertionCost } from "./insertionCost.ts"
import type { PlanState } from "./PlanState.ts"
import type { Search } from "./improve.ts"
import { mostRegretted, watchRegrets, forgetRegrets } from "./regret.ts"
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
  if (regret) watchRegrets(s, kept, left)
  while (kept < left) {
    const at = regret ? mostRegretted(s, kept, left) : kept
    // None of the rest fits anywhere, and nothing will change that.
    if (at < 0) {
      kept = left
      break
    }
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
    if (regret) {
      forgetRegrets(s, c)
      s.pool[at] = i32(s.pool, --left)
    } else {
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
