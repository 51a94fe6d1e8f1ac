import { DESIGN_METRICS, decimalText, shareText, type MetricComparison } from "@hotbag/sim"
import { brokenBy, turnedText } from "./brokenBy.ts"
import { aligned } from "./columns.ts"
import { hashOfAll, type Outcome } from "./compareDocument.ts"
import { digitsOf, intervalText, signed } from "./figures.ts"
import type { Comparison, PlayedEntrant } from "./playEntrants.ts"
import type { PlayedDesign } from "./playDesigns.ts"
import { sweepLines } from "./sweepText.ts"

/** The outcome for people. */
export const compareText = (outcome: Outcome): string => {
  const { cautions, commit, compared, designs, request, scenario, seeds } = outcome
  const [first = 0] = seeds
  return [
    `commit ${commit}  scenario ${scenario}  seeds ${first} to ${seeds.at(-1) ?? first}`,
    ...cautions.map((caution) => `note: ${caution}`),
    ...(compared?.comparisons ?? []).flatMap((each) => [
      "",
      ...comparisonLines(each, request.untilWidth),
      ...objectiveLines(each, compared?.entrants ?? [])
    ]),
    ...(designs.length === 0 ? [] : ["", ...designLines(outcome, designs)]),
    ...sweepLines(outcome),
    "",
    `hash of all histories ${hashOfAll(outcome)}`,
    ""
  ].join("\n")
}

const comparisonLines = (comparison: Comparison, untilWidth: number | undefined): ReadonlyArray<string> => {
  const { against, entrant, metrics } = comparison
  const rows = metrics.map((compared) => {
    const digits = digitsOf(compared.metric)
    return [
      compared.metric,
      compared.unit,
      decimalText(compared.mean, digits),
      decimalText(compared.againstMean, digits),
      signed(compared.difference, digits),
      intervalText(compared.interval, digits),
      VERDICTS[compared.verdict]
    ]
  })
  const [main] = metrics
  return [
    `${entrant} - ${against}`,
    ...aligned([["", "unit", entrant, against, "difference", "95 % interval", ""], ...rows]),
    ...(main === undefined ? [] : [inWords(comparison, main)]),
    ...(main === undefined || untilWidth === undefined
      ? []
      : [
          main.interval.high - main.interval.low <= untilWidth
            ? `stopped when the interval was at most ${untilWidth} ${main.unit} wide; it holds whenever one stops`
            : `the interval is still wider than ${untilWidth} ${main.unit}: more seeds are needed (--max-seeds)`
        ])
  ]
}

/** Of a what-if: the objectives that are broken by it, or kept only because of it. */
const objectiveLines = (
  comparison: Comparison,
  entrants: ReadonlyArray<PlayedEntrant>
): ReadonlyArray<string> => {
  if (comparison.whatIf === undefined) return []
  const { broken, mended } = brokenBy(comparison, entrants)
  return [
    ...(broken.length === 0 ? [] : [`it breaks ${turnedText(broken)}`]),
    ...(mended.length === 0 ? [] : [`it keeps ${turnedText(mended)}`]),
    ...(broken.length + mended.length === 0
      ? ["no objective of customers breaks or holds because of it"]
      : [])
  ]
}

/** Verdicts in tables. */
export const VERDICTS = {
  better: "better",
  worse: "WORSE",
  different: "differs",
  same: "the same",
  unclear: "no clear difference"
} as const

/** One metric of a comparison in a sentence; of a what-if, what it costs. */
export const inWords = ({ against, entrant, whatIf }: Comparison, main: MetricComparison): string => {
  const { againstMean, difference, mean, metric, unit, verdict } = main
  const size = `${decimalText(Math.abs(difference), digitsOf(metric))} ${unit}`
  const relative = againstMean === 0 ? "" : ` (${shareText(Math.abs(difference / againstMean))})`
  if (verdict === "same") return `${metric}: not one run differs`
  if (verdict === "unclear") return `${metric}: a difference of ${size} may be chance; more seeds would tell`
  const direction = difference < 0 ? "less" : "more"
  if (whatIf !== undefined) {
    const digits = digitsOf(metric)
    const verb = { better: "gains", worse: "costs", different: `moves it by` }[verdict]
    return (
      `${metric}: ${whatIf} ${verb} ${verdict === "different" ? signed(difference, digits) + ` ${unit}` : size}` +
      `${relative}: ${decimalText(mean, digits)} in place of ${decimalText(againstMean, digits)}`
    )
  }
  const judged = verdict === "different" ? "" : `, which is ${verdict}`
  return `${metric}: ${entrant} has ${size}${relative} ${direction} than ${against}${judged}`
}

const designLines = (
  { compared, request: { metrics } }: Outcome,
  designs: ReadonlyArray<PlayedDesign>
): ReadonlyArray<string> => {
  const shown = DESIGN_METRICS.filter((name) => metrics.some((metric) => metric.name === name))
  return (shown.length === 0 ? DESIGN_METRICS : shown).flatMap((metric, i) => {
    const truth = compared?.comparisons[0]?.metrics.find((each) => each.metric === metric)
    const rows = designs.map(({ judgements, name, runs }) => {
      const { bias, biasInterval, coverage, estimate, right, undecided, width, wrong } = judgements[metric]
      return [
        name,
        signed(estimate, 2),
        signed(bias, 2),
        intervalText(biasInterval, 2),
        decimalText(width, 2),
        `${Math.round(coverage * runs.length)} of ${runs.length}`,
        `${right} right, ${undecided} undecided, ${wrong} wrong`
      ]
    })
    const head = ["", "estimate", "bias", "95 % of bias", "interval width", "hold truth", "verdicts at 5 %"]
    const paired =
      truth === undefined
        ? []
        : [
            [
              "paired truth",
              signed(truth.difference, 2),
              "",
              "",
              decimalText(truth.interval.high - truth.interval.low, 2),
              "",
              VERDICTS[truth.verdict]
            ]
          ]
    return [
      ...(i === 0 ? [] : [""]),
      `${metric}: what an experiment in one city would have said, once for each seed`,
      ...aligned([head, ...paired, ...rows])
    ]
  })
}
