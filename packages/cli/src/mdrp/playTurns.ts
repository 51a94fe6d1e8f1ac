import type { GrubhubInstance } from "@hotbag/sim"
import type { Terminal } from "../Terminal.ts"
import { dayName, loadDay } from "./Day.ts"
import type { Day } from "./Day.ts"
import type { Entrant } from "./Entrant.ts"
import { playInstance } from "./playInstance.ts"
import type { Outcome } from "./playInstance.ts"
import type { ProgressLine } from "./progress.ts"

/** One day under one policy. */
export interface Turn {
  readonly entrant: Entrant
  readonly day: Day
}

/** What is kept of a turn. */
export type PlayedTurn = Turn & Pick<Outcome, "played" | "times">

/** Every entrant on every day, entrant by entrant. */
export const turnsOf = (entrants: ReadonlyArray<Entrant>, days: ReadonlyArray<Day>): ReadonlyArray<Turn> =>
  entrants.flatMap((entrant) => days.map((day) => ({ entrant, day })))

/** Where turns are played. */
export interface Stage {
  readonly version: string
  readonly terminal: Terminal
  readonly progress: ProgressLine
}

/**
 * Plays turns one after another. `onPlayed` gets each as it ends, with what was driven, which is too much to keep.
 *
 * @throws Stopped when asked to stop.
 */
export const playTurns = async (
  turns: ReadonlyArray<Turn>,
  { progress, terminal, version }: Stage,
  onPlayed: (turn: Turn, outcome: Outcome, instance: GrubhubInstance) => Promise<void> | void = () => {}
): Promise<ReadonlyArray<PlayedTurn>> => {
  const all: Array<PlayedTurn> = []
  try {
    for (const [i, turn] of turns.entries()) {
      const { day, entrant } = turn
      const name = dayName(day)
      const instance = await loadDay(day)
      const outcome = await playInstance(instance, name, entrant, version, {
        stop: terminal.stop,
        ...progress.watch(`${entrant.name}  ${name}`, i + 1, turns.length)
      })
      await onPlayed(turn, outcome, instance)
      all.push({ ...turn, played: outcome.played, times: outcome.times })
    }
  } finally {
    progress.clear()
  }
  return all
}
