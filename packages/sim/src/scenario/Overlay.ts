import { Result, Schema } from "effect"
import { scenarioProblem, type ScenarioProblem } from "./decodePlain.ts"
import { Slug } from "./fields.ts"
import { isRecord } from "./isRecord.ts"
import type { ScenarioInput } from "./Scenario.ts"

/** What a scenario changes in another one: any of its fields, and disturbances besides those that there are. */
export interface Overlay {
  readonly name: string
  readonly description: string
  /** The fields that it changes, as written; they are checked together with those of the base. */
  readonly changes: Readonly<Record<string, unknown>>
  /** As written. */
  readonly disturbances: unknown
}

type RegionInput = ScenarioInput["regions"][number]

/** A scenario that says only where it differs from `base`; on top of another one it counts as an overlay. */
export type DerivedInput = Partial<Omit<ScenarioInput, "name" | "regions">> & {
  readonly name: string
  /** Name of a shipped scenario. */
  readonly base: string
  /** Regions of the base by id, with what changes in each. */
  readonly regions?: ReadonlyArray<Partial<RegionInput> & Pick<RegionInput, "id">>
}

/** An overlay from foreign data; what its fields hold is checked when it is laid over something. */
export const decodeOverlay = (input: unknown): Result.Result<Overlay, ScenarioProblem> => {
  if (!isRecord(input)) return Result.fail(scenarioProblem("", "must be an object"))
  const { base: _, description = "", disturbances = [], name, ...changes } = input
  if (!isSlug(name)) {
    return Result.fail(
      scenarioProblem("name", "must be a name of lower-case letters, digits and single hyphens")
    )
  }
  if (typeof description !== "string") {
    return Result.fail(scenarioProblem("description", "must be one line for people"))
  }
  return Result.succeed({ name, description, disturbances, changes })
}

const isSlug = Schema.is(Slug)
