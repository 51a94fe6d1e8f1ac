import type { Decision, RegionDispatcher } from "@hotbag/dispatch"

/** What the world asks of the dispatcher of a region. */
export type Decider = Pick<RegionDispatcher, "handle" | "nextRoundAtMs" | "waitingCount">

/**
 * What the dispatchers of a run answered, kept as they answered it. The same run (city, seed, people) can then be played
 * again without them: its hash is the same, and what it costs is the world alone, without the solver and all that it keeps
 * in mind. A tape is recorded once and played as often as one likes, one run at a time. About 100 bytes for each thing told.
 */
export interface DecisionTape {
  /** For `RunOptions.dispatcherOf` of the run that is recorded. */
  readonly record: (region: number, usual: () => Decider) => Decider
  /** For `RunOptions.dispatcherOf` of a run that is played from the tape, from its beginning. */
  readonly play: () => (region: number) => Decider
}

/** Answers of one region, in the order in which they were asked for. */
interface Track {
  readonly decisions: Array<ReadonlyArray<Decision>>
  readonly roundsAtMs: Array<number>
  /** Deliveries that waited after each thing told. */
  readonly waiting: Array<number>
}

/** A tape with nothing on it. A region that was not recorded decides nothing. Explanations are not kept. */
export const makeDecisionTape = (): DecisionTape => {
  const tracks: Array<Track | undefined> = []
  return {
    record: (region, usual) => {
      const track: Track = { decisions: [], roundsAtMs: [], waiting: [] }
      tracks[region] = track
      return recording(usual(), track)
    },
    play: () => (region) => playing(tracks[region] ?? { decisions: [], roundsAtMs: [], waiting: [] })
  }
}

const recording = (dispatcher: Decider, track: Track): Decider => ({
  handle: (fact) => {
    const decisions = dispatcher.handle(fact)
    track.decisions.push(decisions.length === 0 ? none : decisions.map(withoutReasons))
    track.waiting.push(dispatcher.waitingCount())
    return decisions
  },
  nextRoundAtMs: () => {
    const roundAtMs = dispatcher.nextRoundAtMs()
    track.roundsAtMs.push(roundAtMs)
    return roundAtMs
  },
  waitingCount: () => dispatcher.waitingCount()
})

const playing = ({ decisions, roundsAtMs, waiting }: Track): Decider => {
  let told = 0
  let asked = 0
  return {
    handle: () => decisions[told++] ?? none,
    nextRoundAtMs: () => roundsAtMs[asked++] ?? Infinity,
    waitingCount: () => waiting[told - 1] ?? 0
  }
}

const none: ReadonlyArray<Decision> = []

/** Reasons are made when they are asked for, from a plan that would have to be kept. */
const withoutReasons = (decision: Decision): Decision => {
  if (decision._tag !== "Offer") return decision
  const { atMs, courier, deliveries, expiresAtMs, offer, pickups } = decision
  return {
    _tag: "Offer",
    atMs,
    offer,
    courier,
    deliveries,
    ...(pickups === undefined ? {} : { pickups }),
    expiresAtMs,
    reasons: []
  }
}
