import { plannerVariants } from "@hotbag/dispatch"
import { countText, decimalText } from "@hotbag/sim"
import { commit } from "../commit.ts"
import type { Terminal } from "../Terminal.ts"
import { alignedRows } from "./columns.ts"
import type { MdrpRequest } from "./MdrpRequest.ts"
import { playTurns, turnsOf } from "./playTurns.ts"
import { printLines } from "./printLines.ts"
import { makeProgressLine } from "./progress.ts"
import { summarise } from "./table.ts"
import type { Summary } from "./table.ts"
import { timesDocument, timesLines } from "./times.ts"

/** Plays the planner as it is, and without one of its parts at a time: what each part is worth. */
export const playAblation = async (request: MdrpRequest, terminal: Terminal): Promise<void> => {
  const version = await commit()
  const progress = makeProgressLine(terminal, !request.quiet)
  const turns = await playTurns(turnsOf(request.entrants, request.days), { version, terminal, progress })
  const summaries = request.entrants.map(({ name }) =>
    summarise(turns.filter(({ entrant }) => entrant.name === name).map(({ played }) => played))
  )
  const times = turns.map((turn) => turn.times)
  if (!request.json) {
    printLines(terminal, [`commit ${version}`, "", ...ablationLines(summaries), "", ...timesLines(times)])
    return
  }
  const variants = summaries.map(({ policy: variant, ...figures }) => ({
    variant,
    options: plannerVariants.find(({ name }) => name === variant)?.options,
    ...figures,
    difference: differenceOf(figures, summaries[0])
  }))
  const instances = turns.map(({ played: { policy: variant, ...figures } }) => ({ variant, ...figures }))
  const document = { commit: version, instances, variants, times: timesDocument(times) }
  terminal.out(`${JSON.stringify(document, spelled, 2)}\n`)
}

/** JSON has no word for a limit that is not there. */
const spelled = (_key: string, value: unknown): unknown => (value === Infinity ? "Infinity" : value)

type Compared = Pick<Summary, "lost" | "clickToDoorMean" | "overageMean" | "costPerOrder">

/** What a variant has more than the planner as it is, the first of all; what is worse is positive. */
const differenceOf = (variant: Compared, asItIs: Compared | undefined): Compared | undefined =>
  asItIs === undefined
    ? undefined
    : {
        lost: variant.lost - asItIs.lost,
        clickToDoorMean: variant.clickToDoorMean - asItIs.clickToDoorMean,
        overageMean: variant.overageMean - asItIs.overageMean,
        costPerOrder: variant.costPerOrder - asItIs.costPerOrder
      }

/** Variants below each other; every figure but the first row's with its difference to the first row. */
export const ablationLines = (summaries: ReadonlyArray<Summary>): ReadonlyArray<string> =>
  alignedRows([
    ["planner", "lost", "", "click-to-door", "", "overage", "", "cost/order", "", "excess"],
    ...summaries.map((summary, i) => {
      const difference = i === 0 ? undefined : differenceOf(summary, summaries[0])
      const decimal = (figure: Exclude<keyof Compared, "lost">) => [
        decimalText(summary[figure], 2),
        difference === undefined ? "" : signed(difference[figure], (value) => decimalText(value, 2))
      ]
      return [
        summary.policy,
        countText(summary.lost),
        difference === undefined ? "" : signed(difference.lost, countText),
        ...decimal("clickToDoorMean"),
        ...decimal("overageMean"),
        ...decimal("costPerOrder"),
        decimalText(summary.excessMean, 2)
      ]
    })
  ])

/** A difference with its sign; `=` where there is none. */
const signed = (value: number, text: (value: number) => string): string => {
  const magnitude = text(Math.abs(value))
  if (/^[0.,]*$/.test(magnitude)) return "="
  return `${value < 0 ? "-" : "+"}${magnitude}`
}
