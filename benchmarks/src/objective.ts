import type { Comparison } from "./measure.ts"

/** What was found beside what was promised: less is better. */
export const objective = (name: string, unit: string, found: number, promised: number): Comparison => {
  const ratio = promised / Math.max(found, 1e-9)
  const once = { median: ratio, low: ratio, high: ratio }
  return {
    name,
    subject: "hotbag serve",
    peer: "objective",
    ratio: once,
    cpuRatio: once,
    subjectPerSecond: NaN,
    peerPerSecond: NaN,
    rounds: 1,
    quality: { unit, subject: found, peer: promised }
  }
}
