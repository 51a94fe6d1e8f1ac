import { Limits } from "@hotbag/core"
import { type DispatchPolicy, nearest } from "@hotbag/dispatch"

/** A policy that gives way to the simplest one for some rounds. */
export interface GuardedPolicy {
  readonly policy: DispatchPolicy
  /** The next so many rounds are played by `nearest`. */
  readonly giveWay: (rounds: number) => void
  /** Whether the next round is played by `nearest`. */
  readonly hasGivenWay: () => boolean
}

/**
 * Wraps a policy for one region. The moves of a plan are budgeted, so that a round seldom takes too long; when one does all the same
 * (a machine out of breath), or would (the orders of hours after an outage), couriers are better asked by the nearest-first rule than late. `explain` answers for
 * whoever made the plan.
 */
export const guarded = (policy: DispatchPolicy): GuardedPolicy => {
  let rounds = 0
  const wrap = (inner: DispatchPolicy): DispatchPolicy => {
    let planner = inner
    return {
      ...inner,
      forRegion: (restaurants) => wrap(inner.forRegion?.(restaurants) ?? inner),
      plan: (snapshot, budget) => {
        const isTooMuch = snapshot.deliveries.length > Limits.plannedDeliveries
        planner = rounds > 0 || isTooMuch ? nearest : inner
        rounds = Math.max(0, rounds - 1)
        return planner.plan(snapshot, budget)
      },
      explain: (snapshot, plan, delivery) => planner.explain(snapshot, plan, delivery)
    }
  }
  return {
    policy: wrap(policy),
    giveWay: (more) => {
      rounds = more
    },
    hasGivenWay: () => rounds > 0
  }
}
