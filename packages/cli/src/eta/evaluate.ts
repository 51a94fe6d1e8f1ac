import { MINUTE_MS } from "@hotbag/core"
import { throwIfStopped } from "../exit.ts"
import { writePicture } from "../mdrp/PictureFile.ts"
import type { Terminal } from "../Terminal.ts"
import { baselines } from "./baselines.ts"
import { calibrateForecasts } from "./calibrateForecasts.ts"
import { readDeliveryRows } from "./deliveryRows.ts"
import { dayPartTable, type EvaluatedModel, modelTable, pitLines } from "./etaText.ts"
import { eventForecasts, MOMENTS } from "./eventForecasts.ts"
import { figuresOf, pitOf } from "./figures.ts"
import { DAY_PARTS, dayPartOf } from "./Forecast.ts"
import { learn, learnedForecasts } from "./learnedForecasts.ts"
import { readModel } from "./modelFile.ts"
import { pitPicture } from "./pitPicture.ts"

/** What `hotbag eta evaluate` was asked. */
export interface EvaluateRequest {
  readonly source:
    | { readonly _tag: "Data"; readonly folder: string }
    | { readonly _tag: "Events"; readonly file: string }
  readonly model: string | undefined
  readonly seed: number
  readonly json: boolean
  readonly quiet: boolean
  readonly svg: string | undefined
}

/** Evaluates, and prints. */
export const evaluate = async (request: EvaluateRequest, terminal: Terminal): Promise<void> => {
  const { source } = request
  const evaluated =
    source._tag === "Data"
      ? await evaluateData(source.folder, request, terminal)
      : await evaluateEvents(source.file, terminal)
  const { about, models, pairs } = evaluated
  const [first] = pairs
  if (request.svg !== undefined && first !== undefined) await writePicture(request.svg, pitPicture(...first))
  if (request.json) {
    terminal.out(`${JSON.stringify({ about, models: models.map(jsonOf) }, null, 2)}\n`)
    return
  }
  const lines = [about, "", ...modelTable(models)]
  for (const [before, after] of pairs) {
    lines.push("", ...dayPartTable(before), "", ...dayPartTable(after))
    lines.push("", ...pitLines(before, terminal.ascii), "", ...pitLines(after, terminal.ascii))
  }
  lines.push("", NOTE)
  terminal.out(`${lines.join("\n")}\n`)
}

const NOTE =
  "MAE of the median, RMSE of the mean, in minutes. cov.: share of orders at or below the quantile; " +
  "pinball: mean loss of the quantile, in minutes."

interface Evaluated {
  readonly about: string
  readonly models: ReadonlyArray<EvaluatedModel>
  /** Before and after calibration. */
  readonly pairs: ReadonlyArray<readonly [EvaluatedModel, EvaluatedModel]>
}

const evaluateData = async (
  folder: string,
  { model, quiet, seed }: EvaluateRequest,
  terminal: Terminal
): Promise<Evaluated> => {
  const rows = await readDeliveryRows(folder)
  const train = rows.filter(({ isTest }) => !isTest)
  const test = rows.filter(({ isTest }) => isTest)
  const progress = (text: string) => {
    throwIfStopped(terminal.stop)
    if (!quiet) terminal.err(`${text}\n`)
  }
  progress(`${train.length} orders to learn from, ${test.length} later ones to test on`)
  const simple = baselines(train, test)
  if (model === undefined) progress("learning: some ten seconds for ten thousand orders")
  const learned =
    model === undefined ? learn(train, seed) : { model: await readModel(model), expected: new Map() }
  progress("testing")
  const before = { name: "boosting", forecasts: learnedForecasts(learned, rows) }
  const after = { name: "boosting, calibrated on line", forecasts: calibrateForecasts(before.forecasts) }
  return {
    about: `${train.length} orders learned from, ${test.length} tested; ${model === undefined ? `seed ${seed}` : model}`,
    models: [...simple, before, after],
    pairs: [[before, after]]
  }
}

const evaluateEvents = async (file: string, terminal: Terminal): Promise<Evaluated> => {
  const said = await eventForecasts(file, terminal.stop)
  const pairs = MOMENTS.map((moment) => {
    const before = { name: `at ${moment}`, forecasts: said.get(moment) ?? [] }
    const after = {
      name: `at ${moment}, calibrated`,
      forecasts: calibrateForecasts(before.forecasts, QUICK_STEPS)
    }
    return [before, after] as const
  })
  const orders = pairs[0]?.[0].forecasts ?? []
  const minutes = orders.reduce((sum, { actual }) => sum + actual, 0) / orders.length
  const spanMs = (orders.at(-1)?.atMs ?? 0) - (orders[0]?.atMs ?? 0)
  return {
    about: `${orders.length} delivered orders of ${Math.round(spanMs / MINUTE_MS)} minutes; click-to-door ${minutes.toFixed(1)} minutes on average`,
    models: pairs.flat(),
    pairs
  }
}

/** A run has a few hundred or thousand orders, and the model was not fitted to it: what it gets wrong is to be learned fast. */
const QUICK_STEPS = { firstStep: 0.5, leastStep: 0.03 }

const jsonOf = ({ forecasts, name }: EvaluatedModel) => ({
  model: name,
  ...figuresOf(forecasts),
  pit: pitOf(forecasts),
  byPartOfDay: DAY_PARTS.flatMap(([part]) => {
    const some = forecasts.filter(({ localHour }) => dayPartOf(localHour) === part)
    return some.length === 0 ? [] : [{ part, ...figuresOf(some) }]
  })
})
