import { Schema } from "effect"
import { join } from "node:path"
import { BadInput, oneLine, quoted } from "./exit.ts"
import { EVENTS_FILE } from "./output/runFiles.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"
import { eventsOfOrder } from "./story/readEvents.ts"
import { outcomeOf, storyLines } from "./story/story.ts"
import type { Terminal } from "./Terminal.ts"

/** Adds `hotbag explain`. */
export const addExplain = ({ program, terminal }: Host): void => {
  program
    .command("explain")
    .description(
      "Tell the story of one order of a run: what happened, who was asked, and why not somebody else."
    )
    .argument("<run>", "folder that hotbag simulate --out wrote")
    .requiredOption("--order <id>", "the order, as it is called in the run")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action(async (run: string, given: unknown) => {
      await explain(run, decodeOptions(given), terminal)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag simulate --out run-1 && hotbag explain run-1 --order o42
  $ hotbag explain run-1 --order o42 --json

Every offer shows the couriers that were considered: the terms of their cost in minutes, and why each but the
chosen one was passed over.`

const decodeOptions = Schema.decodeUnknownSync(Schema.Struct({ order: Schema.String, json: Flag }))

const explain = async (
  run: string,
  { order, json }: ReturnType<typeof decodeOptions>,
  terminal: Terminal
): Promise<void> => {
  const path = join(run, EVENTS_FILE)
  const { events, near } = await eventsOfOrder(path, order, terminal.stop)
  if (events.length === 0) {
    const guess = near.length === 0 ? "see the ids in that file" : `did you mean ${near.join(" or ")}?`
    throw new BadInput("--order", `there is no order ${quoted(order)} in ${path}`, guess)
  }
  terminal.out(
    json
      ? `${JSON.stringify({ order, outcome: outcomeOf(events), events }, null, 2)}\n`
      : `${storyLines(order, events).map(oneLineKeepingIndent).join("\n")}\n`
  )
}

/** Ids and verdicts come from a file: whatever they hold, a line stays a line. */
const oneLineKeepingIndent = (line: string): string => `${/^ */.exec(line)?.[0] ?? ""}${oneLine(line)}`
