import { decimalText } from "@hotbag/sim"
import { alignedRows } from "../mdrp/columns.ts"
import { type EtaFigures, figuresOf, pitOf } from "./figures.ts"
import { DAY_PARTS, dayPartOf, type Forecast } from "./Forecast.ts"

/** A row of the table: a model with what it said. */
export interface EvaluatedModel {
  readonly name: string
  readonly forecasts: ReadonlyArray<Forecast>
}

/** The table of models, one line for each. */
export const modelTable = (models: ReadonlyArray<EvaluatedModel>): ReadonlyArray<string> =>
  alignedRows([
    ["model", ...HEADINGS],
    ...models.map(({ forecasts, name }) => [name, ...cells(figuresOf(forecasts))])
  ])

/** The same of one model by part of the day. */
export const dayPartTable = ({ forecasts, name }: EvaluatedModel): ReadonlyArray<string> =>
  alignedRows([
    [name, ...HEADINGS],
    ...DAY_PARTS.flatMap(([part]) => {
      const some = forecasts.filter(({ localHour }) => dayPartOf(localHour) === part)
      return some.length === 0 ? [] : [[part, ...cells(figuresOf(some))]]
    })
  ])

const HEADINGS = ["orders", "MAE", "RMSE", "P50 cov.", "P90 cov.", "pinball 50", "pinball 90"]

const cells = (figures: EtaFigures): ReadonlyArray<string> => [
  String(figures.orders),
  decimalText(figures.mae, 2),
  decimalText(figures.rmse, 2),
  decimalText(figures.coverage50, 3),
  decimalText(figures.coverage90, 3),
  decimalText(figures.pinball50, 2),
  decimalText(figures.pinball90, 2)
]

/** A PIT histogram as text: ten bars, of which honest forecasts make equal ones. */
export const pitLines = ({ forecasts, name }: EvaluatedModel, isAscii: boolean): ReadonlyArray<string> => [
  `PIT of ${name}: share of orders in each tenth of what was forecast, honest at 0.10`,
  ...pitOf(forecasts).map((share, bar) => {
    const from = decimalText(bar / 10, 1)
    const to = decimalText((bar + 1) / 10, 1)
    return `  ${from}–${to}  ${decimalText(share, 3)}  ${(isAscii ? "#" : "█").repeat(Math.round(share * 200))}`
  })
]
