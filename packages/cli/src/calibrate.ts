import { Schema } from "effect"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag calibrate`. */
export const addCalibrate = ({ exitWith, program, terminal }: Host): void => {
  program
    .command("calibrate")
    .description("Measure what requests cost a real server here, for the servers of hotbag simulate.")
    .option("--out <file>", "write the calibration into this file", "calibration.json")
    .option("--quick", "fewer requests: a third of a minute instead of two, and rougher")
    .option("--json", "print the calibration instead of a summary")
    .option("--quiet", "no progress, only the result")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const { calibrate } = await import("./calibrate/calibrate.ts")
      exitWith(await calibrate(decodeOptions(given), terminal))
    })
}

const EXAMPLES = `
Examples:
  $ hotbag calibrate
  $ hotbag calibrate --quick --out here.json
  $ hotbag simulate --calibration here.json --nodes 4

It starts a server and a PostgreSQL of its own in a temporary folder, sends orders, commands and searches on a schedule (at most
240 orders a second), takes processor time and latencies, and removes everything again. The file holds the kind of machine, never
its name. What others do on the machine is taken off the latencies of single requests, but not off those of the check under load.
Needs Linux: processor time is read from /proc.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({ out: Schema.String, quick: Flag, json: Flag, quiet: Flag })
)
