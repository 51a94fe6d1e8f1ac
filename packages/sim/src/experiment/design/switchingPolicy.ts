import type { DispatchPolicy } from "@hotbag/dispatch"
import type { Arm } from "./Arm.ts"

/**
 * A policy that is another one from time to time: every round is planned by the arm of its moment, and each arm
 * remembers only what it saw. What a policy asks of its region (ready quantiles, how often it sees everybody) follows
 * the arm that planned last.
 *
 * @param arms the two policies; each gets a memory of its own for the region.
 * @param armAt which of them plays, ms.
 */
export const switchingPolicy = (
  arms: readonly [DispatchPolicy, DispatchPolicy],
  armAt: (atMs: number) => Arm
): DispatchPolicy => {
  let current: DispatchPolicy = arms[0]
  const take = (atMs: number): DispatchPolicy => {
    current = arms[armAt(atMs)]
    return current
  }
  return {
    name: `${arms[0].name}/${arms[1].name}`,
    get openBundles() {
      return current.openBundles === true
    },
    get seesEverybodyEveryMs() {
      return current.seesEverybodyEveryMs
    },
    get readyQuantile() {
      return current.readyQuantile
    },
    get meetQuantile() {
      return current.meetQuantile
    },
    forRegion: (restaurants) =>
      switchingPolicy(
        [arms[0].forRegion?.(restaurants) ?? arms[0], arms[1].forRegion?.(restaurants) ?? arms[1]],
        armAt
      ),
    plan: (snapshot, budget) => take(snapshot.atMs).plan(snapshot, budget),
    explain: (snapshot, plan, delivery) => take(snapshot.atMs).explain(snapshot, plan, delivery)
  }
}
