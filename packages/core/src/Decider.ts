import { Result, Schema } from "effect"

/**
 * An aggregate as pure functions: what may happen (`decide`) and what it changes (`evolve`). Neither reads a
 * clock, draws a number or throws at bad input; time comes in as an argument.
 */
export interface Decider<State, Command, Event, Rejection> {
  /** The aggregate before anything happened to it. */
  readonly initial: State
  /**
   * What happens if `command` arrives at `atMs` (ms since epoch). An empty list means that nothing has to happen:
   * the command repeats what is already true.
   */
  readonly decide: (
    state: State,
    command: Command,
    atMs: number
  ) => Result.Result<ReadonlyArray<Event>, Rejection>
  /** The state after `event`. Never refuses: an event is a fact. */
  readonly evolve: (state: State, event: Event) => State
}

/** Version of an aggregate: the number of its events so far, 1..n without gaps (P4). */
export const Version = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

/** A moment in integer milliseconds since epoch (in a simulation, since its midnight). */
export const AtMs = Schema.Int

/** What an aggregate decided and what became of it. */
export interface Step<State, Event> {
  readonly state: State
  readonly events: ReadonlyArray<Event>
}

/** Decides `command` and applies the events, in order. A rejection leaves no trace. */
export const takeStep = <State, Command, Event, Rejection>(
  decider: Decider<State, Command, Event, Rejection>,
  state: State,
  command: Command,
  atMs: number
): Result.Result<Step<State, Event>, Rejection> => {
  const decided = decider.decide(state, command, atMs)
  if (Result.isFailure(decided)) return Result.fail(decided.failure)
  return Result.succeed({ state: replay(decider, decided.success, state), events: decided.success })
}

/** The state after `events`, starting from `from` (the beginning unless told). */
export const replay = <State, Command, Event, Rejection>(
  decider: Decider<State, Command, Event, Rejection>,
  events: ReadonlyArray<Event>,
  from: State = decider.initial
): State => {
  let state = from
  for (const event of events) state = decider.evolve(state, event)
  return state
}
