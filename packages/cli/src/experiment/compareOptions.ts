import type { Command } from "commander"
import { Option } from "commander"
import { Schema } from "effect"
import { Flag } from "../input/Flag.ts"
import { DEFAULT_SCENARIO } from "../input/city.ts"

/** The options of `hotbag compare` as they were given, not yet checked. */
export type CompareOptions = typeof Options.Type

const Text = Schema.optionalKey(Schema.String)
const Texts = Schema.optionalKey(Schema.Array(Schema.String))
const Options = Schema.Struct({
  scenario: Text,
  with: Texts,
  trace: Text,
  from: Text,
  to: Text,
  seed: Schema.String,
  seeds: Text,
  untilWidth: Text,
  maxSeeds: Text,
  design: Texts,
  block: Schema.String,
  burnIn: Schema.String,
  sweep: Text,
  metric: Texts,
  workers: Text,
  out: Text,
  json: Flag,
  quiet: Flag
})

/** What commander gathered, as `CompareOptions`. */
export const decodeCompareOptions = Schema.decodeUnknownSync(Options)

/** Adds the options and the examples to the command. */
export const addCompareOptions = (command: Command): Command =>
  command
    .option("--scenario <scenario>", `name or file of what is played (default: ${DEFAULT_SCENARIO})`)
    .option("--with <scenario>", "lay this over it, see hotbag scenarios; may be given several times", gather)
    .option("--trace <day>", "play a real day instead: grubhub:DIR or rappi:DIR")
    .option("--from <time>", "begin of demand, HH:MM")
    .option("--to <time>", "end of demand, HH:MM")
    .addOption(new Option("--seed <n>", "the first seed").default("1", "1"))
    .option("--seeds <n>", "how many seeds each entrant plays (default: 5)")
    .option("--until-width <w>", "play seeds until the interval of the first metric is at most so wide")
    .option("--max-seeds <n>", "…but at most so many (default: 40)")
    .option(
      "--design <name>",
      "experiments beside the paired truth: switchback, ab, ab-courier, ab-region",
      gather
    )
    .addOption(new Option("--block <min>", "length of a switchback's block, minutes").default("30", "30"))
    .addOption(new Option("--burn-in <min>", "left out after each change, minutes").default("10", "10"))
    .option("--sweep <values>", "change one thing step by step, such as couriers-x=0.6..1.4/9")
    .option(
      "--metric <name>",
      "look at this only; may be given several times, the first is the main one",
      gather
    )
    .option("--workers <n>", "runs played side by side (default: as many as there are cores)")
    .option(
      "--out <dir>",
      "write compare.html, compare.json, tables as CSV, a picture of a sweep, and the runs of each entrant"
    )
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no progress, only the result")
    .addHelpText("after", EXAMPLES)

/** Values of an option that may be given again. */
export const gather = (value: string, before: ReadonlyArray<string> | undefined): ReadonlyArray<string> => [
  ...(before ?? []),
  value
]

const EXAMPLES = `
Examples:
  $ hotbag compare planner assignment nearest --from 18:30 --to 19:30
  $ hotbag compare planner planner:couriers-x=0.9 --scenario pereira-lunch --seeds 20
  $ hotbag compare planner planner:with=rain-at-seven,couriers-x=0.8
  $ hotbag compare planner planner:with=rain-at-seven planner:with=rain-at-seven+courier-strike
  $ hotbag compare planner nearest --metric click-to-door --until-width 0.5
  $ hotbag compare planner nearest --design switchback --design ab --seeds 10
  $ hotbag compare planner --sweep couriers-x=0.6..1.4/9 --scenario pereira-lunch --out sweep
  $ hotbag compare planner nearest --out before        then, with other code:
  $ hotbag compare planner before/1-planner.runs.json

An entrant is a policy, a policy with changes (couriers-x, orders-x, with=what happens to it alone, and for planner its
parameters), or a file of recorded runs. The first one is compared with each of the others, seed by seed: both meet the
same orders, couriers and answers, so that what luck does to both falls out of the difference. Differences are first
minus other, with a 95 % interval; where something is laid over one of them (with), that one stands first, and the
difference is what it costs. The verdict is corrected for the number of metrics. The same seeds give the same output, whatever
the number of workers. Exit code 0 whoever wins. See docs/experiments.md.`
