import { f64, i32 } from "@hotbag/core"
import { bestInsertion } from "./insertion.ts"
import type { PlanState } from "./PlanState.ts"

/** Cost of the best insertion of `d` at candidate slot `slot`, remembered while the courier's route is the same. */
export const insertionCost = (s: PlanState, d: number, slot: number): number => {
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
