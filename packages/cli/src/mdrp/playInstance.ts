import type { DispatchPolicy } from "@hotbag/dispatch"
import { grubhubFigures, startRun } from "@hotbag/sim"
import type { DrivenTrip, GrubhubInstance } from "@hotbag/sim"
import { play } from "../play.ts"
import type { PlayOptions } from "../play.ts"
import type { PlayedInstance } from "./table.ts"

/** Luck plays no part on these days: couriers obey and stops take what they take. */
const SEED = 1

/** Plays one instance to its end under one policy. `name` is how its figures call it. */
export const playInstance = async (
  instance: GrubhubInstance,
  name: string,
  policy: DispatchPolicy,
  version: string,
  options: PlayOptions
): Promise<{ readonly played: PlayedInstance; readonly trips: ReadonlyArray<DrivenTrip> }> => {
  const run = startRun({
    city: instance.city,
    policy,
    seed: SEED,
    commit: version,
    wallClock: () => performance.now()
  })
  const startedAt = performance.now()
  await play(run, options)
  const seconds = Math.round(performance.now() - startedAt) / 1000
  const trips = run.trips()
  const played = {
    instance: name,
    policy: policy.name,
    ...grubhubFigures(instance, trips),
    hash: run.report().hash,
    seconds
  }
  return { played, trips }
}
