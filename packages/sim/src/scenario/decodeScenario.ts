import { Result } from "effect"
import { composeScenarios } from "./composeScenarios.ts"
import { isRecord } from "./isRecord.ts"
import { decodeOverlay } from "./Overlay.ts"
import { decodePlain, scenarioProblem, type ScenarioProblem } from "./decodePlain.ts"
import type { Scenario } from "./Scenario.ts"
import { scenarioNamed, scenarios } from "./scenarios.ts"

/**
 * Makes a scenario from foreign data, such as a parsed JSON file: defaults are filled in, everything is checked, a
 * field that is not known is refused (it is a misspelt one). The first problem found is the one told. With a `base`, the
 * name of a shipped scenario, it says only where it differs from it, as an overlay does.
 */
export const decodeScenario = (input: unknown): Result.Result<Scenario, ScenarioProblem> => {
  if (!isRecord(input) || !("base" in input)) return decodePlain(input)
  return Result.gen(function* () {
    const overlay = yield* decodeOverlay(input)
    const base = scenarioNamed(String(input["base"]))
    if (base === undefined) {
      const known = scenarios.map(({ name }) => name).join(", ")
      return yield* Result.fail(
        scenarioProblem("base", `there is no scenario ${JSON.stringify(input["base"])}; there are ${known}`)
      )
    }
    const composed = yield* composeScenarios(base, [overlay])
    return { ...composed, name: overlay.name, description: overlay.description }
  })
}
