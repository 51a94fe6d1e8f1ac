import { Limits } from "@hotbag/core"
import type { TrustedProxies } from "../http/edge/trustedProxies.ts"
import type { Rate } from "../http/edge/TokenBuckets.ts"

/** Whom the live fronts let in. */
export interface LiveSettings {
  /** Pages that may connect beside our own, as browsers name them: `https://app.example.com`. */
  readonly origins: ReadonlySet<string>
  /** Connections at once: in all, from one address, of one subject. */
  readonly connections: number
  readonly perAddress: number
  readonly perSubject: number
  /** …of one tracking link. */
  readonly perLink: number
  /** New connections from one address (S11). */
  readonly connectRate: Rate
  /** Proxies in front that are believed when they name the sender in `X-Forwarded-For`. */
  readonly trustProxy: TrustedProxies
}

/** Settings unless told otherwise. */
export const defaultLiveSettings: LiveSettings = {
  origins: new Set(),
  connections: Limits.liveConnections,
  perAddress: Limits.liveConnectionsPerAddress,
  perSubject: Limits.liveConnectionsPerSubject,
  perLink: Limits.liveConnectionsPerLink,
  connectRate: Limits.addressRate,
  trustProxy: 0
}
