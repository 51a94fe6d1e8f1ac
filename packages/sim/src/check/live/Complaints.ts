import { Limits } from "@hotbag/core"
import type { Violation } from "../Checker.ts"

/** What a run was watched for, and what was wrong. */
export interface InvariantsReport {
  /** Names of the promises, each a checker or a part of one. */
  readonly checked: ReadonlyArray<string>
  /** Events of the history that were looked at. */
  readonly events: number
  /** Every violation counts; each is a bug of ours. */
  readonly violations: number
  /** The first of them, in words. */
  readonly first: ReadonlyArray<Violation>
}

/** Counts violations and keeps the first, in words. */
export interface Complaints {
  readonly add: (violation: Violation) => void
  readonly count: () => number
  readonly first: () => ReadonlyArray<Violation>
}

/** Nothing to complain about yet. */
export const makeComplaints = (): Complaints => {
  const kept: Array<Violation> = []
  let count = 0
  return {
    add: (violation) => {
      if (count++ < Limits.violationsTold) kept.push(violation)
    },
    count: () => count,
    first: () => kept
  }
}
