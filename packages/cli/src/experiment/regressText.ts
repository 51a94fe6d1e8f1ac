import { countText, decimalText, shareText, type RealChange, type Regression } from "@hotbag/sim"
import { aligned } from "./columns.ts"
import { digitsOf, intervalText, signed } from "./figures.ts"

/** A comparison with a baseline for people. */
export const regressText = (regression: Regression, before: string, now: string): string => {
  const { cases, changes, tests } = regression
  const rows = cases.map(({ changed, name, runs }) => [
    name,
    `${runs} seeds`,
    changed === 0 ? "the same histories" : `${changed} histories differ`
  ])
  return [
    `baseline ${before}  now ${now}`,
    "",
    ...aligned(rows),
    ...(changes.length === 0
      ? []
      : [
          "",
          ...aligned([
            ["real changes", "metric", "before", "now", "difference", "95 % interval", ""],
            ...changes.map(changeRow)
          ])
        ]),
    "",
    verdict(regression),
    ...(tests === 0
      ? []
      : [`${countText(tests)} tests, corrected to one chance in two hundred of a false alarm in all`]),
    ""
  ].join("\n")
}

const changeRow = (change: RealChange): ReadonlyArray<string> => {
  const digits = digitsOf(change.metric)
  return [
    change.case,
    change.metric,
    `${decimalText(change.againstMean, digits)} ${change.unit}`,
    decimalText(change.mean, digits),
    `${signed(change.difference, digits)}${change.againstMean === 0 ? "" : ` (${shareText(change.share)})`}`,
    intervalText(change.interval, digits),
    change.isWorse ? "WORSE" : change.better === "neither" ? "differs" : "better"
  ]
}

const verdict = ({ cases, changes, isWorse }: Regression): string => {
  if (isWorse) {
    const worse = new Set(changes.filter((change) => change.isWorse).map(({ metric }) => metric))
    return `worse: ${[...worse].join(", ")}`
  }
  if (changes.length > 0 && changes.every(({ better }) => better === "neither"))
    return "other, neither better nor worse: record a new baseline with hotbag regress --record"
  if (changes.length > 0)
    return "better, and nothing worse: record a new baseline with hotbag regress --record"
  return cases.every(({ changed }) => changed === 0)
    ? "nothing changed"
    : "histories changed, and no metric did beyond chance"
}
