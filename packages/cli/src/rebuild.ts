import { Schema } from "effect"
import { Exit } from "./exit.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag rebuild`. */
export const addRebuild = ({ exitWith, program, terminal }: Host): void => {
  program
    .command("rebuild")
    .description(
      "Build orders, deliveries, sagas and assignments anew from the log, and compare with the tables."
    )
    .option("--data <dir>", "data folder with the embedded PostgreSQL (default: ./.hotbag)")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const options = decodeOptions(given)
      const { runRebuild } = await import("./server/runRebuild.ts")
      const report = await runRebuild(options, process.env, terminal.stop)
      const lines = [
        `${report.cases} orders with ${report.entries} log entries: ` +
          (report.found === 0 ? "the tables are what the log says" : `${report.found} rows differ`),
        ...report.differences.map(({ orderId, table, what }) => `  ${table} ${orderId}: ${what}`)
      ]
      terminal.out(`${options.json ? JSON.stringify(report, null, 2) : lines.join("\n")}\n`)
      if (report.found > 0) exitWith(Exit.breach)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag rebuild --data /var/lib/hotbag
  $ DATABASE_URL=postgres://hotbag:secret@db/hotbag hotbag rebuild --json

Reads one moment of the database and changes nothing. With DATABASE_URL it may run beside the server; the embedded
PostgreSQL belongs to one process, so stop the server first. Exit code 1 when a row differs.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({ data: Schema.optionalKey(Schema.String), json: Flag })
)
