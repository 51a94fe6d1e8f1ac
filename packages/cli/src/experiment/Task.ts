import { AB_UNITS } from "@hotbag/sim"
import { Schema } from "effect"
import { RunCurves } from "./runCurves.ts"
import { Side } from "./Side.ts"

/** Where it is played: a scenario or a day, and which part of it. Luck and size are not part of it. */
export const Place = Schema.Struct({
  scenario: Schema.optional(Schema.String),
  trace: Schema.optional(Schema.String),
  /** Laid over the scenario, in this sequence. */
  with: Schema.Array(Schema.String),
  from: Schema.optional(Schema.String),
  to: Schema.optional(Schema.String)
})
/** @see Place */
export type Place = typeof Place.Type

const Design = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("switchback"), blockMs: Schema.Number, burnInMs: Schema.Number }),
  Schema.Struct({ kind: Schema.Literal("ab"), unit: Schema.Literals(AB_UNITS) })
])

/** One run to be played somewhere: all that a worker needs to know. */
export const Task = Schema.Struct({
  /** For people: what is being played. */
  name: Schema.String,
  place: Place,
  side: Side,
  seed: Schema.Number,
  /** Luck of the people of the city, where it is not to be the city's own seed. */
  luck: Schema.optionalKey(Schema.Number),
  /** Its curves over time are wanted too. */
  curves: Schema.optionalKey(Schema.Boolean),
  /** Both policies in one city: `side` and this one. */
  design: Schema.optionalKey(Schema.Struct({ design: Design, against: Side, confidence: Schema.Number }))
})
/** @see Task */
export type Task = typeof Task.Type

const Estimate = Schema.Struct({
  mean: Schema.Number,
  deviation: Schema.Number,
  count: Schema.Number,
  interval: Schema.Struct({ low: Schema.Number, high: Schema.Number }),
  pValue: Schema.Number
})

/** What is kept of a run. */
export const Played = Schema.Struct({
  seed: Schema.Number,
  /** Of the run's history. */
  hash: Schema.String,
  /** By the names of `METRICS`. */
  metrics: Schema.Record(Schema.String, Schema.Number),
  /** Where they were wanted. */
  curves: Schema.optionalKey(RunCurves),
  /** What the design of the task concluded. */
  estimates: Schema.optionalKey(
    Schema.Struct({ "click-to-door": Estimate, overage: Estimate, undelivered: Estimate })
  )
})
/** @see Played */
export type Played = typeof Played.Type

/** Plays tasks somewhere; answers come in the sequence of the tasks, whoever is done first. */
export type PlayTasks = (tasks: ReadonlyArray<Task>) => Promise<ReadonlyArray<Played>>
