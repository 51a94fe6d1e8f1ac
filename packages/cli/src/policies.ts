import { policyByName, policyNames } from "@hotbag/dispatch"
import type { DispatchPolicy } from "@hotbag/dispatch"
import { Schema } from "effect"
import type { Result } from "effect"
import type { BadInput } from "./exit.ts"
import { knownName } from "./input/known.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** The policy that is taken when none is named. */
export const DEFAULT_POLICY = "planner"

/** What each policy does, in one line. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  nearest: "greedy: the oldest order first, to the nearest free courier; the baseline",
  scored: "greedy by a score of distance, time to the door, load, likely acceptance and fairness",
  assignment: "all open orders and couriers matched at once, every window, with the least total delay",
  planner: "a plan of several trips for each courier, improved every round and committed as late as possible"
}

/** The policy of that name, asked for by `where`; the failure names the nearest one and all of them. */
export const parsePolicy = (name: string, where = "--policy"): Result.Result<DispatchPolicy, BadInput> =>
  knownName(
    where,
    name,
    policyNames.flatMap((known) => policyByName(known) ?? [])
  )

/** Adds `hotbag policies`. */
export const addPolicies = ({ program, terminal }: Host): void => {
  program
    .command("policies")
    .description("List the dispatch policies.")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action((given: unknown) => {
      const policies = policyNames.map((name) => ({
        name,
        description: DESCRIPTIONS[name] ?? "",
        default: name === DEFAULT_POLICY
      }))
      const width = Math.max(...policyNames.map((name) => name.length))
      const lines = policies.map(
        (policy) => `${policy.name.padEnd(width)}  ${policy.description}${policy.default ? " (default)" : ""}`
      )
      terminal.out(`${decodeOptions(given).json ? JSON.stringify(policies, null, 2) : lines.join("\n")}\n`)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag policies
  $ hotbag simulate --policy nearest`

const decodeOptions = Schema.decodeUnknownSync(Schema.Struct({ json: Flag }))
