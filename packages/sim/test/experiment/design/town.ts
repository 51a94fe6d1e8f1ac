import { HOUR_MS } from "@hotbag/core"
import type { DispatchPolicy } from "@hotbag/dispatch"
import { Schema } from "effect"
import { checkRun } from "../../../src/check/makeCheckers.ts"
import { designPolicies, type Design } from "../../../src/experiment/design/playDesign.ts"
import type { LogEntry } from "../../../src/report/LogEntry.ts"
import type { DrivenTrip } from "../../../src/Run.ts"
import { generateCity } from "../../../src/scenario/generateCity.ts"
import { Scenario } from "../../../src/scenario/Scenario.ts"
import { startRun } from "../../../src/startRun.ts"
import type { City } from "../../../src/world/City.ts"
import { smallScenario } from "../../scenario/smallScenario.ts"

const scenario = Schema.decodeSync(Scenario)({
  ...smallScenario,
  regions: ["harbour", "hill"].map((id) => ({
    ...smallScenario.regions[0],
    id,
    ordersPerDay: 600,
    couriers: 110
  }))
})

/** Two small regions at dinner. */
export const town = (seed: number): City =>
  generateCity(scenario, { seed, fromMs: 18 * HOUR_MS, toMs: 19.5 * HOUR_MS })

/** Plays both policies by the design, every promise checked; what was driven, and broken promises. */
export const playDesign = (
  city: City,
  design: Design,
  arms: readonly [DispatchPolicy, DispatchPolicy],
  seed = 1
): { readonly trips: ReadonlyArray<DrivenTrip>; readonly broken: ReadonlyArray<unknown> } => {
  const entries: Array<LogEntry> = []
  const run = startRun({
    city,
    seed,
    commit: "test",
    log: (entry) => entries.push(entry),
    ...designPolicies(design, arms, { fromMs: city.fromMs, regions: city.regions.length, seed })
  })
  run.advance(Infinity)
  return { trips: run.trips(), broken: checkRun(city, entries) }
}

/** The trips of one policy alone. */
export const playAlone = (city: City, policy: DispatchPolicy, seed = 1): ReadonlyArray<DrivenTrip> => {
  const run = startRun({ city, policy, seed, commit: "test" })
  run.advance(Infinity)
  return run.trips()
}
