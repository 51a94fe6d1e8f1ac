import type { Effect } from "effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { cases } from "./0001_cases.ts"
import { catalogue } from "./0002_catalogue.ts"
import { sandbox } from "./0003_sandbox.ts"
import { notices } from "./0005_notices.ts"
import { dispatch } from "./0006_dispatch.ts"
import { settling } from "./0007_settling.ts"
import { retention } from "./0008_retention.ts"
import { tracks } from "./0009_tracks.ts"
import { etaCalibration } from "./0010_eta_calibration.ts"

/** One change of the schema. */
export type Migration = Effect.Effect<unknown, SqlError, SqlClient>

/**
 * Every change of the schema so far, by number and name; each in a file of the same name. What has been released is never
 * edited: another change follows it.
 */
export const migrations: Record<string, Migration> = {
  "0001_cases": cases,
  "0002_catalogue": catalogue,
  "0003_sandbox": sandbox,
  "0005_notices": notices,
  "0006_dispatch": dispatch,
  "0007_settling": settling,
  "0008_retention": retention,
  "0009_tracks": tracks,
  "0010_eta_calibration": etaCalibration
}
