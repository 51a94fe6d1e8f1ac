import type { RunOptions } from "../../Run.ts"
import type { LogEntry } from "../../report/LogEntry.ts"
import type { World } from "../../world/World.ts"
import { makeCheckers } from "../makeCheckers.ts"
import type { InvariantsReport } from "./Complaints.ts"
import { type Watch, watchRun } from "./watchRun.ts"
import { Limits } from "@hotbag/core"

/** What judges a run while it is played. */
export interface Invariants {
  readonly watch: Watch
  /** The caller's log, and that of the checkers where all of them judge; undefined: nobody wants one. */
  readonly log: ((entry: LogEntry) => void) | undefined
  /** Once the run is over. */
  readonly report: () => InvariantsReport
}

/** Judges a run as its options want it: by the watch, and with `check: "all"` by every checker besides. */
export const makeInvariants = ({ check, city, log }: RunOptions, world: () => World): Invariants => {
  const watch = watchRun(city, () => world().happenedAtMs ?? world().nowMs)
  const checkers = check === "all" ? makeCheckers(city) : []
  let report: InvariantsReport | null = null
  return {
    watch,
    log:
      checkers.length === 0
        ? log
        : (entry) => {
            for (const checker of checkers) checker.see(entry)
            log?.(entry)
          },
    report: () => {
      if (report !== null) return report
      const watched = watch.finish(world().nowMs)
      const found = checkers.flatMap((checker) => checker.finish())
      report = {
        checked: [...new Set([...watched.checked, ...checkers.map(({ name }) => name)])],
        events: watched.events,
        violations: watched.violations + found.length,
        first: [...watched.first, ...found].slice(0, Limits.violationsTold)
      }
      return report
    }
  }
}
