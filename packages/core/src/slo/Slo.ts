import { Schema } from "effect"
import { DAY_MS } from "../Units.ts"

/** A service level objective: which share of events must be good over a window. */
export const Slo = Schema.Struct({
  name: Schema.NonEmptyString,
  /** What is measured, in words, such as `click-to-door within 60 min`. */
  description: Schema.String,
  /** Share of good events that is promised, between 0 and 1, both excluded: a budget of nothing cannot be kept. */
  objective: Schema.Finite.check(
    Schema.isBetween({ minimum: 0, maximum: 1, exclusiveMinimum: true, exclusiveMaximum: true })
  ),
  /** The time over which the promise holds, such as 30 days. */
  windowMs: Schema.Int.check(Schema.isGreaterThan(0))
})
export interface Slo extends Schema.Schema.Type<typeof Slo> {}

/** The window of most objectives, and the one that the workbook's burn rates are made for. */
export const SLO_WINDOW_MS = 30 * DAY_MS
