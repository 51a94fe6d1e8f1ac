import { assignment, type DispatchPolicy, makePlannerPolicy, nearest, scored } from "@hotbag/dispatch"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { Report } from "../../src/report/Report.ts"
import type { DrivenTrip, Run } from "../../src/Run.ts"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"
import { bundling } from "./bundling.ts"

/** Every policy that ships, and one that bundles whatever it can. */
export const POLICIES: ReadonlyArray<DispatchPolicy> = [
  nearest,
  scored,
  assignment,
  bundling,
  makePlannerPolicy()
]

/** A run that keeps what it logs. */
export interface Logged {
  readonly run: Run
  readonly entries: ReadonlyArray<LogEntry>
}

/** Starts a run that logs. */
export const start = (city: City, policy: DispatchPolicy, seed = 1): Logged => {
  const entries: Array<LogEntry> = []
  return {
    run: startRun({ city, policy, seed, commit: "test", log: (entry) => entries.push(entry) }),
    entries
  }
}

/** A day that was played to the end, with everything that was said about it. */
export interface Played {
  readonly report: Report
  readonly entries: ReadonlyArray<LogEntry>
  readonly trips: ReadonlyArray<DrivenTrip>
}

/** Plays a city in one go, and logs. */
export const play = (city: City, policy: DispatchPolicy, seed = 1): Played => {
  const { entries, run } = start(city, policy, seed)
  run.advance(Infinity)
  return { report: run.report(), entries, trips: run.trips() }
}
