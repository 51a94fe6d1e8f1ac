import { DAY_MS, Limits } from "@hotbag/core"
import { Effect, Schema } from "effect"

/** A field that may be left out: `value` is taken then. `description` says what it is and in which unit. */
export const field = <S extends Schema.Top>(schema: S, description: string, value: S["Encoded"]) => {
  const annotations = { description: `${description} Default: ${JSON.stringify(value)}.` }
  const given = Schema.annotateEncoded<S>(annotations)(schema)
  return Schema.withDecodingDefaultKey<S["Rebuild"]>(Effect.succeed(value))(given).pipe(
    Schema.annotateKey(annotations)
  )
}

/** A field that every scenario must give. */
export const required = <S extends Schema.Top>(schema: S, description: string): S["Rebuild"] =>
  Schema.annotateKey<S>({ description, messageMissingKey: "is required" })(schema)

/** A finite number from `minimum` to `maximum`. */
export const numberBetween = (minimum: number, maximum: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum, maximum }))

/** A whole number from `minimum` to `maximum`. */
export const wholeBetween = (minimum: number, maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** A duration or a time since midnight, in whole milliseconds; at most two days. */
export const Ms = wholeBetween(0, 2 * DAY_MS)

/** A probability or a share, 0..1. */
export const Share = numberBetween(0, 1)

/** A short name in lower case, such as `metro-launch`: goes into file names, ids and commands. */
export const Slug = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
    expected: "a name of lower-case letters, digits and single hyphens"
  }),
  Schema.isMaxLength(Limits.scenarioNameLength)
)

/** The name of a scenario, or of several composed into one: `metro-launch+rain-at-seven`. */
export const ScenarioName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\+[a-z][a-z0-9]*(?:-[a-z0-9]+)*)*$/, {
    expected: "a name of lower-case letters, digits and single hyphens"
  }),
  Schema.isMaxLength((Limits.scenarioNameLength + 1) * Limits.composedScenarios)
)

/** A duration drawn uniformly from an interval. */
export const UniformMs = Schema.Struct({
  minMs: required(Ms, "Shortest, ms."),
  maxMs: required(Ms, "Longest, ms; not below minMs.")
}).check(
  Schema.makeFilter(
    ({ minMs, maxMs }) => minMs <= maxMs || { path: ["maxMs"], issue: "must not be below minMs" }
  )
)

/** A distribution as quantiles at shares evenly from 0 to 1, rising; `description` without a full stop. */
export const quantiles = <S extends Schema.Codec<number>>(value: S, description: string) =>
  field(
    Schema.NullOr(
      Schema.Array(value).check(
        Schema.isMinLength(2),
        Schema.isMaxLength(Limits.quantiles),
        Schema.makeFilter((table) => {
          const falls = table.findIndex((each, i) => i > 0 && each < (table[i - 1] ?? -Infinity))
          return falls < 0 || { path: [falls], issue: "quantiles must not fall" }
        })
      )
    ),
    `${description}: quantiles at shares evenly from 0 to 1; null: as the figures above say.`,
    null
  )
