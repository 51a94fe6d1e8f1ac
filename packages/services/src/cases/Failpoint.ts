import { Context, Effect } from "effect"

/** Every place between two steps at which a process may die; a test crashes it at each of them (F4). A commit is one step. */
export const FAILPOINTS = [
  "before-commit",
  "commit-begun",
  "after-commit",
  "after-publish",
  "errands-taken",
  "errand-run",
  "errands-settled",
  "timer-due",
  "timer-fired"
] as const
/** Name of a failpoint. */
export type FailpointName = (typeof FAILPOINTS)[number]

/** Called at each failpoint; does nothing unless a test or `FAILPOINT=name` says otherwise. */
export const Failpoint = Context.Reference<{
  readonly hit: (name: FailpointName) => Effect.Effect<void>
}>("@hotbag/services/cases/Failpoint", { defaultValue: () => ({ hit: () => Effect.void }) })
