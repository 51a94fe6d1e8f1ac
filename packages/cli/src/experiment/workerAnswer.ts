import { Schema } from "effect"
import { Played } from "./Task.ts"

/** What a worker says of a task. */
export const WorkerAnswer = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("played"), played: Played }),
  Schema.Struct({ kind: Schema.Literal("badInput"), message: Schema.String }),
  Schema.Struct({ kind: Schema.Literal("bug"), message: Schema.String, stack: Schema.String })
])
export type WorkerAnswer = typeof WorkerAnswer.Type
