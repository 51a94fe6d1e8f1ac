/** One kind of schedule: how far ahead an event is put, in ms, drawn by `next` from (0, 1). */
export interface QueueSchedule {
  readonly name: string
  /** What it stands for. */
  readonly about: string
  readonly ahead: (next: () => number) => number
}

/** From the usual to what was made to hurt a queue that divides time. */
export const schedules: ReadonlyArray<QueueSchedule> = [
  { name: "exponential", about: "arrivals", ahead: (next) => -Math.log(next()) * 60_000 },
  { name: "uniform", about: "dwell times", ahead: (next) => next() * 120_000 },
  { name: "constant", about: "time-outs", ahead: () => 30_000 },
  {
    name: "whole seconds",
    about: "ticks, ties by the thousand",
    ahead: (next) => Math.ceil(next() * 60) * 1_000
  },
  {
    name: "soon or late",
    about: "nine in ten within 10 ms, one within 100 s",
    ahead: (next) => (next() < 0.9 ? next() * 10 : next() * 100_000)
  },
  { name: "any scale", about: "log-uniform over 17 decades", ahead: (next) => Math.exp(next() * 40 - 20) },
  { name: "heavy tail", about: "Pareto without a variance", ahead: (next) => next() ** -1 },
  { name: "heavier tail", about: "Pareto without a mean", ahead: (next) => next() ** -2 },
  {
    name: "out of sight",
    about: "one in a thousand a million times as far",
    ahead: (next) => (next() < 0.001 ? 1e9 : next() * 1_000)
  },
  {
    name: "stack",
    about: "the next event is always the newest",
    ahead: (next) => (next() < 0.9999 ? 0.001 : 1e6)
  },
  { name: "one time", about: "everything at once", ahead: () => 0 }
]

/** The first ones: enough to see that it works. */
export const QUICK_SCHEDULES = 3
