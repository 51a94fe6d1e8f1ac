import { decimalText } from "@hotbag/sim"
import { aligned } from "./columns.ts"
import type { Outcome } from "./compareDocument.ts"
import { digitsOf } from "./figures.ts"
import type { SweepCurve } from "./playSweep.ts"

/** Characters of the longest bar. */
const BAR = 32
/** Columns beside the main metric: more do not fit. */
const BESIDE = ["overage", "undelivered", "utilization"]

/** The curves of a sweep: a bar for each value, and where they bend. */
export const sweepLines = ({ curves, request: { metrics, sweep } }: Outcome): ReadonlyArray<string> => {
  const main = metrics[0]
  if (sweep === undefined || main === undefined) return []
  const highest = Math.max(
    ...curves.flatMap(({ points }) => points.map((point) => point.metrics[main.name]?.mean ?? 0))
  )
  const beside = BESIDE.filter((name) => name !== main.name && metrics.some((metric) => metric.name === name))
  return curves.flatMap((curve) => {
    const rows = curve.points.map(({ metrics: figures, value }) => {
      const { interval, mean } = figures[main.name] ?? { mean: Number.NaN, interval: { low: 0, high: 0 } }
      const bar = highest <= 0 ? 0 : Math.max(0, Math.round((BAR * mean) / highest))
      return [
        value,
        decimalText(mean, main.digits),
        `± ${decimalText((interval.high - interval.low) / 2, main.digits)}`,
        ...beside.map((name) => decimalText(figures[name]?.mean ?? Number.NaN, digitsOf(name))),
        "#".repeat(bar)
      ]
    })
    const head = [sweep.name, main.name, "95 %", ...beside, main.unit]
    return ["", curve.entrant, ...aligned([head, ...rows]), kneeLine(curve, sweep.name, main)]
  })
}

const kneeLine = (
  { knee }: SweepCurve,
  parameter: string,
  main: { readonly name: string; readonly unit: string; readonly digits: number }
): string =>
  knee === undefined
    ? `no knee: ${main.name} changes evenly, or its error hides the bend`
    : `knee at ${parameter}=${knee.x}: ${decimalText(knee.y, main.digits)} ${main.unit}; ` +
      "from there on each step is worth less, or costs more, than on the way there"
