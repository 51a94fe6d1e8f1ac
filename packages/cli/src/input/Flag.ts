import { Effect, Schema } from "effect"

/** An option without a value: true when it was given. */
export const Flag = Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false)))
