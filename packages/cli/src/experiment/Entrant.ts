import { policyNames } from "@hotbag/dispatch"
import { existsSync } from "node:fs"
import { parseSide, type Side } from "./Side.ts"
import { readRecordedRuns, type RecordedRuns } from "./RecordedRuns.ts"

/** Who takes part in a comparison: something to be played, or what was recorded earlier, maybe by other code. */
export type Entrant =
  | { readonly kind: "side"; readonly name: string; readonly side: Side }
  | { readonly kind: "recorded"; readonly name: string; readonly runs: RecordedRuns }

/**
 * A policy by its name, with changes behind a colon; or a file of recorded runs by its path, which does not begin like the
 * former, and has a slash, ends in `.json`, or names a file that is there.
 *
 * @throws BadInput that says what is wrong with either.
 */
export const parseEntrant = async (text: string): Promise<Entrant> => {
  if (!isPolicy(text) && (text.includes("/") || text.endsWith(".json") || existsSync(text)))
    return { kind: "recorded", name: text, runs: await readRecordedRuns(text) }
  return { kind: "side", name: text, side: parseSide(text) }
}

/** What is laid over may be a file: a path behind the colon is no path of runs. */
const isPolicy = (text: string): boolean => policyNames.some((name) => text.startsWith(`${name}:`))
