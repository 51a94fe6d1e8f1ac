import { Schema } from "effect"
import { Instant, instantText } from "./Instant.ts"

/**
 * When the customer has the food, under the four names the documents use, all from one moment (C6): `etaSeconds` for
 * machines, three in minutes, rounded up so that nobody is promised too much.
 */
export const etaFields = {
  promisedAt: Instant,
  etaSeconds: Schema.Int.annotate({
    description: "Seconds until then; 0 when it has passed.",
    examples: [900]
  }),
  estimatedTime: Schema.Int.annotate({ description: "The same in minutes.", examples: [15] }),
  estimatedDeliveryTime: Schema.Int.annotate({ description: "The same in minutes.", examples: [27] }),
  eta: Schema.Int.annotate({ description: "The same in minutes.", examples: [10] })
}

/** The moment under its names. */
export interface Eta {
  readonly promisedAt: string
  readonly etaSeconds: number
  readonly estimatedTime: number
  readonly estimatedDeliveryTime: number
  readonly eta: number
}

/** All names of `promisedAtMs`, as seen at `atMs` (both ms since epoch). */
export const etaOf = (promisedAtMs: number, atMs: number): Eta => {
  const leftMs = Math.max(0, promisedAtMs - atMs)
  const minutes = Math.ceil(leftMs / 60_000)
  return {
    promisedAt: instantText(promisedAtMs),
    etaSeconds: Math.ceil(leftMs / 1_000),
    estimatedTime: minutes,
    estimatedDeliveryTime: minutes,
    eta: minutes
  }
}
