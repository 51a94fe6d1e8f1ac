import { Schema } from "effect"

/**
 * A service level indicator: the share of events that were good. `latency`: good when it took less than
 * `thresholdMs` (so "p95 < 200 ms" is an objective of 0.95 on a threshold of 200). `outcome`: good when it succeeded.
 */
export const Sli = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("latency"),
    name: Schema.NonEmptyString,
    description: Schema.String,
    thresholdMs: Schema.Finite.check(Schema.isGreaterThan(0))
  }),
  Schema.Struct({
    kind: Schema.Literal("outcome"),
    name: Schema.NonEmptyString,
    description: Schema.String
  })
])
export type Sli = typeof Sli.Type

/** What is known of one event: whether it succeeded, and how long it took. */
export interface SliEvent {
  readonly ok: boolean
  readonly durationMs: number
}

/** Whether an event counts as good. A failure is never good, however fast it failed. */
export const isGood = (sli: Sli, event: SliEvent): boolean =>
  event.ok && (sli.kind === "outcome" || event.durationMs < sli.thresholdMs)
