import { Schema } from "effect"

/**
 * What a courier's telephone may send on `/ws/courier`: its token, first of all unless it came with the address, and again before it ends. Everything
 * else is a position, or several of them, as for `PUT /couriers/{id}/location`.
 */
export const CourierToken = Schema.Struct({ token: Schema.String }).annotate({ identifier: "CourierToken" })

/** What the server says on `/ws/courier` beside the messages of the courier's topic: which fixes it did not take, and why. */
export const FixesRefused = Schema.Struct({
  event: Schema.Literal("fixes-refused"),
  verdicts: Schema.Array(Schema.String).annotate({
    description:
      "One for each fix of the frame: `taken`, `duplicate`, `out-of-order`, `stale`, `future`, `teleport`, `too-often`, `malformed`."
  }),
  retryAfterMs: Schema.Int.annotate({ description: "Send less often: not before so many ms; 0: as you do." })
}).annotate({ identifier: "FixesRefused" })
export type FixesRefused = typeof FixesRefused.Type
