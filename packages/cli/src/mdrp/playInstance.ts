import { grubhubFigures, startRun } from "@hotbag/sim"
import type { DrivenTrip, GrubhubInstance } from "@hotbag/sim"
import { play } from "../play.ts"
import { unbroken } from "../unbroken.ts"
import type { PlayOptions } from "../play.ts"
import type { Entrant } from "./Entrant.ts"
import type { PlayedInstance } from "./table.ts"
import type { RunTimes } from "./times.ts"

/** What came of one instance under one policy. Only `times` depend on the machine. */
export interface Outcome {
  readonly played: PlayedInstance
  readonly times: RunTimes
  readonly trips: ReadonlyArray<DrivenTrip>
}

/** Luck plays no part on these days: couriers obey and stops take what they take. */
const SEED = 1

/** Plays one instance to its end under one policy. `name` is how its figures call it. */
export const playInstance = async (
  instance: GrubhubInstance,
  name: string,
  entrant: Entrant,
  version: string,
  options: PlayOptions
): Promise<Outcome> => {
  const run = startRun({
    city: instance.city,
    policy: entrant.policy,
    seed: SEED,
    commit: version,
    wallClock: () => performance.now()
  })
  const startedAt = performance.now()
  await play(run, options)
  const seconds = Math.round(performance.now() - startedAt) / 1000
  const trips = run.trips()
  const who = { instance: name, policy: entrant.name }
  return {
    played: { ...who, ...grubhubFigures(instance, trips), hash: unbroken(run.report()).hash },
    times: { ...who, seconds, roundsMs: run.roundsMs() },
    trips
  }
}
