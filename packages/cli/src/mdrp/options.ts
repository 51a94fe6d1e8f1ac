import type { Command } from "commander"
import { Schema } from "effect"
import { Flag } from "../input/Flag.ts"
import { DEFAULT_POLICY } from "../policies.ts"

/** The options of `hotbag mdrp` as they were given, not yet checked. */
export type MdrpOptions = typeof Options.Type

const Options = Schema.Struct({
  policy: Schema.optionalKey(Schema.Array(Schema.String)),
  league: Flag,
  surge: Schema.optionalKey(Schema.String),
  ablation: Flag,
  copies: Schema.optionalKey(Schema.String),
  prepError: Schema.optionalKey(Schema.String),
  out: Schema.optionalKey(Schema.String),
  svg: Schema.optionalKey(Schema.String),
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
      `how to dispatch; give it again to compare (default: ${DEFAULT_POLICY}; all with --league and --surge)`,
      (name, before) => [...strings(before), name]
    )
    .option("--league", "one table of all policies, beside what was published for these days")
    .option("--surge <factors>", "more and more orders on the same couriers, such as 1.0,1.2,1.4")
    .option("--ablation", "the planner without one of its parts at a time: what each is worth")
    .option("--copies <n>", "a city of n copies of each day, side by side (2 to 20)")
    .option("--prep-error <minutes>", "kitchens err: what they say of a preparation is off by N(0, minutes)")
    .option("--out <dir>", "write each solution into a folder of its own in here")
    .option("--svg <file>", "draw the league or the surge into this file too")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no progress, and only the summary rows")
    .addHelpText("after", EXAMPLES)

const strings = (before: unknown): ReadonlyArray<string> =>
  Array.isArray(before) ? before.filter((name) => typeof name === "string") : []

const EXAMPLES = `
Examples:
  $ hotbag mdrp grubhub/0o100t100s1p100
  $ hotbag mdrp grubhub/* --policy nearest --policy assignment --quiet
  $ hotbag mdrp grubhub/* --out solutions --json > figures.json
  $ hotbag mdrp grubhub/* --league --svg league.svg
  $ hotbag mdrp grubhub/0o100t100s1p100 --copies 10 --policy planner
  $ hotbag mdrp grubhub/?o100t100s1p100 --surge 1.0,1.2,1.4,1.6,1.8,2.0
  $ hotbag mdrp grubhub/?o100t100s1p100 --ablation
  $ hotbag mdrp grubhub/* --prep-error 8.2 --quiet

Figures are minutes over delivered orders. Floor: what nobody can beat; excess: click-to-door above the floor;
impossible: lost orders that no courier could have carried. In the last row counts are added up, and the other
figures are means over the instances. In JSON, times stand apart: all else is the same wherever it is played.

--league shows published figures only where every day played belongs to the days they were published for.
--prep-error has each order announced as placement + max(1, preparation + error) in whole minutes; that the food is
ready is known when it is. Every policy meets the same errors. Figures and solutions go by the true ready times.
--surge brings the day's own orders again, a few minutes earlier or later and to doors nearby.

With --out, OUT/<instance>/ gets solution_info_assignments.txt, solution_info_orders.txt and
solution_info_couriers.txt; with several policies it is OUT/<policy>/<instance>/. Other files there stay.
--svg replaces a picture that hotbag drew, and no other file.`
