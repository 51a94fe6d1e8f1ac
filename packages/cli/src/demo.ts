import { Schema } from "effect"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag demo`. */
export const addDemo = ({ exitWith, program, terminal }: Host): void => {
  program
    .command("demo")
    .description("Start a server, have dinner through its API, show every request, and stop it again.")
    .option("--data <dir>", "data folder of the server (default: ./.hotbag/demo)")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const { playDinner } = await import("./demo/playDinner.ts")
      exitWith(await playDinner(decodeOptions(given), terminal))
    })
}

const EXAMPLES = `
Examples:
  $ hotbag demo
  $ hotbag demo --json > dinner.json

Exit code 1 when the order was not delivered, the ledger is not balanced, or nobody says why this courier.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({ data: Schema.optionalKey(Schema.String), json: Flag })
)
