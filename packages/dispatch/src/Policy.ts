import type { LatLng } from "@hotbag/core"
import type { Explanation } from "./Explanation.ts"
import type { DeliveryHandle } from "./Handles.ts"
import type { Plan } from "./Plan.ts"
import type { Snapshot } from "./Snapshot.ts"

/** How much work a round may do, counted and not timed, so that runs repeat. */
export interface Budget {
  /** Augmentations (or moves, unless limited below) that a policy may spend. */
  readonly steps: number
  /** Moves of a local search; `steps` unless given. Each costs about ten microseconds. */
  readonly moves?: number
}

/**
 * One way of dispatching. Pure: the same snapshot and budget give the same plan.
 * Every policy passes the shared case suite in `test/policy/cases.ts`.
 */
export interface DispatchPolicy {
  /** Name on the command line and in reports. */
  readonly name: string
  /**
   * The policy also plans with couriers who are on their way to a restaurant or wait there. Where the rules leave a
   * bundle open until the pickup, couriers are then sent first and given their orders at the pickup.
   */
  readonly openBundles?: boolean
  /**
   * The policy places couriers as well: once in so many ms, rounds permitting, its snapshot lists everybody on duty, also
   * those whom no delivery can use, and it is asked then even when there is nothing to carry. In between a round looks
   * at those near open deliveries only, so that a large region costs what its demand costs.
   */
  readonly seesEverybodyEveryMs?: number | undefined
  /**
   * The policy plans on this quantile (0..1, exclusive) of each ready time, as learned from what the region's kitchens
   * said and did; without it on what they say.
   */
  readonly readyQuantile?: number | undefined
  /** Couriers without work leave in time to meet food that is as early as this quantile; `readyQuantile` unless given. */
  readonly meetQuantile?: number | undefined
  /**
   * The same policy with a memory of its own for one region, whose restaurants known beforehand are given (none is
   * enough: the others show by their orders); without it the policy has no memory.
   */
  readonly forRegion?: (restaurants: ReadonlyArray<LatLng>) => DispatchPolicy
  /** Plans a round: every delivery is in exactly one trip or in `unassigned`. */
  readonly plan: (snapshot: Snapshot, budget: Budget) => Plan
  /** Says why the plan treats `delivery` as it does. Called only for what is offered, so it may take its time. */
  readonly explain: (
    snapshot: Snapshot,
    plan: Plan,
    delivery: DeliveryHandle
  ) => Omit<Explanation, "searchedM">
}
