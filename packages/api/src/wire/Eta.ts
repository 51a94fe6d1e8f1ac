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

/**
 * When the customer has the food, of an order under way: by what is known now of kitchen, courier and way, as the sockets say it (S16); without
 * that by the promise. `promisedAt` stays what was promised.
 */
export const liveEtaFields = {
  ...etaFields,
  etaFrom: Schema.Literals(["live", "promise"]).annotate({
    description:
      "What the times count to: `live`, the likely moment by what is known now; `promise`, what was promised, when nothing better is known."
  }),
  etaEarly: Schema.NullOr(Instant).annotate({
    description: "One in ten comes before this; null: only the promise is known."
  }),
  etaLate: Schema.NullOr(Instant).annotate({ description: "Nine in ten come before this." })
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
  return { promisedAt: instantText(promisedAtMs), ...leftOf(promisedAtMs, atMs) }
}

/** The moment under its names, with how sure it is. */
export interface LiveEta extends Eta {
  readonly etaFrom: "live" | "promise"
  readonly etaEarly: string | null
  readonly etaLate: string | null
}

/** Quantiles of a moment, ms since epoch. */
export interface EtaMoments {
  readonly p10AtMs: number
  readonly p50AtMs: number
  readonly p90AtMs: number
}

/** All names of the likely moment of `live`, or without one of `promisedAtMs`, as seen at `atMs` (all ms since epoch). */
export const liveEtaOf = (promisedAtMs: number, live: EtaMoments | null, atMs: number): LiveEta => ({
  promisedAt: instantText(promisedAtMs),
  etaFrom: live === null ? "promise" : "live",
  ...leftOf(live === null ? promisedAtMs : live.p50AtMs, atMs),
  etaEarly: live === null ? null : instantText(live.p10AtMs),
  etaLate: live === null ? null : instantText(live.p90AtMs)
})

const leftOf = (momentMs: number, atMs: number): Omit<Eta, "promisedAt"> => {
  const leftMs = Math.max(0, momentMs - atMs)
  const minutes = Math.ceil(leftMs / 60_000)
  return {
    etaSeconds: Math.ceil(leftMs / 1_000),
    estimatedTime: minutes,
    estimatedDeliveryTime: minutes,
    eta: minutes
  }
}
