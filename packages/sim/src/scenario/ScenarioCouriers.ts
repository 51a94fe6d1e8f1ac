import { DAY_MS, HOUR_MS, Limits, SECOND_MS } from "@hotbag/core"
import { Schema } from "effect"
import { Share, UniformMs, field, numberBetween, required, wholeBetween } from "./fields.ts"

/** Couriers whose shifts begin at about the same time. */
export const ShiftWave = Schema.Struct({
  weight: required(Share, "How many of the couriers, against the other waves."),
  onAt: required(UniformMs, "When they go on duty, ms since midnight."),
  length: required(UniformMs, "How long they stay on duty, ms.")
})
export interface ShiftWave extends Schema.Schema.Type<typeof ShiftWave> {}

/** What couriers do: when they work, where they begin, how they answer offers. */
export const ScenarioCouriers = Schema.Struct({
  waves: field(
    Schema.Array(ShiftWave).check(
      Schema.isMinLength(1),
      Schema.isMaxLength(Limits.shiftWaves),
      Schema.makeFilter(
        (waves) => waves.some(({ weight }) => weight > 0) || "at least one weight must be above 0"
      )
    ),
    "When couriers work.",
    [
      {
        weight: 0.45,
        onAt: { minMs: 10 * HOUR_MS, maxMs: 11.5 * HOUR_MS },
        length: { minMs: 10.5 * HOUR_MS, maxMs: 12 * HOUR_MS }
      },
      {
        weight: 0.15,
        onAt: { minMs: 10.25 * HOUR_MS, maxMs: 11.5 * HOUR_MS },
        length: { minMs: 4 * HOUR_MS, maxMs: 6 * HOUR_MS }
      },
      {
        weight: 0.24,
        onAt: { minMs: 16.5 * HOUR_MS, maxMs: 18 * HOUR_MS },
        length: { minMs: 4.5 * HOUR_MS, maxMs: 6 * HOUR_MS }
      },
      {
        weight: 0.09,
        onAt: { minMs: 6 * HOUR_MS, maxMs: 8 * HOUR_MS },
        length: { minMs: 8 * HOUR_MS, maxMs: 10 * HOUR_MS }
      },
      {
        weight: 0.05,
        onAt: { minMs: 18 * HOUR_MS, maxMs: 20 * HOUR_MS },
        length: { minMs: 5 * HOUR_MS, maxMs: 7 * HOUR_MS }
      },
      {
        weight: 0.02,
        onAt: { minMs: 0, maxMs: 0.1 * HOUR_MS },
        length: { minMs: 7 * HOUR_MS, maxMs: 9 * HOUR_MS }
      }
    ]
  ),
  startSpreadM: field(
    numberBetween(0, 20_000),
    "Standard deviation of where they go on duty around a restaurant, east and north, metres.",
    1_500
  ),
  acceptanceMin: field(Share, "Probability of accepting an offer of the least willing courier.", 0.4),
  acceptanceMax: field(Share, "The same of the most willing; uniform in between.", 1),
  answerAfter: field(UniformMs, "How long an answer takes, ms.", {
    minMs: 10 * SECOND_MS,
    maxMs: 30 * SECOND_MS
  }),
  offerTimeOutMs: field(wholeBetween(1, 2 * DAY_MS), "How long an offer stands, ms.", 45 * SECOND_MS),
  ignores: field(Share, "Share of the offers not accepted that are never answered (our assumption).", 0.2)
}).check(
  Schema.makeFilter(
    ({ acceptanceMin, acceptanceMax }) =>
      acceptanceMin <= acceptanceMax || { path: ["acceptanceMax"], issue: "must not be below acceptanceMin" }
  )
)
export interface ScenarioCouriers extends Schema.Schema.Type<typeof ScenarioCouriers> {}
