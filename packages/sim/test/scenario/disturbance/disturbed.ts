import { HOUR_MS } from "@hotbag/core"
import { nearest, type DispatchPolicy } from "@hotbag/dispatch"
import { Result } from "effect"
import { describeScenarioProblem } from "../../../src/scenario/decodePlain.ts"
import { decodeScenario } from "../../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../../src/scenario/generateCity.ts"
import type { ScenarioInput } from "../../../src/scenario/Scenario.ts"
import type { City } from "../../../src/world/City.ts"
import { play } from "../../world/play.ts"

export type DisturbanceInput = NonNullable<ScenarioInput["disturbances"]>[number]

/** A town with two regions at dinner, quick to play. */
export const town: ScenarioInput = {
  name: "town",
  fromMs: 18 * HOUR_MS,
  toMs: 20 * HOUR_MS,
  regions: [
    {
      id: "north",
      name: "North",
      centre: { lat: 41.4, lng: 2.2 },
      ordersPerDay: 900,
      restaurants: 50,
      couriers: 110,
      spreadM: 1_500,
      hotSpots: 4
    },
    {
      id: "south",
      name: "South",
      centre: { lat: 41.1, lng: 2.2 },
      ordersPerDay: 600,
      restaurants: 40,
      couriers: 80,
      spreadM: 1_500,
      hotSpots: 4
    }
  ]
}

/** A scenario that must be one. */
export const scenarioOf = (input: unknown) =>
  Result.getOrThrowWith(decodeScenario(input), (problem) => new Error(describeScenarioProblem(problem)))

/** The town on a day that is disturbed so. */
export const townWith = (disturbances: ReadonlyArray<DisturbanceInput>, seed = 1): City =>
  generateCity(scenarioOf({ ...town, disturbances }), { seed })

/** What happened on that day. */
export const playTown = (
  disturbances: ReadonlyArray<DisturbanceInput>,
  policy: DispatchPolicy = nearest,
  seed = 1
) => play(townWith(disturbances, seed), policy, seed)

/** The two hours of the town. */
export const EVENING = { fromMs: 18 * HOUR_MS, toMs: 20 * HOUR_MS } as const
