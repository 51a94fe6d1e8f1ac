import type { Comparison } from "./measure.ts"

/** What was found of `subject` beside what was found of, or promised for, `peer`: less is better. Ratios end at a thousand. */
export const lessIsBetter = (
  name: string,
  unit: string,
  subject: readonly [name: string, found: number],
  peer: readonly [name: string, found: number]
): Comparison => {
  const ratio = peer[1] / Math.max(subject[1], peer[1] / 1_000)
  const once = { median: ratio, low: ratio, high: ratio }
  return {
    name,
    subject: subject[0],
    peer: peer[0],
    ratio: once,
    cpuRatio: once,
    rounds: 1,
    quality: { unit, subject: subject[1], peer: peer[1] }
  }
}

/** What was found of a server beside what was promised. */
export const objective = (name: string, unit: string, found: number, promised: number): Comparison =>
  lessIsBetter(name, unit, ["hotbag serve", found], ["objective", promised])
