import { Schema } from "effect"

/** What a process of its own is asked to play: the big city with so much of its orders and couriers. */
export interface SizeAsked {
  readonly policy: string
  readonly seed: number
  /** Multiple of the city's orders and couriers alike. */
  readonly factor: number
}

/** What became of one size of the city. */
export const PlayedSize = Schema.Struct({
  policy: Schema.String,
  factor: Schema.Finite,
  orders: Schema.Finite,
  /** On duty at some time of the day. */
  couriers: Schema.Finite,
  delivered: Schema.Finite,
  /** Commits of the event log, see `Report.events`. */
  domainEvents: Schema.Finite,
  /** Seconds of the run's thread: making the city … */
  generateS: Schema.Finite,
  /** … playing it, without its rounds of dispatch … */
  worldS: Schema.Finite,
  /** … the rounds: what the policy costs … */
  roundsS: Schema.Finite,
  /** … and the servers and the report. */
  reportS: Schema.Finite,
  /** From the start of the process to its report, by the clock. */
  wallS: Schema.Finite,
  /** The most memory that the process had, MiB. */
  peakMb: Schema.Finite,
  hash: Schema.String
})
/** @see PlayedSize */
export interface PlayedSize extends Schema.Schema.Type<typeof PlayedSize> {}
