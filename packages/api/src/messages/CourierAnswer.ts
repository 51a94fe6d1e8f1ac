import { Schema } from "effect"

/**
 * What the server says on `/ws/courier` beside the envelopes of the courier's topic. `fix-refused`: a single position that was not taken; `fixes`: what
 * became of each of several; `too-often`: nothing was taken, send again after `retryAfterMs`; `malformed`: not what a telephone should send;
 * `unknown-courier`: nobody has introduced the courier; `alive`: nothing has happened for half a minute, and the connection is well.
 */
export const CourierAnswer = Schema.Union([
  Schema.Struct({ type: Schema.Literal("fix-refused"), verdict: Schema.String }),
  Schema.Struct({ type: Schema.Literal("fixes"), verdicts: Schema.Array(Schema.String) }),
  Schema.Struct({ type: Schema.Literal("too-often"), retryAfterMs: Schema.Finite }),
  Schema.Struct({ type: Schema.Literal("malformed"), message: Schema.String }),
  Schema.Struct({ type: Schema.Literal("unknown-courier") }),
  Schema.Struct({ type: Schema.Literal("alive") })
]).annotate({ identifier: "CourierAnswer" })
export type CourierAnswer = typeof CourierAnswer.Type
