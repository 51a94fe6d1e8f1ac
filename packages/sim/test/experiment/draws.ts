import { probit } from "@hotbag/core"
import { makeStream } from "../../src/kernel/streams.ts"

/** Standard normal draws of a trial, always the same. */
export const normals = (trial: number, count: number): ReadonlyArray<number> => {
  const draws = makeStream(trial, "test.normal")
  return Array.from({ length: count }, (_, i) => probit(draws.uniform(i)))
}

/** Draws with a long right tail and mean 1. */
export const skewed = (trial: number, count: number): ReadonlyArray<number> => {
  const draws = makeStream(trial, "test.skewed")
  return Array.from({ length: count }, (_, i) => -Math.log(draws.uniform(i)))
}

/** How many of `trials` hold, as a share. */
export const shareOf = (trials: number, holds: (trial: number) => boolean): number => {
  let held = 0
  for (let trial = 1; trial <= trials; trial++) if (holds(trial)) held++
  return held / trials
}
