import type { Comparison } from "./measure.ts"

/** A comparison in one line of a terminal. */
export const line = (found: Comparison): string => {
  const { name, subject, peer, ratio, cpuRatio } = found
  const { ours, theirs } = sides(found)
  return (
    `${name.padEnd(34)} ${subject} ${ours}  ${peer} ${theirs}`.padEnd(88) +
    ` ${times(ratio.median)} (${times(ratio.low)} … ${times(ratio.high)}), by CPU ${times(cpuRatio.median)}`
  )
}

/** What is compared, of either side: a rate, or a quality with its unit. */
export const sides = ({ subjectPerSecond = NaN, peerPerSecond = NaN, quality }: Comparison) =>
  quality === undefined
    ? { ours: rate(subjectPerSecond), theirs: rate(peerPerSecond) }
    : { ours: amount(quality.subject, quality.unit), theirs: amount(quality.peer, quality.unit) }

/** A ratio. */
export const times = (ratio: number): string => `${ratio.toFixed(2)}×`

const rate = (perSecond: number): string =>
  perSecond >= 1e6
    ? `${(perSecond / 1e6).toFixed(2)} M/s`
    : perSecond >= 1e3
      ? `${(perSecond / 1e3).toFixed(1)} k/s`
      : `${perSecond.toFixed(1)} /s`

const amount = (value: number, unit: string): string => `${value.toFixed(2)} ${unit}`
