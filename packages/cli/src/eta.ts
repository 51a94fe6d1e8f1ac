import { Result, Schema } from "effect"
import { BadInput } from "./exit.ts"
import { evaluate } from "./eta/evaluate.ts"
import { readDeliveryRows } from "./eta/deliveryRows.ts"
import { learn } from "./eta/learnedForecasts.ts"
import { writeModel } from "./eta/modelFile.ts"
import { Flag } from "./input/Flag.ts"
import { parseSeed } from "./input/numbers.ts"
import { checkPicture } from "./mdrp/PictureFile.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag eta`: `evaluate` and `train`. */
export const addEta = ({ program, terminal }: Host): void => {
  const eta = program
    .command("eta")
    .description("Say how good times of arrival are, and learn them from deliveries of the past.")
    .addHelpText("after", EXAMPLES)
  eta
    .command("evaluate")
    .description("Hold forecasts against what happened: errors, pinball loss, coverage, PIT.")
    .option("--data <folder>", "deliveries to learn from and to test on: doordash.csv, doordash-split.csv")
    .option(
      "--events <file>",
      "events.ndjson that hotbag simulate --out wrote: the ETA model at three moments"
    )
    .option("--model <file>", "with --data: test this model instead of learning one")
    .option("--seed <number>", "seed of the learning", "1")
    .option("--svg <file>", "draw the PIT picture")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no progress")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const { data, events, seed, ...rest } = decodeEvaluate(given)
      if ((data === undefined) === (events === undefined))
        throw new BadInput("eta evaluate", "it needs --data or --events", "name one of them")
      if (rest.svg !== undefined) await checkPicture(rest.svg)
      const source =
        data === undefined
          ? ({ _tag: "Events", file: events ?? "" } as const)
          : ({ _tag: "Data", folder: data } as const)
      await evaluate({ ...rest, source, seed: seedOf(seed), model: rest.model, svg: rest.svg }, terminal)
    })
  eta
    .command("train")
    .description("Learn a model of click-to-door times from the training side of a folder of deliveries.")
    .requiredOption("--data <folder>", "deliveries: doordash.csv, doordash-split.csv")
    .requiredOption("--out <file>", "where to write the model; must be new")
    .option("--seed <number>", "seed of the learning", "1")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const { data, out, seed } = decodeTrain(given)
      const train = (await readDeliveryRows(data)).filter(({ isTest }) => !isTest)
      if (train.length === 0) throw new BadInput(data, "there is nothing to learn from", "see docs/eta.md")
      const { model } = learn(train, seedOf(seed))
      const bytes = await writeModel(out, model)
      terminal.out(`${out}: learned from ${train.length} orders, ${Math.ceil(bytes / 1_000)} kB\n`)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag eta evaluate --data deliveries
  $ hotbag simulate --out run-1 && hotbag eta evaluate --events run-1/events.ndjson --svg pit.svg
  $ hotbag eta train --data deliveries --out model.json

What the folder holds, and what the figures mean, is told in docs/eta.md.`

const text = Schema.optionalKey(Schema.String)

const decodeEvaluate = Schema.decodeUnknownSync(
  Schema.Struct({
    data: text,
    events: text,
    model: text,
    seed: Schema.String,
    svg: text,
    json: Flag,
    quiet: Flag
  })
)

const decodeTrain = Schema.decodeUnknownSync(
  Schema.Struct({ data: Schema.String, out: Schema.String, seed: Schema.String })
)

const seedOf = (given: string): number => Result.getOrThrowWith(parseSeed(given), (error) => error)
