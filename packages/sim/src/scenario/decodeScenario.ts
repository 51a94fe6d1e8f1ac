import { Result, Schema, SchemaIssue } from "effect"
import { Scenario } from "./Scenario.ts"

/** Why a scenario was refused. Expected: scenarios are written by hand. */
export interface ScenarioProblem {
  readonly _tag: "ScenarioProblem"
  /** Where, such as `regions[0].couriers`; empty for the scenario as a whole. */
  readonly path: string
  /** What is wrong and what is expected instead. */
  readonly message: string
}

/**
 * Makes a scenario from foreign data, such as a parsed JSON file: defaults are filled in, everything is checked, a
 * field that is not known is refused (it is a misspelt one). The first problem found is the one told.
 */
export const decodeScenario = (input: unknown): Result.Result<Scenario, ScenarioProblem> =>
  decode(input).pipe(
    Result.mapError((error): ScenarioProblem => {
      const issue = format(error.issue).issues[0]
      return {
        _tag: "ScenarioProblem",
        path: pathOf(issue?.path ?? []),
        message: issue?.message ?? "not a scenario"
      }
    })
  )

/** One line for people: `regions[0].couriers: Expected an integer, got "many"`. */
export const describeScenarioProblem = ({ path, message }: ScenarioProblem): string =>
  path === "" ? message : `${path}: ${message}`

const decode = Schema.decodeUnknownResult(Scenario, {
  errors: "first",
  onExcessProperty: "error",
  reportInput: true
})
const format = SchemaIssue.makeFormatterStandardSchemaV1()

const pathOf = (path: ReadonlyArray<unknown>): string =>
  path.reduce<string>((text, segment) => {
    const key = typeof segment === "object" && segment !== null && "key" in segment ? segment.key : segment
    if (typeof key === "number") return `${text}[${key}]`
    return text === "" ? String(key) : `${text}.${String(key)}`
  }, "")
