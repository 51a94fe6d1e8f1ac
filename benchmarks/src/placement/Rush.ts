/** What the load generator is told: requests, and when each is meant to be sent. */
export interface Rush {
  /** Where the server listens, such as `http://127.0.0.1:8080`. */
  readonly url: string
  readonly path: string
  /** Sent at equal distances in time, so many in a second, whatever becomes of those before. */
  readonly perSecond: number
  readonly requests: ReadonlyArray<RushRequest>
}

/** One request. */
export interface RushRequest {
  readonly token: string
  readonly key: string
  readonly body: string
}

/** What became of a rush. */
export interface RushReport {
  /** From the moment when a request was meant to be sent to the last byte of its answer, in ms; of those that were acknowledged. */
  readonly latenciesMs: ReadonlyArray<number>
  /** How often each other outcome was seen: a status, or the code of a broken connection. */
  readonly failures: Readonly<Record<string, number>>
  /** From the first request to the last answer. */
  readonly tookMs: number
  /** Most that the generator itself was late, in ms: what it adds to a latency. */
  readonly latestSendMs: number
}
