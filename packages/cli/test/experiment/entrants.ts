import type { PlayedEntrant } from "../../src/experiment/playEntrants.ts"
import { parseSide } from "../../src/experiment/Side.ts"
import type { Played } from "../../src/experiment/Task.ts"

/** An entrant that was played, with runs of nothing but what is given. */
export const entrantOf = (name: string, runs: ReadonlyArray<Partial<Played>>): PlayedEntrant => ({
  entrant: { kind: "side", name, side: parseSide(name) },
  runs: runs.map((run, i) => ({ seed: i + 1, hash: "", metrics: {}, ...run }))
})
