import { Limits } from "@hotbag/core"
import type { WebPage } from "./edge/pageReply.ts"
import type { TrustedProxies } from "./edge/trustedProxies.ts"
import type { Rate } from "./edge/TokenBuckets.ts"

/** How the server listens and what it lets in. */
export interface HttpSettings {
  /** Address to listen on: this machine only, unless somebody says otherwise. */
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Requests of one caller (S104). */
  readonly callerRate: Rate
  /** Requests from one address, which many callers may share. */
  readonly addressRate: Rate
  /** Proxies in front that are believed when they name the sender in `X-Forwarded-For`; without one, anybody could. */
  readonly trustProxy: TrustedProxies
  /** How long requests at work may take to end when the server stops, in ms. */
  readonly drainMs: number
  /** How long the head of a request may take to arrive, and then the whole of it, in ms. */
  readonly headTimeoutMs: number
  readonly requestTimeoutMs: number
  /** Takes one JSON line for each answer; null: no access log. */
  readonly accessLog: ((line: string) => void) | null
  /** Serves `/docs` and `/openapi.json`. */
  readonly docs: boolean
  /** Use-cases make spans; without somebody who collects them they are made for nothing. */
  readonly traces: boolean
  /** Serves `/metrics`. */
  readonly metrics: boolean
  /** More of it, in the text format of Prometheus: each gives whole lines. */
  readonly figures: ReadonlyArray<() => string>
  /** Pages for people, by path: `/track/:token`. */
  readonly pages: ReadonlyArray<{ readonly path: string; readonly page: WebPage }>
}

/** Settings unless told otherwise. */
export const defaultHttpSettings: HttpSettings = {
  host: "127.0.0.1",
  port: 8080,
  callerRate: Limits.callerRate,
  addressRate: Limits.addressRate,
  trustProxy: 0,
  drainMs: Limits.drainMs,
  headTimeoutMs: Limits.headTimeoutMs,
  requestTimeoutMs: Limits.requestTimeoutMs,
  accessLog: null,
  docs: true,
  traces: false,
  metrics: true,
  figures: [],
  pages: []
}
