import { assignment, type DispatchPolicy, nearest, scored } from "@hotbag/dispatch"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { Report } from "../../src/report/Report.ts"
import type { DrivenTrip } from "../../src/Run.ts"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"

/** Every policy that ships. */
export const POLICIES: ReadonlyArray<DispatchPolicy> = [nearest, scored, assignment]

/** A day that was played to the end, with everything that was said about it. */
export interface Played {
  readonly report: Report
  readonly entries: ReadonlyArray<LogEntry>
  readonly trips: ReadonlyArray<DrivenTrip>
}

/** Plays a city in one go, and logs. */
export const play = (city: City, policy: DispatchPolicy, seed = 1): Played => {
  const entries: Array<LogEntry> = []
  const run = startRun({ city, policy, seed, commit: "test", log: (entry) => entries.push(entry) })
  run.advance(Infinity)
  return { report: run.report(), entries, trips: run.trips() }
}
