import { Schema } from "effect"
import { ServingOptions } from "../input/serving.ts"
import { Needs, Tried } from "./Plan.ts"

/** A run of a plan: all that a thread needs to know. */
export const TryTask = Schema.Struct({
  target: Schema.optional(Schema.String),
  with: Schema.Array(Schema.String),
  from: Schema.optional(Schema.String),
  to: Schema.optional(Schema.String),
  ordersX: Schema.Number,
  /** Of the couriers that there are to begin with. */
  couriersX: Schema.Number,
  /** Of them, that this run is tried with. */
  factor: Schema.Number,
  seed: Schema.Number,
  policy: Schema.String,
  commit: Schema.String,
  serving: Schema.Struct(ServingOptions),
  /** Goes on when it is certain that couriers are too few. */
  toTheEnd: Schema.Boolean,
  /** Tells what servers it needs, if it came to its end. */
  needs: Schema.Boolean
})
/** @see TryTask */
export type TryTask = typeof TryTask.Type

/** What came of it. */
export const Outcome = Schema.Struct({
  tried: Tried,
  /** Null: nobody asked, or the run was given up. */
  needs: Schema.NullOr(Needs)
})
/** @see Outcome */
export type Outcome = typeof Outcome.Type

/** What a thread says of a task: how it goes, as often as it likes, and then one of the others. */
export const TryAnswer = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("note"), text: Schema.String }),
  Schema.Struct({ kind: Schema.Literal("tried"), outcome: Outcome }),
  Schema.Struct({ kind: Schema.Literal("badInput"), message: Schema.String }),
  Schema.Struct({ kind: Schema.Literal("bug"), message: Schema.String, stack: Schema.String })
])
export type TryAnswer = typeof TryAnswer.Type
