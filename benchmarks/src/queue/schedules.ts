import { makeStream } from "@hotbag/sim"

/** How far in the future the next event of an actor lies, in whole ms. */
export interface Schedule {
  readonly name: string
  /** From a uniform in (0, 1). */
  readonly increment: (u: number) => number
}

/**
 * The usual distributions of the hold model (Jones 1986), and three that hurt: everything at the same few moments, a
 * sorted stream, and near events with rare far ones, on which a calendar queue degenerates.
 */
export const SCHEDULES: ReadonlyArray<Schedule> = [
  { name: "exponential", increment: (u) => Math.ceil(-Math.log(u) * 600_000) },
  { name: "uniform", increment: (u) => Math.ceil(u * 1_200_000) },
  { name: "bimodal", increment: (u) => Math.ceil(u < 0.9 ? u * 100_000 : u * 10_000_000) },
  { name: "whole minutes (ties)", increment: (u) => 60_000 * Math.ceil(u * 20) },
  { name: "constant (sorted)", increment: () => 600_000 },
  { name: "mostly now, rarely far", increment: (u) => (u < 0.999 ? Math.ceil(u * 10) : 1e9 * u) }
]

/** `count` draws of the schedule, the same for the same seed. */
export const draws = ({ name, increment }: Schedule, seed: number, count: number, from = 0): Float64Array => {
  const stream = makeStream(seed, `queue ${name}`)
  return Float64Array.from({ length: count }, (_, i) => increment(stream.uniform(from + i)))
}
