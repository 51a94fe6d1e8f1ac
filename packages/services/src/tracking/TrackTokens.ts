import type { DeliveryId } from "@hotbag/core"
import { Context } from "effect"

/** A link that was handed out: whoever has it may watch this one delivery, and nothing else. */
export interface TrackToken {
  /** Goes into an address as it stands. */
  readonly token: string
  readonly expiresAtMs: number
}

/**
 * Makes and reads the tokens of tracking links. They carry what they open and until when, signed by the server, so that nothing has to be
 * kept of them; both are plain calls, cheap enough for every connection.
 */
export class TrackTokens extends Context.Service<
  TrackTokens,
  {
    /** A token for the delivery, good for `Limits.trackTokenMs` from `nowMs` on. */
    readonly issue: (deliveryId: DeliveryId, nowMs: number) => TrackToken
    /** What a token opens and until when; null for every token that is not good at `nowMs`, whatever is wrong with it. */
    readonly read: (
      token: string,
      nowMs: number
    ) => { readonly deliveryId: DeliveryId; readonly expiresAtMs: number } | null
  }
>()("@hotbag/services/tracking/TrackTokens") {}
