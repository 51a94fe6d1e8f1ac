/** Requests for a server, sent at equal distances in time whatever becomes of those before (open loop). */
export interface Load {
  readonly url: string
  readonly perSecond: number
  readonly requests: ReadonlyArray<LoadRequest>
  readonly wantsBodies: boolean
}

/** One request. */
export interface LoadRequest {
  readonly method: "GET" | "POST"
  readonly path: string
  readonly token: string | null
  /** Of writes. */
  readonly key: string | null
  readonly body: string | null
}

/** What became of a load. */
export interface LoadReport {
  /** From the moment when a request was meant to be sent to the last byte of its answer; of those with a 2xx. */
  readonly latenciesMs: ReadonlyArray<number>
  /** Every other outcome: a status or a broken connection, and how often. */
  readonly failures: Readonly<Record<string, number>>
  /** Bodies of the 2xx answers, where they are wanted. */
  readonly bodies: ReadonlyArray<string>
}
