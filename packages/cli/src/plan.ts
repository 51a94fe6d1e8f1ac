import { Schema } from "effect"
import { Option } from "commander"
import { DEFAULT_SCENARIO } from "./input/city.ts"
import { Flag } from "./input/Flag.ts"
import { addServingOptions, ServingOptions } from "./input/serving.ts"
import { DEFAULT_POLICY } from "./policies.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag plan`. */
export const addPlan = ({ exitWith, program, terminal }: Host): void => {
  const command = program
    .command("plan")
    .description("Find the fewest couriers and servers that keep every objective through a scenario.")
    .option(
      "--target <scenario>",
      `scenario to get through, or path of its file (default: ${DEFAULT_SCENARIO})`
    )
    .option(
      "--with <scenario>",
      "lay this over it, see hotbag scenarios; may be given several times",
      (name: string, before: ReadonlyArray<string> | undefined) => [...(before ?? []), name]
    )
    .addOption(defaulted("--policy <name>", "how to dispatch, see hotbag policies", DEFAULT_POLICY))
    .addOption(defaulted("--seed <n>", "whole number that decides all luck of the runs", "1"))
    .option("--from <time>", "begin of demand, HH:MM")
    .option("--to <time>", "end of demand, HH:MM")
    .addOption(defaulted("--orders-x <factor>", "multiply the orders", "1"))
    .addOption(defaulted("--couriers-x <factor>", "multiply the couriers to begin with", "1"))
    .option(
      "--seeds <n>",
      "how many seeds, from the first, the answer is played with (default: by size, see below)"
    )
    .addOption(
      defaulted("--share <s>", "share of the seeds that must keep the objectives, above 0 to 1", "1")
    )
    .option("--workers <n>", "runs played side by side (default: as many as there are cores)")
  addServingOptions(command)
    .option(
      "--quick",
      "couriers to a quarter of what there are instead of a twentieth: fewer runs, and two seeds"
    )
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no progress, only the plan")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const { makePlan } = await import("./plan/makePlan.ts")
      exitWith(await makePlan(decodeOptions(given), terminal))
    })
}

const defaulted = (flags: string, description: string, value: string): Option =>
  new Option(flags, description).default(value, value)

const EXAMPLES = `
Examples:
  $ hotbag plan
  $ hotbag plan --target metro-launch --orders-x 10 --policy nearest
  $ hotbag plan --with rain-at-seven --quick
  $ hotbag plan --target pereira-lunch --stations apart --json
  $ hotbag plan --target pereira-lunch --seeds 20 --share 0.9

Couriers are found by playing the scenario again and again with more or fewer of them; a run is given up when they are too few
for certain. The fewest are found with the first seed, then with each of the others, and the answer is played with all of them, and
stepped up until enough of them keep it: five seeds, three of more than 5,000 orders, two of more than 50,000, where couriers are
told to a quarter. Servers are found by putting runs with enough couriers through more or fewer nodes, which takes no run.
The output is the same for any number of workers. Exit code 1: none that was tried keeps every objective; kitchens may be missing.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({
    target: Schema.optionalKey(Schema.String),
    with: Schema.optionalKey(Schema.Array(Schema.String)),
    policy: Schema.String,
    seed: Schema.String,
    from: Schema.optionalKey(Schema.String),
    to: Schema.optionalKey(Schema.String),
    ordersX: Schema.String,
    couriersX: Schema.String,
    seeds: Schema.optionalKey(Schema.String),
    share: Schema.String,
    workers: Schema.optionalKey(Schema.String),
    quick: Flag,
    json: Flag,
    quiet: Flag,
    ...ServingOptions
  })
)
/** What `hotbag plan` was told. */
export type PlanOptions = ReturnType<typeof decodeOptions>
