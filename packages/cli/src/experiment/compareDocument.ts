import { DESIGN_METRICS, makeRunHash, type Interval } from "@hotbag/sim"
import type { CompareRequest } from "./CompareRequest.ts"
import type { Entrant } from "./Entrant.ts"
import { CONFIDENCE, type Comparison, type PlayedComparison, type PlayedEntrant } from "./playEntrants.ts"
import type { PlayedDesign } from "./playDesigns.ts"
import type { SweepCurve } from "./playSweep.ts"
import type { RecordedRuns } from "./RecordedRuns.ts"
import type { Played } from "./Task.ts"

/** Everything that came of a comparison. */
export interface Outcome {
  readonly request: CompareRequest
  readonly commit: string
  /** Whole name of what was played. */
  readonly scenario: string
  /** Begin of its demand, ms since midnight. */
  readonly fromMs: number
  /** What to keep in mind when reading the figures, in words. */
  readonly cautions: ReadonlyArray<string>
  readonly seeds: ReadonlyArray<number>
  readonly compared: PlayedComparison | undefined
  readonly designs: ReadonlyArray<PlayedDesign>
  readonly curves: ReadonlyArray<SweepCurve>
}

/** All histories in one digest: the same comparison by the same code has the same, over however many workers. */
export const hashOfAll = ({ compared, curves, designs }: Outcome): string => {
  const hash = makeRunHash()
  const runs: ReadonlyArray<ReadonlyArray<Played>> = [
    ...(compared?.entrants ?? []).map((entrant) => entrant.runs),
    ...designs.map((design) => design.runs),
    ...curves.flatMap(({ points }) => points.map((point) => point.runs))
  ]
  for (const each of runs) for (const run of each) hash.addText(run.hash)
  return hash.digest()
}

/** The outcome as one JSON document. Infinite ends of intervals are null. */
export const compareDocument = (outcome: Outcome) => {
  const { cautions, commit, compared, curves, designs, request, scenario, seeds } = outcome
  return {
    commit,
    scenario,
    ...(cautions.length === 0 ? {} : { cautions }),
    seeds,
    confidence: CONFIDENCE,
    ...(request.untilWidth === undefined
      ? {}
      : { untilWidth: request.untilWidth, interval: "confidence sequence" as const }),
    entrants: (compared?.entrants ?? []).map(({ entrant, runs }) => ({
      name: entrant.name,
      ...aboutEntrant(entrant),
      runs: runs.map(({ hash, metrics, seed }) => ({ seed, hash, metrics: rounded(metrics) }))
    })),
    comparisons: (compared?.comparisons ?? []).map(comparisonDocument),
    ...(designs.length === 0 ? {} : { designs: designs.map(designDocument) }),
    ...(request.sweep === undefined
      ? {}
      : { sweep: { parameter: request.sweep.name, curves: curves.map(curveDocument) } }),
    hash: hashOfAll(outcome)
  }
}

/** What `--out` keeps of an entrant, to be compared with later. */
export const recordedDocument = (
  { entrant, runs }: PlayedEntrant,
  { commit, scenario }: Pick<Outcome, "commit" | "scenario">
): RecordedRuns => ({
  format: "hotbag-runs/1",
  entrant: entrant.kind === "recorded" ? entrant.runs.entrant : entrant.name,
  scenario,
  commit: entrant.kind === "recorded" ? entrant.runs.commit : commit,
  runs: runs.map(({ hash, metrics, seed }) => ({ seed, hash, metrics }))
})

const aboutEntrant = (entrant: Entrant) =>
  entrant.kind === "side" ? entrant.side : { recorded: entrant.runs.entrant, commit: entrant.runs.commit }

const comparisonDocument = ({ against, entrant, metrics }: Comparison) => ({
  entrant,
  against,
  metrics: Object.fromEntries(
    metrics.map((compared) => [
      compared.metric,
      {
        unit: compared.unit,
        better: compared.better,
        mean: millionths(compared.mean),
        againstMean: millionths(compared.againstMean),
        difference: millionths(compared.difference),
        interval: ends(compared.interval),
        bootstrap: ends(compared.bootstrap),
        pValue: millionths(compared.pValue),
        adjustedPValue: millionths(compared.adjustedPValue),
        verdict: compared.verdict
      }
    ])
  )
})

const designDocument = ({ judgements, name, runs }: PlayedDesign) => ({
  name,
  experiments: runs.map(({ estimates, hash, seed }) => ({
    seed,
    hash,
    ...Object.fromEntries(
      DESIGN_METRICS.flatMap((metric) => {
        const estimate = estimates?.[metric]
        return estimate === undefined
          ? []
          : [
              [
                metric,
                {
                  difference: millionths(estimate.mean),
                  interval: ends(estimate.interval),
                  pValue: millionths(estimate.pValue),
                  units: estimate.count
                }
              ]
            ]
      })
    )
  })),
  judgements: Object.fromEntries(
    DESIGN_METRICS.map((metric) => {
      const { biasInterval, ...judged } = judgements[metric]
      return [metric, { ...rounded(judged), width: finite(judged.width), biasInterval: ends(biasInterval) }]
    })
  )
})

const curveDocument = ({ entrant, knee, points }: SweepCurve) => ({
  entrant,
  points: points.map(({ metrics, runs, value }) => ({
    value: Number(value),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, { interval, mean }]) => [
        name,
        { mean: millionths(mean), interval: ends(interval) }
      ])
    ),
    runs: runs.map(({ hash, seed }) => ({ seed, hash }))
  })),
  knee: knee === undefined ? null : rounded({ ...knee })
})

/** Statistics are sums of floating-point numbers: what is shown of them is the same on every machine. */
const millionths = (value: number): number => Math.round(value * 1e6) / 1e6
const finite = (value: number): number | null => (Number.isFinite(value) ? millionths(value) : null)
const ends = ({ high, low }: Interval): readonly [number | null, number | null] => [finite(low), finite(high)]
const rounded = (values: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, millionths(value)]))
