import { Result, Schema, SchemaIssue } from "effect"
import { Limits } from "@hotbag/core"
import { Disturbance, DISTURBANCE_KINDS } from "./disturbance/Disturbance.ts"
import { isRecord } from "./isRecord.ts"
import { Scenario, strangeRegion } from "./Scenario.ts"

/** Why a scenario was refused. Expected: scenarios are written by hand. */
export interface ScenarioProblem {
  readonly _tag: "ScenarioProblem"
  /** Where, such as `regions[0].couriers`; empty for the scenario as a whole. */
  readonly path: string
  /** What is wrong and what is expected instead. */
  readonly message: string
  /** Name of the overlay that is meant, when several scenarios are composed. */
  readonly overlay?: string
}

/** A scenario that stands on its own, from foreign data: see `decodeScenario`. */
export const decodePlain = (input: unknown): Result.Result<Scenario, ScenarioProblem> => {
  const strange = isRecord(input) ? strangeKind(input["disturbances"]) : undefined
  if (strange !== undefined) return Result.fail(strange)
  return decode(input).pipe(Result.mapError(({ issue }) => problemOf(issue, "not a scenario")))
}

/** The disturbances of an overlay, from foreign data; `regionIds` are those of the city that is disturbed. */
export const decodeDisturbances = (
  input: unknown,
  regionIds: ReadonlyArray<string>
): Result.Result<ReadonlyArray<Disturbance>, ScenarioProblem> =>
  Result.gen(function* () {
    const strangest = strangeKind(input)
    if (strangest !== undefined) return yield* Result.fail(strangest)
    const { disturbances } = yield* decodeList({ disturbances: input }).pipe(
      Result.mapError(({ issue }) => problemOf(issue, "not a list of disturbances"))
    )
    const strange = strangeRegion(disturbances, regionIds)
    if (strange === undefined) return disturbances
    return yield* Result.fail(scenarioProblem(pathOf(strange.path), strange.issue))
  })

/** A problem in words. */
export const scenarioProblem = (path: string, message: string): ScenarioProblem => ({
  _tag: "ScenarioProblem",
  path,
  message: message.slice(0, Limits.scenarioMessageLength)
})

/** One line for people: `regions[0].couriers: Expected an integer, got "many"`. */
export const describeScenarioProblem = ({ path, message, overlay }: ScenarioProblem): string =>
  [overlay ?? "", path, message].filter((part) => part !== "").join(": ")

const OPTIONS = { errors: "first", onExcessProperty: "error", reportInput: true } as const
const decode = Schema.decodeUnknownResult(Scenario, OPTIONS)
const decodeList = Schema.decodeUnknownResult(
  Schema.Struct({ disturbances: Schema.Array(Disturbance).check(Schema.isMaxLength(Limits.disturbances)) }),
  OPTIONS
)

/** A disturbance of no known kind: told apart here, for all fields of all kinds would not fit on a screen. */
const strangeKind = (list: unknown): ScenarioProblem | undefined => {
  if (!Array.isArray(list)) return undefined
  const kinds: ReadonlyArray<string> = DISTURBANCE_KINDS
  for (const [index, item] of list.entries()) {
    if (!isRecord(item) || (typeof item["kind"] === "string" && kinds.includes(item["kind"]))) continue
    const message = `there is no kind ${JSON.stringify(item["kind"])}; there are ${kinds.join(", ")}`
    return scenarioProblem(`disturbances[${index}].kind`, message)
  }
  return undefined
}

const problemOf = (problem: SchemaIssue.Issue, otherwise: string): ScenarioProblem => {
  const issue = format(problem).issues[0]
  return scenarioProblem(pathOf(issue?.path ?? []), issue?.message ?? otherwise)
}
const format = SchemaIssue.makeFormatterStandardSchemaV1()

const pathOf = (path: ReadonlyArray<unknown>): string =>
  path.reduce<string>((text, segment) => {
    const key = typeof segment === "object" && segment !== null && "key" in segment ? segment.key : segment
    if (typeof key === "number") return `${text}[${key}]`
    return text === "" ? String(key) : `${text}.${String(key)}`
  }, "")
