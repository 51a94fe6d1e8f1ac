import { durationText, explainSlos, shareText, type SloExplanation } from "@hotbag/sim"
import { Result, Schema } from "effect"
import { DAY_MS } from "@hotbag/core"
import { Flag } from "./input/Flag.ts"
import { knownName } from "./input/known.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag slo`. */
export const addSlo = ({ program, terminal }: Host): void => {
  program
    .command("slo")
    .description(
      "Explain the objectives: what is measured, why this threshold, what the budget is, when it alerts."
    )
    .argument("[name]", "one objective; all of them, a line each, when left out")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action((name: string | undefined, given: unknown) => {
      const all = explainSlos()
      const one = name === undefined ? undefined : Result.getOrThrow(knownName("objective", name, all))
      const lines = one === undefined ? listed(all) : sloLines(one)
      const json = decodeOptions(given).json
      terminal.out(`${json ? JSON.stringify(one ?? all, null, 2) : lines.join("\n")}\n`)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag slo
  $ hotbag slo placement
  $ hotbag slo location --json`

const listed = (all: ReadonlyArray<SloExplanation>): ReadonlyArray<string> => {
  const width = Math.max(...all.map(({ name }) => name.length))
  const of = (side: SloExplanation["side"], gate: boolean) =>
    all
      .filter((slo) => slo.side === side && slo.gate === gate)
      .map(
        ({ description, name, objective }) =>
          `  ${name.padEnd(width)}  ${percent(objective).padStart(7)}  ${description}`
      )
  return [
    "what customers are promised",
    ...of("customer", true),
    "",
    "what the servers promise",
    ...of("system", true),
    "",
    "goals beyond, no part of the verdict",
    ...of("system", false)
  ]
}

const sloLines = (slo: SloExplanation): ReadonlyArray<string> => [
  `${slo.name}: ${slo.description}, for ${percent(slo.objective)} of them`,
  "",
  `measured      ${slo.measured}`,
  ...(slo.thresholdMs === null ? [] : [`good below    ${spanText(slo.thresholdMs)}`]),
  `why           ${slo.why}`,
  `required by   ${slo.requirements.length === 0 ? "nobody; a decision about the product" : slo.requirements.join(", ")}`,
  `in a run      ${slo.gate ? "a breach is exit code 1" : "shown, and no part of the verdict"}`,
  `window        ${spanText(slo.windowMs)}`,
  `budget        ${slo.budget.per100k} bad of 100,000, or ${spanText(slo.budget.minutes * 60_000)} of complete failure`,
  `burn rate     1x spends it all in just ${spanText(slo.windowMs)}; everything bad is ${Math.round(slo.fastestBurn * 10) / 10}x`,
  ...slo.alerts.map(
    ({ badShare, longWindowMs, rate, severity, shortWindowMs, spent }) =>
      `${severity.padEnd(13)} ${rate}x: ${shareText(badShare, 2)} bad over ${spanText(longWindowMs)} and over ` +
      `the last ${spanText(shortWindowMs)} (${shareText(spent, 0)} of the budget)`
  ),
  `too few       a single bad one of fewer than ${Math.ceil(slo.fastestBurn)} is no breach: that is too few to judge`
]

const spanText = (ms: number): string => {
  if (ms < 1_000) return `${ms} ms`
  const days = ms / DAY_MS
  return days >= 2 ? `${Math.round(days * 100) / 100} days` : durationText(ms)
}

const percent = (share: number): string => `${Math.round(share * 1e6) / 1e4} %`

const decodeOptions = Schema.decodeUnknownSync(Schema.Struct({ json: Flag }))
