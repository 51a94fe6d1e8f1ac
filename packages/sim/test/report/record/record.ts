import type { DispatchPolicy } from "@hotbag/dispatch"
import type { LogEntry } from "../../../src/report/LogEntry.ts"
import type { RunRecord } from "../../../src/report/record/RunRecord.ts"
import { makeWorstOrders, type WorstOrder } from "../../../src/report/record/WorstOrders.ts"
import type { Report } from "../../../src/report/Report.ts"
import { startRun } from "../../../src/startRun.ts"
import type { City } from "../../../src/world/City.ts"

/** A day that was looked at while it was played. */
export interface Recorded {
  readonly report: Report
  readonly record: RunRecord
  readonly entries: ReadonlyArray<LogEntry>
  readonly worst: ReadonlyArray<WorstOrder>
}

/** Plays a city in slices of `sliceMs`, and keeps everything that is said about it. */
export const recorded = (
  city: City,
  policy: DispatchPolicy,
  recordEveryMs: number,
  { sliceMs = Infinity, most = 3 } = {}
): Recorded => {
  const entries: Array<LogEntry> = []
  const worst = makeWorstOrders(most)
  const log = (entry: LogEntry) => {
    entries.push(entry)
    worst.add(entry)
  }
  const run = startRun({ city, policy, seed: 1, commit: "test", recordEveryMs, log })
  for (let untilMs = city.fromMs; !run.done; untilMs += sliceMs) run.advance(untilMs)
  return { report: run.report(), record: run.record(), entries, worst: worst.worst() }
}
