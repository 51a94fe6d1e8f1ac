import { UUID_RANDOM_BYTES, uuidV7 } from "@hotbag/core"
import { Clock, Context, Effect, Layer } from "effect"

/** Mints ids: UUIDs of version 7, sorted by the time of their making to the millisecond. */
export class Ids extends Context.Service<Ids, { readonly next: Effect.Effect<string> }>()(
  "@hotbag/services/Ids"
) {
  /** From the clock and a source of unpredictable bytes: ids of orders must not be guessed. */
  static readonly layerFrom = (randomBytes: (count: number) => Uint8Array): Layer.Layer<Ids> =>
    Layer.succeed(Ids, {
      next: Effect.map(Clock.currentTimeMillis, (atMs) => uuidV7(atMs, randomBytes(UUID_RANDOM_BYTES)))
    })
}
