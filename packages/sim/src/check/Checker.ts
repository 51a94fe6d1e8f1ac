import { Limits } from "@hotbag/core"
import type { LogEntry } from "../report/LogEntry.ts"

/** A promise that a history breaks, and where. */
export interface Violation {
  /** Name of the checker that saw it. */
  readonly checker: string
  /** When it showed, ms since midnight. */
  readonly atMs: number
  readonly message: string
  readonly order?: string
  readonly courier?: string
}

/**
 * Judges one promise by the history of a run alone: no look at deciders, dispatchers or records, so that whatever is
 * wrong with those cannot hide itself. Entries come in the order of the history.
 */
export interface Checker {
  readonly name: string
  readonly see: (entry: LogEntry) => void
  /** The history is complete. @returns what was wrong with it, in the order in which it showed; empty: nothing. */
  readonly finish: () => ReadonlyArray<Violation>
}

/** What one checker has found so far; keeps the first `Limits.violationsKept` and counts the rest. */
export interface Findings {
  readonly add: (message: string, where: Place) => void
  readonly list: () => ReadonlyArray<Violation>
}

/** Where a violation shows; an entry of the history will do. */
export interface Place {
  readonly atMs: number
  readonly order?: string
  readonly courier?: string
}

/** Findings of the checker of that name. */
export const makeFindings = (checker: string): Findings => {
  const kept: Array<Violation> = []
  let lastAtMs = 0
  let more = 0
  return {
    add: (message, { atMs, courier, order }) => {
      if (kept.length >= Limits.violationsKept) {
        lastAtMs = atMs
        more++
        return
      }
      kept.push({
        checker,
        atMs,
        message,
        ...(order === undefined ? {} : { order }),
        ...(courier === undefined ? {} : { courier })
      })
    },
    list: () => (more === 0 ? kept : [...kept, { checker, atMs: lastAtMs, message: `… and ${more} more` }])
  }
}
