import { Limits } from "@hotbag/core"
import { Schema } from "effect"

const topic = Schema.String.check(Schema.isMaxLength(Limits.topicLength))

/**
 * What a client may send on `/ws`, one thing in each frame: its token, first of all unless it came with the address, and again before it ends;
 * a topic to watch, after a cursor or from how it stands; a topic to watch no more.
 */
export const WatchRequest = Schema.Union([
  Schema.Struct({ token: Schema.String.check(Schema.isMaxLength(Limits.tokenLength)) }),
  Schema.Struct({
    subscribe: topic,
    after: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(Limits.watchCursorLength)))
  }),
  Schema.Struct({ unsubscribe: topic })
]).annotate({ identifier: "WatchRequest" })
export type WatchRequest = typeof WatchRequest.Type
