/** What was seen of a real server: the input of `fitCalibration`. */
export interface Measured {
  /** From the start of a further instance until it takes requests, in ms. */
  readonly startMs: number
  /** Of everything that an order placed, or another command, brings with it. */
  readonly place: UnitCost
  readonly command: UnitCost
  readonly nearby: UnitCost
  readonly read: UnitCost
  /** Of a quiet server on a quiet machine, in ms. */
  readonly unloadedMs: {
    readonly place: ReadonlyArray<number>
    readonly command: ReadonlyArray<number>
    readonly nearby: ReadonlyArray<number>
    readonly read: ReadonlyArray<number>
    readonly after: ReadonlyArray<number>
  }
  /** Processor time of the server for single orders, in ms: how much it varies. */
  readonly orderWorkMs: ReadonlyArray<number>
  /** Placing orders at a steady rate, for comparison only. */
  readonly checked: LoadedPlacements
  readonly rounds: ReadonlyArray<RoundSamples>
}

/** Processor time of one, in ms, and how many transactions it took. */
export interface UnitCost {
  readonly nodeMs: number
  readonly databaseMs: number
  readonly transactions: number
}

/** Orders placed at a steady rate. */
export interface LoadedPlacements {
  readonly perSecond: number
  readonly seconds: number
  readonly latenciesMs: ReadonlyArray<number>
}

/** Rounds of a policy: how many deliveries waited, and processor time in ms. */
export interface RoundSamples {
  readonly policy: string
  readonly samples: ReadonlyArray<{ readonly waiting: number; readonly tookMs: number }>
}
