/** The part of `Limits` that is about experiments; each with its reason. */
export const experimentLimits = {
  /** Seeds of one comparison: intervals shrink with their root, and a thousand of the smallest city take minutes. */
  experimentSeeds: 1_000,
  /** Entrants of one comparison: a table of more is read by nobody. */
  experimentEntrants: 16,
  /** Points of a sweep: more than a picture shows apart. */
  sweepPoints: 51,
  /** Runs played side by side: each holds a city of its own, and few machines have more cores. */
  experimentWorkers: 64,
  /** Cases of a baseline: each is some seconds of every check of every change. */
  baselineCases: 50
} as const
