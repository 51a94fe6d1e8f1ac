import { Result } from "effect"
import { composeScenarios } from "./composeScenarios.ts"
import { decodePlain, describeScenarioProblem, type ScenarioProblem } from "./decodePlain.ts"
import { bigCity } from "./bigCity.ts"
import { appDisconnects, busOutage, shardOutage, storeOutage } from "./failures.ts"
import { metroLaunch } from "./metroLaunch.ts"
import { moods } from "./moods.ts"
import { metroYear1 } from "./metroYear1.ts"
import { decodeOverlay, type DerivedInput, type Overlay } from "./Overlay.ts"
import { pereiraLunch } from "./pereiraLunch.ts"
import type { Scenario } from "./Scenario.ts"
import { dinnerX10, dinnerX5 } from "./surges.ts"
import { courierStrike, kitchenMeltdown, mapsOutage, rainAtSeven, stadiumExit } from "./troubles.ts"

const shipped = <A>(result: Result.Result<A, ScenarioProblem>): A =>
  Result.getOrThrowWith(result, (problem) => new Error(describeScenarioProblem(problem)))

const cities: ReadonlyArray<Scenario> = [metroLaunch, pereiraLunch, metroYear1, bigCity].map((input) =>
  shipped(decodePlain(input))
)

const derived: ReadonlyArray<DerivedInput> = [
  dinnerX5,
  dinnerX10,
  rainAtSeven,
  stadiumExit,
  courierStrike,
  kitchenMeltdown,
  mapsOutage,
  busOutage,
  storeOutage,
  shardOutage,
  appDisconnects,
  moods
]

/** What comes with hotbag to be laid over a scenario (`--with`). Each is a scenario of its own as well. */
export const overlays: ReadonlyArray<Overlay> = derived.map((input) => shipped(decodeOverlay(input)))

/** The scenarios that come with hotbag, in the order in which to show them; each describes itself in one line. */
export const scenarios: ReadonlyArray<Scenario> = [
  ...cities,
  ...derived.map((input): Scenario => {
    const overlay = shipped(decodeOverlay(input))
    const base = cities.find(({ name }) => name === input.base)
    if (base === undefined) throw new Error(`${input.name} is based on ${input.base}, which there is not`)
    return {
      ...shipped(composeScenarios(base, [overlay])),
      name: overlay.name,
      description: overlay.description
    }
  })
]

/** The shipped scenario of that name, if there is one. */
export const scenarioNamed = (name: string): Scenario | undefined =>
  scenarios.find((scenario) => scenario.name === name)

/** The shipped overlay of that name, if there is one. */
export const overlayNamed = (name: string): Overlay | undefined =>
  overlays.find((overlay) => overlay.name === name)
