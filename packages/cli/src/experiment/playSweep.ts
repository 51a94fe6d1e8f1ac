import { kneeOf, tInterval, type Interval, type Knee } from "@hotbag/sim"
import { BadInput } from "../exit.ts"
import { DEFAULT_SEEDS, type CompareRequest } from "./CompareRequest.ts"
import { CONFIDENCE } from "./playEntrants.ts"
import { changed } from "./Side.ts"
import type { Played, PlayTasks, Task } from "./Task.ts"

/** One value of a sweep, over the seeds. */
export interface SweepPoint {
  readonly value: string
  readonly runs: ReadonlyArray<Played>
  /** By metric name. */
  readonly metrics: Readonly<Record<string, { readonly mean: number; readonly interval: Interval }>>
}

/** One entrant over all values, and where the main metric bends most. */
export interface SweepCurve {
  readonly entrant: string
  readonly points: ReadonlyArray<SweepPoint>
  readonly knee: Knee | undefined
}

/** Plays every entrant with every value of the sweep on common seeds. @throws BadInput when one has no such parameter. */
export const playSweep = async (
  request: CompareRequest,
  play: PlayTasks
): Promise<{ readonly seeds: ReadonlyArray<number>; readonly curves: ReadonlyArray<SweepCurve> }> => {
  const { entrants, firstSeed, metrics, place, sweep } = request
  if (sweep === undefined) return { seeds: [], curves: [] }
  const seeds = Array.from({ length: request.seeds ?? DEFAULT_SEEDS }, (_, i) => firstSeed + i)
  const lines = entrants.map((entrant) => {
    if (entrant.kind !== "side")
      throw new BadInput(entrant.name, "recorded runs cannot be swept", "name a policy")
    const { name, side } = entrant
    return {
      name,
      points: sweep.values.map((value) => ({ value, side: changed(side, sweep.name, value) }))
    }
  })
  const tasks = lines.flatMap(({ name, points }) =>
    points.flatMap(({ side, value }) =>
      seeds.map((seed): Task => ({ name: `${name} ${sweep.name}=${value}`, place, side, seed }))
    )
  )
  const played = await play(tasks)
  let next = 0
  const curves = lines.map(({ name, points }): SweepCurve => {
    const swept = points.map(({ value }): SweepPoint => {
      const runs = played.slice(next, next + seeds.length)
      next += seeds.length
      const figures = metrics.map((metric) => {
        const values = runs.flatMap((run) => run.metrics[metric.name] ?? [])
        const { interval, mean } = tInterval(values, CONFIDENCE)
        return [metric.name, { mean: values.length === 0 ? Number.NaN : mean, interval }] as const
      })
      return { value, runs, metrics: Object.fromEntries(figures) }
    })
    const main = metrics[0]?.name ?? ""
    return { entrant: name, points: swept, knee: kneeOf(curveOf(swept.filter(tells(main)), main)) }
  })
  return { seeds, curves }
}

/** Whether every run of a point tells of a metric: the mean of a run in which nothing was delivered is no mean. */
const tells =
  (metric: string) =>
  ({ runs }: SweepPoint): boolean =>
    runs.every(({ metrics }) => metrics[metric] !== undefined)

/**
 * The curve of a metric. Its points share their seeds, so what luck does to all of them alike moves the curve and not its
 * shape: the error that a knee has to stand out of is that of the seeds' deviations from their mean curve.
 */
const curveOf = (points: ReadonlyArray<SweepPoint>, metric: string) => {
  const valueAt = (point: SweepPoint, seed: number) => point.runs[seed]?.metrics[metric] ?? 0
  const seeds = points[0]?.runs.map((_, i) => i) ?? []
  const level = seeds.map(
    (seed) => points.reduce((sum, point) => sum + valueAt(point, seed), 0) / points.length
  )
  return points.map((point) => {
    const shape = tInterval(
      seeds.map((seed) => valueAt(point, seed) - (level[seed] ?? 0)),
      CONFIDENCE
    )
    const halfWidth = seeds.length < 2 ? 0 : (shape.interval.high - shape.interval.low) / 2
    return { x: Number(point.value), y: point.metrics[metric]?.mean ?? Number.NaN, halfWidth }
  })
}
