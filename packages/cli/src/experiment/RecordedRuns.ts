import { Result, Schema } from "effect"
import { BadInput } from "../exit.ts"
import { readText } from "../input/traceFolder.ts"
import type { Played } from "./Task.ts"

/** What an entrant did seed by seed, to be compared with later: by other code, on another machine. */
export const RecordedRuns = Schema.Struct({
  format: Schema.Literal("hotbag-runs/1"),
  entrant: Schema.String,
  /** The whole name of what was played, its window included, without what the entrant changed. */
  scenario: Schema.String,
  commit: Schema.String,
  runs: Schema.Array(
    Schema.Struct({
      seed: Schema.Number,
      hash: Schema.String,
      metrics: Schema.Record(Schema.String, Schema.Number)
    })
  ).check(Schema.isMinLength(1))
})
/** @see RecordedRuns */
export type RecordedRuns = typeof RecordedRuns.Type

/** @throws BadInput when there is no such file, or it holds something else. */
export const readRecordedRuns = async (path: string): Promise<RecordedRuns> => {
  const decoded = decode(parseJson(path, await readText(path)))
  if (Result.isSuccess(decoded)) return decoded.success
  throw new BadInput(
    path,
    "this is no file of recorded runs",
    "name one that hotbag compare --out wrote, such as runs/1-planner.runs.json"
  )
}

const decode = Schema.decodeUnknownResult(RecordedRuns)

/** A file's text as JSON. @throws BadInput that says where it breaks. */
export const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadInput(path, error instanceof Error ? error.message : "not JSON", "write it anew")
  }
}

/**
 * The recorded runs of these seeds, in their sequence.
 *
 * @throws BadInput when they belong to another scenario, or a seed is not among them: unlike things are not compared.
 */
export const recordedFor = (
  path: string,
  recorded: RecordedRuns,
  scenario: string,
  seeds: ReadonlyArray<number>
): ReadonlyArray<Played> => {
  if (recorded.scenario !== scenario)
    throw new BadInput(
      path,
      `these runs are of "${recorded.scenario}", the others of "${scenario}"`,
      "compare runs of one scenario and window"
    )
  return seeds.map((seed) => {
    const run = recorded.runs.find((each) => each.seed === seed)
    if (run !== undefined) return run
    const held = recorded.runs.map((each) => each.seed)
    throw new BadInput(
      path,
      `seed ${seed} is not among its ${held.length} (${held[0] ?? 0} to ${held.at(-1) ?? 0})`,
      "compare the same seeds: choose them with --seed and --seeds, or record anew"
    )
  })
}
