import { Limits } from "@hotbag/core"
import { judgeRegression, type Regression } from "@hotbag/sim"
import { Option } from "commander"
import { Schema } from "effect"
import { commit } from "./commit.ts"
import { BadInput, Exit } from "./exit.ts"
import { readBaseline, tryBaseline, writeBaseline, type Baseline } from "./experiment/Baseline.ts"
import { gather } from "./experiment/compareOptions.ts"
import { workersOf } from "./experiment/CompareRequest.ts"
import { parseCount } from "./experiment/numbers.ts"
import { cityOf } from "./experiment/playTask.ts"
import {
  caseName,
  DEFAULT_CASES,
  firstSeeds,
  refuseTooMany,
  tasksOf,
  type BaselineCase
} from "./experiment/regressRequest.ts"
import { regressText } from "./experiment/regressText.ts"
import { onStage } from "./experiment/stage.ts"
import type { PlayTasks } from "./experiment/Task.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"
import type { Terminal } from "./Terminal.ts"

const DEFAULT_FILE = "benchmarks/baseline/city.json"
const DEFAULT_SEEDS = 6

/** Adds `hotbag regress`. */
export const addRegress = ({ exitWith, program, terminal }: Host): void => {
  program
    .command("regress")
    .description("Compare this code with a recorded baseline: exit code 1 when something got really worse.")
    .addOption(new Option("--baseline <file>", "where it is recorded").default(DEFAULT_FILE, DEFAULT_FILE))
    .option("--record", "write the baseline instead of comparing with it")
    .option(
      "--seeds <n>",
      `seeds of each case (default: all of the baseline; ${DEFAULT_SEEDS} when recording)`
    )
    .option(
      "--entrant <name>",
      "record this policy, perhaps with changes; may be given several times",
      gather
    )
    .option("--scenario <scenario>", "…on this scenario, instead of the default cases")
    .option("--with <scenario>", "…with this laid over it; may be given several times", gather)
    .option("--from <time>", "…from HH:MM")
    .option("--to <time>", "…to HH:MM")
    .option("--workers <n>", "runs played side by side (default: as many as there are cores)")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no progress, only the result")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      exitWith(await regress(decodeOptions(given), terminal))
    })
}

const EXAMPLES = `
Examples:
  $ hotbag regress --record                              once, with code that is good
  $ hotbag regress                                       in a pipeline, for every change
  $ hotbag regress --record --baseline dinner.json --scenario my-city.json --entrant planner --from 19:00 --to 20:00
  $ hotbag regress --baseline dinner.json --json

Runs are compared seed by seed. Where a history is the same nothing has changed. Otherwise a change is told when it is
real: beyond chance with all metrics of all cases considered, and large enough to matter.
Exit codes: 0 nothing got worse, 1 something did, 2 bad input.`

const Text = Schema.optionalKey(Schema.String)
const Texts = Schema.optionalKey(Schema.Array(Schema.String))
const Options = Schema.Struct({
  baseline: Schema.String,
  record: Flag,
  seeds: Text,
  entrant: Texts,
  scenario: Text,
  with: Texts,
  from: Text,
  to: Text,
  workers: Text,
  json: Flag,
  quiet: Flag
})
const decodeOptions = Schema.decodeUnknownSync(Options)

const regress = async (options: typeof Options.Type, terminal: Terminal): Promise<number> => {
  const seeds =
    options.seeds === undefined ? undefined : parseCount("--seeds", options.seeds, 2, Limits.experimentSeeds)
  const stage = { workers: workersOf(options.workers), terminal, quiet: options.quiet }
  const version = await commit()
  const tell = (text: string, document: unknown) =>
    terminal.out(options.json ? `${JSON.stringify(document, null, 2)}\n` : text)
  if (options.record) {
    const cases = casesOf(options)
    await tryBaseline(options.baseline)
    const recorded = await onStage(stage, (play) => record(cases, seeds ?? DEFAULT_SEEDS, version, play))
    await writeBaseline(options.baseline, recorded)
    tell(recordedText(options.baseline, recorded), recorded)
    return Exit.ok
  }
  refuseCases(options)
  const baseline = firstSeeds(await readBaseline(options.baseline), seeds)
  const regression = await onStage(stage, (play) => compareWith(baseline, play))
  tell(regressText(regression, baseline.commit, version), {
    baseline: baseline.commit,
    commit: version,
    ...regression
  })
  return regression.isWorse ? Exit.breach : Exit.ok
}

const recordedText = (file: string, { cases, commit: version }: Baseline): string =>
  [
    `recorded ${file} with ${version}:`,
    ...cases.map((each) => `  ${caseName(each)}, ${each.runs.length} seeds`),
    ""
  ].join("\n")

const casesOf = ({ entrant, from, scenario, to, with: overlays = [] }: typeof Options.Type) => {
  const isOwn = [entrant, scenario, from, to].some((given) => given !== undefined) || overlays.length > 0
  const place = { scenario, trace: undefined, with: overlays, from, to }
  const cases = isOwn ? (entrant ?? ["planner"]).map((name) => ({ entrant: name, place })) : DEFAULT_CASES
  refuseTooMany(cases)
  return cases
}

const refuseCases = ({ entrant, from, scenario, to, with: overlays }: typeof Options.Type) => {
  if ([entrant, from, scenario, to, overlays].some((given) => given !== undefined))
    throw new BadInput("regress", "what is played stands in the baseline", "add --record to choose it anew")
}

const record = async (
  cases: ReadonlyArray<BaselineCase>,
  count: number,
  version: string,
  play: PlayTasks
): Promise<Baseline> => {
  const seeds = Array.from({ length: count }, (_, i) => i + 1)
  const names: Array<string> = []
  for (const { place } of cases) names.push((await cityOf(place, 1)).city.name)
  const played = await play(cases.flatMap((each) => tasksOf(each, seeds)))
  return {
    format: "hotbag-baseline/1",
    commit: version,
    cases: cases.map((each, i) => ({
      ...each,
      scenario: names[i] ?? "",
      runs: played.slice(i * count, (i + 1) * count)
    }))
  }
}

/** Plays the cases of a baseline, and judges what became of them. */
export const compareWith = async ({ cases }: Baseline, play: PlayTasks): Promise<Regression> => {
  const played = await play(
    cases.flatMap((each) =>
      tasksOf(
        each,
        each.runs.map(({ seed }) => seed)
      )
    )
  )
  let next = 0
  return judgeRegression(
    cases.map((each) => {
      const now = played.slice(next, next + each.runs.length)
      next += each.runs.length
      return { name: caseName(each), before: each.runs, now }
    })
  )
}
