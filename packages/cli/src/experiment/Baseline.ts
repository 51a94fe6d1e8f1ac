import { Result, Schema } from "effect"
import { randomUUID } from "node:crypto"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { BadInput } from "../exit.ts"
import { whyNot } from "../fileError.ts"
import { readText } from "../input/traceFolder.ts"
import { parseJson } from "./RecordedRuns.ts"
import { Place } from "./Task.ts"

/** What the code did when it was good: some short cases, seed by seed. */
export const Baseline = Schema.Struct({
  format: Schema.Literal("hotbag-baseline/1"),
  commit: Schema.String,
  cases: Schema.Array(
    Schema.Struct({
      /** As `hotbag compare` reads it: a policy, perhaps with changes. */
      entrant: Schema.String,
      place: Place,
      /** Whole name of what was played. */
      scenario: Schema.String,
      runs: Schema.Array(
        Schema.Struct({
          seed: Schema.Number,
          hash: Schema.String,
          metrics: Schema.Record(Schema.String, Schema.Number)
        })
      ).check(Schema.isMinLength(2))
    })
  ).check(Schema.isMinLength(1))
})
/** @see Baseline */
export type Baseline = typeof Baseline.Type

/** @throws BadInput when there is none, or the file holds something else. */
export const readBaseline = async (path: string): Promise<Baseline> => {
  const text = await readText(path).catch((error: unknown) => {
    if (error instanceof BadInput)
      throw new BadInput(
        `--baseline ${path}`,
        "there is none to read",
        "record one first: hotbag regress --record"
      )
    throw error
  })
  const decoded = decode(parseJson(path, text))
  if (Result.isSuccess(decoded)) return decoded.success
  throw new BadInput(
    `--baseline ${path}`,
    "this is no baseline, or one of another version",
    "record it anew: hotbag regress --record"
  )
}

const decode = Schema.decodeUnknownResult(Baseline)

/** Writes a baseline: the file appears complete or not at all. @throws BadInput when it cannot be written. */
export const writeBaseline = async (path: string, baseline: Baseline): Promise<void> => {
  const target = resolve(path)
  const temporary = join(dirname(target), `.hotbag-${randomUUID()}`)
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(temporary, `${JSON.stringify(baseline, null, 1)}\n`)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw new BadInput(`--baseline ${path}`, whyNot(error), "name a file that can be written")
  }
}
