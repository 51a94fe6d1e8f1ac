import { countText, decimalText, summariseRounds } from "@hotbag/sim"
import type { RoundTimes } from "@hotbag/sim"
import { alignedRows } from "./columns.ts"

/** How long one run took by the wall clock: kept apart from its figures, since no two machines agree on it. */
export interface RunTimes {
  readonly instance: string
  readonly policy: string
  readonly seconds: number
  /** What each round of dispatch took. */
  readonly roundsMs: ReadonlyArray<number>
}

/** The times of several runs for a JSON document. */
export interface TimesDocument {
  /** All runs of a policy together, in the sequence in which policies were played. */
  readonly policies: ReadonlyArray<{
    readonly policy: string
    readonly seconds: number
    readonly rounds: RoundTimes
  }>
  readonly runs: ReadonlyArray<{
    readonly policy: string
    readonly instance: string
    readonly seconds: number
    readonly rounds: RoundTimes
  }>
}

/** Sums up times, by policy and by run. O(n log n) in the rounds. */
export const timesDocument = (times: ReadonlyArray<RunTimes>): TimesDocument => ({
  policies: [...new Set(times.map(({ policy }) => policy))].map((policy) => {
    const own = times.filter((run) => run.policy === policy)
    return {
      policy,
      seconds: Math.round(own.reduce((sum, { seconds }) => sum + seconds, 0) * 1000) / 1000,
      rounds: summariseRounds(own.flatMap(({ roundsMs }) => [...roundsMs]))
    }
  }),
  runs: times.map(({ policy, instance, seconds, roundsMs }) => ({
    policy,
    instance,
    seconds,
    rounds: summariseRounds(roundsMs)
  }))
})

/** How long rounds took, a line for each policy. */
export const timesLines = (times: ReadonlyArray<RunTimes>): ReadonlyArray<string> =>
  alignedRows([
    ["rounds, wall-clock ms", "count", "p50", "p99", "max", "all runs, s"],
    ...timesDocument(times).policies.map(({ policy, rounds, seconds }) => [
      policy,
      countText(rounds.count),
      decimalText(rounds.p50Ms, 2),
      decimalText(rounds.p99Ms, 2),
      decimalText(rounds.maxMs, 1),
      decimalText(seconds, 1)
    ])
  ])
