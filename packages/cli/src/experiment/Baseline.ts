import { Result, Schema } from "effect"
import { randomUUID } from "node:crypto"
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises"
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

/** Finds out whether a baseline can be written there, before minutes are spent on it. @throws BadInput when not. */
export const tryBaseline = (path: string): Promise<void> =>
  throughDraft(path, async (draft, target) => {
    const isFolder = await stat(target).then(
      (found) => found.isDirectory(),
      () => false
    )
    if (isFolder) throw new BadInput(`--baseline ${path}`, "this is a folder", "name a file")
    await writeFile(draft, "")
    await rm(draft)
  })

/** Writes a baseline: the file appears complete or not at all. @throws BadInput when it cannot be written. */
export const writeBaseline = (path: string, baseline: Baseline): Promise<void> =>
  throughDraft(path, async (draft, target) => {
    await writeFile(draft, `${JSON.stringify(baseline, null, 1)}\n`)
    await rename(draft, target)
  })

const throughDraft = async (path: string, use: (draft: string, target: string) => Promise<void>) => {
  const target = resolve(path)
  const draft = join(dirname(target), `.hotbag-${randomUUID()}`)
  try {
    await mkdir(dirname(target), { recursive: true })
    await use(draft, target)
  } catch (error) {
    // Below a file there is no draft to remove, and the reason to tell is the first one.
    await rm(draft, { force: true }).catch(() => {})
    if (error instanceof BadInput) throw error
    throw new BadInput(`--baseline ${path}`, whyNot(error), "name a file that can be written")
  }
}
