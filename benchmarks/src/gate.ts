import { times } from "./lines.ts"
import type { Comparison } from "./measure.ts"

/**
 * A case has fallen when its ratio is below this share of the recorded one. What the gate is for, a lost index, a path that
 * became quadratic or polymorphic, costs more than half; what a busy machine with two cores does to the median of seven
 * interleaved rounds has been seen to cost a third.
 */
const MEASURED_MARGIN = 0.5
/** The same for what follows from the seed: the machine has no part in it. */
const SEED_MARGIN = 0.95

/** How often the reduced set is measured before a case counts as fallen. */
export const ATTEMPTS = 3

/** What the gate says of one recorded case. */
export interface Verdict {
  readonly outcome: "kept" | "fallen" | "not measured"
  /** To be read by who has to find out why. */
  readonly line: string
}

/**
 * Compares what was measured, in one attempt or several, with what was recorded. A case has fallen when it is below the
 * margin in every attempt, by the clock and by processor time alike: noise seldom meets both, and a slower program always
 * does. A case without a peer on this machine is not measured, and has not fallen.
 */
export const judge = (
  recorded: ReadonlyArray<Comparison>,
  attempts: ReadonlyArray<ReadonlyArray<Comparison>>
): ReadonlyArray<Verdict> =>
  recorded.map((before): Verdict => {
    const title = `${before.name}, ${before.subject} beside ${before.peer}`
    const found = attempts.flatMap((attempt) => attempt.filter((now) => isSameCase(before, now)))
    const best = found.toSorted((a, b) => b.ratio.median - a.ratio.median)[0]
    if (best === undefined) return { outcome: "not measured", line: `${title}: not measured here` }
    const margin = before.quality?.isOfSeed ? SEED_MARGIN : MEASURED_MARGIN
    const figures = `${times(best.ratio.median)}, recorded ${times(before.ratio.median)}`
    return found.every((now) => isBelow(before, now, margin))
      ? { outcome: "fallen", line: `${title}: ${figures}; below ${margin * 100} % of it` }
      : { outcome: "kept", line: `${title}: ${figures}` }
  })

const isSameCase = (a: Comparison, b: Comparison): boolean =>
  a.name === b.name && a.subject === b.subject && a.peer === b.peer

const isBelow = (before: Comparison, now: Comparison, margin: number): boolean =>
  now.ratio.median < margin * before.ratio.median &&
  // What follows from the seed has its price in time, which is another matter.
  (before.quality?.isOfSeed === true || now.cpuRatio.median < margin * before.cpuRatio.median)
