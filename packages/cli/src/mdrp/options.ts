import type { Command } from "commander"
import { Schema } from "effect"
import { Flag } from "../input/Flag.ts"
import { DEFAULT_POLICY } from "../policies.ts"

/** The options of `hotbag mdrp` as they were given, not yet checked. */
export type MdrpOptions = typeof Options.Type

const Options = Schema.Struct({
  policy: Schema.optionalKey(Schema.Array(Schema.String)),
  out: Schema.optionalKey(Schema.String),
  json: Flag,
  quiet: Flag
})

/** What commander gathered, as `MdrpOptions`. */
export const decodeMdrpOptions = Schema.decodeUnknownSync(Options)

/** Adds the options and the examples to the command. */
export const addMdrpOptions = (command: Command): Command =>
  command
    .option(
      "--policy <name>",
      `how to dispatch; give it again to compare (default: ${DEFAULT_POLICY})`,
      (name, before) => [...strings(before), name]
    )
    .option("--out <dir>", "write each solution into a folder of its own in here")
    .option("--json", "print one JSON document instead of a table")
    .option("--quiet", "print only the summary rows")
    .addHelpText("after", EXAMPLES)

const strings = (before: unknown): ReadonlyArray<string> =>
  Array.isArray(before) ? before.filter((name) => typeof name === "string") : []

const EXAMPLES = `
Examples:
  $ hotbag mdrp grubhub/0o100t100s1p100
  $ hotbag mdrp grubhub/* --policy nearest --policy assignment --quiet
  $ hotbag mdrp grubhub/* --out solutions --json > figures.json

Figures are minutes over delivered orders. Floor: what nobody can beat; excess: click-to-door above the floor;
impossible: lost orders that no courier could have carried. In the last row counts are added up, and the other
figures are means over the instances.

With --out, OUT/<instance>/ gets solution_info_assignments.txt, solution_info_orders.txt and
solution_info_couriers.txt; with several policies it is OUT/<policy>/<instance>/. Other files there stay.`
