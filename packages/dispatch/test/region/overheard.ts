import type { DispatchPolicy, Plan } from "@hotbag/dispatch"

/** A policy whose plans are heard by somebody else. */
export interface Overheard {
  readonly policy: DispatchPolicy
  /** How often it was asked for a plan. */
  readonly asked: () => number
  /** What it planned last. */
  readonly lastPlan: () => Plan
}

/** The policy, with the memory of one region where it has one. */
export const overheard = (policy: DispatchPolicy): Overheard => {
  let asked = 0
  let lastPlan: Plan = { trips: [], unassigned: [] }
  return {
    policy: {
      ...policy,
      forRegion: (restaurants) => {
        const inner = policy.forRegion?.(restaurants) ?? policy
        return {
          ...inner,
          plan: (snapshot, budget) => {
            asked++
            lastPlan = inner.plan(snapshot, budget)
            return lastPlan
          }
        }
      }
    },
    asked: () => asked,
    lastPlan: () => lastPlan
  }
}
