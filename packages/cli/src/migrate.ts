import { Schema } from "effect"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag migrate`. */
export const addMigrate = ({ program, terminal }: Host): void => {
  program
    .command("migrate")
    .description("Bring the schema of the database up to date; hotbag serve does it too.")
    .option("--data <dir>", "data folder with the embedded PostgreSQL (default: ./.hotbag)")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const options = decodeOptions(given)
      const { runMigrations } = await import("./server/runMigrations.ts")
      const migrations = await runMigrations(options, process.env, terminal.stop)
      const text =
        migrations.length === 0
          ? "The schema is up to date."
          : migrations.map(({ id, name }) => `${String(id).padStart(4, "0")} ${name}`).join("\n")
      terminal.out(`${options.json ? JSON.stringify({ migrations }) : text}\n`)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag migrate --data /var/lib/hotbag
  $ DATABASE_URL=postgres://hotbag:secret@db/hotbag hotbag migrate

Each migration runs once, in one transaction with the others that are due; two that start together wait for each other.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({ data: Schema.optionalKey(Schema.String), json: Flag })
)
