import { Limits } from "@hotbag/core"
import { Result, Schema } from "effect"
import { decodeDisturbances, decodePlain, scenarioProblem, type ScenarioProblem } from "./decodePlain.ts"
import { isRecord } from "./isRecord.ts"
import type { Overlay } from "./Overlay.ts"
import { Scenario } from "./Scenario.ts"

/**
 * A scenario with others laid over it, in sequence: their disturbances happen besides its own, and their fields replace
 * its own, objects field by field, regions by their id, lists as a whole. The name tells of all:
 * `metro-launch+rain-at-seven+courier-strike`. Everything is checked as in a scenario.
 */
export const composeScenarios = (
  base: Scenario,
  overlays: ReadonlyArray<Overlay>
): Result.Result<Scenario, ScenarioProblem> =>
  Result.gen(function* () {
    if (overlays.length >= Limits.composedScenarios) {
      const message = `at most ${Limits.composedScenarios} scenarios are composed`
      return yield* Result.fail(scenarioProblem("", message))
    }
    let scenario = base
    for (const overlay of overlays) {
      const named = (problem: ScenarioProblem) => ({ ...problem, overlay: overlay.name })
      scenario = yield* laidOver(scenario, overlay).pipe(Result.mapError(named))
    }
    return scenario
  })

const laidOver = (base: Scenario, overlay: Overlay): Result.Result<Scenario, ScenarioProblem> =>
  Result.gen(function* () {
    const { regions = [], ...changes } = overlay.changes
    const written: unknown = encode(base)
    const ids = base.regions.map(({ id }) => id)
    const added = yield* decodeDisturbances(overlay.disturbances, ids)
    const changedRegions = yield* withRegions(base, regions)
    const changed = yield* decodePlain(merged(written, { ...changes, regions: changedRegions }))
    const disturbances = [...changed.disturbances, ...added]
    if (disturbances.length > Limits.disturbances) {
      const message = `${disturbances.length} together with those of the base, at most ${Limits.disturbances}`
      return yield* Result.fail(scenarioProblem("disturbances", message))
    }
    return { ...changed, name: `${base.name}+${overlay.name}`, disturbances }
  })

const encode = Schema.encodeSync(Scenario)

const withRegions = (
  base: Scenario,
  changes: unknown
): Result.Result<ReadonlyArray<unknown>, ScenarioProblem> => {
  const regions: Array<unknown> = [...encode(base).regions]
  if (!Array.isArray(changes)) return Result.fail(scenarioProblem("regions", "must be a list"))
  for (const [index, change] of changes.entries()) {
    const id: unknown = isRecord(change) ? change["id"] : undefined
    const place = base.regions.findIndex((region) => region.id === id)
    if (place < 0) {
      const known = base.regions.map((region) => region.id).join(", ")
      const message = `there is no region ${JSON.stringify(id)} to change; there are ${known}`
      return Result.fail(scenarioProblem(`regions[${index}].id`, message))
    }
    regions[place] = merged(regions[place], change)
  }
  return Result.succeed(regions)
}

const merged = (below: unknown, above: unknown): unknown => {
  if (!isRecord(below) || !isRecord(above)) return above
  const result: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) result[key] = merged(below[key], value)
  return result
}
