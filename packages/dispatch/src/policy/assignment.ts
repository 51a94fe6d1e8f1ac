import { i32 } from "@hotbag/core"
import type { DispatchPolicy } from "../Policy.ts"
import { solveSparse } from "../solver/sparse.ts"
import {
  assignmentCosts,
  defaultAssignmentWeights,
  skipCost,
  type AssignmentWeights
} from "./assignmentCost.ts"
import { assignmentReasons } from "./assignmentReasons.ts"
import { explainRow } from "./explainRow.ts"
import { pairGraph } from "./pairGraph.ts"
import { singleTrips } from "./singleTrips.ts"

/**
 * Global matching (S79): every round, all open deliveries against all candidate couriers, those who will be free
 * soon included, so that the sum of the costs is least. The cost of a pair is the sum of `assignmentTerms`, that of
 * leaving a delivery out is `skipCost`; a pair with an expected pickup after the courier's off-time is no pair.
 *
 * Exact, and independent of how the snapshot is sorted. Spends a step per augmenting path; when the budget ends,
 * the remaining deliveries take their best free courier. O(pairs) travel times, then see `solveSparse`.
 */
export const makeAssignment = (weights: Partial<AssignmentWeights> = {}): DispatchPolicy => {
  const all = { ...defaultAssignmentWeights, ...weights }
  return {
    name: "assignment",
    plan: (snapshot, budget) => {
      const { problem, deliveryOfRow, pairOfArc } = pairGraph(
        snapshot,
        assignmentCosts(snapshot, all),
        Float64Array.from(snapshot.deliveries.keys(), (d) => skipCost(snapshot, all, d))
      )
      const { colOfRow } = solveSparse(problem, budget.steps)
      const pairOfDelivery = new Int32Array(problem.rows).fill(-1)
      for (let row = 0; row < problem.rows; row++) {
        for (let arc = i32(problem.start, row); arc < i32(problem.start, row + 1); arc++) {
          if (i32(problem.col, arc) === i32(colOfRow, row)) {
            pairOfDelivery[i32(deliveryOfRow, row)] = i32(pairOfArc, arc)
          }
        }
      }
      return singleTrips(snapshot, pairOfDelivery)
    },
    explain: (snapshot, plan, delivery) =>
      explainRow(snapshot, plan, delivery, assignmentReasons(snapshot, plan, all))
  }
}

/** `assignment` with the default weights. */
export const assignment: DispatchPolicy = makeAssignment()
