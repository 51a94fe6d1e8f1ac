import type { Explanation } from "./Explanation.ts"
import type { DeliveryHandle } from "./Handles.ts"
import type { Plan } from "./Plan.ts"
import type { Snapshot } from "./Snapshot.ts"

/** How much work a round may do, counted and not timed, so that runs repeat. */
export interface Budget {
  /** Candidate moves or augmentations that a policy may spend. */
  readonly steps: number
}

/**
 * One way of dispatching. Pure: the same snapshot and budget give the same plan.
 * Every policy passes the shared case suite in `test/policy/cases.ts`.
 */
export interface DispatchPolicy {
  /** Name on the command line and in reports. */
  readonly name: string
  /** Plans a round: every delivery is in exactly one trip or in `unassigned`; a courier has at most one trip. */
  readonly plan: (snapshot: Snapshot, budget: Budget) => Plan
  /** Says why the plan treats `delivery` as it does. Called only for what is offered, so it may take its time. */
  readonly explain: (
    snapshot: Snapshot,
    plan: Plan,
    delivery: DeliveryHandle
  ) => Omit<Explanation, "searchedM">
}
