import { hourText } from "@hotbag/sim"
import type { PlayOptions } from "../play.ts"
import type { Terminal } from "../Terminal.ts"

/** One line that says what is being played, redrawn in place; nothing at all where nobody watches. */
export interface ProgressLine {
  /** To be given to `play`: redraws the line as the day goes on. */
  readonly watch: (what: string, turn: number, turns: number) => Pick<PlayOptions, "onSlice" | "onBreath">
  /** Takes the line away, before something else is printed. */
  readonly clear: () => void
}

/** Enough for any name, and no terminal wraps it: a wrapped line could not be redrawn. */
const WIDTH = 78

/** A progress line on standard error. `shown`: whether somebody watches who wants it. */
export const makeProgressLine = (terminal: Terminal, shown: boolean): ProgressLine => {
  if (!shown || !terminal.live) return { watch: () => ({}), clear: () => {} }
  let drawn = false
  return {
    watch: (what, turn, turns) => {
      let atMs = 0
      return {
        onSlice: (untilMs) => {
          atMs = untilMs
        },
        onBreath: () => {
          const end = `  ${hourText(atMs)}  ${turn} of ${turns}`
          terminal.err(`\r\u001b[K${what.slice(0, WIDTH - end.length)}${end}`)
          drawn = true
        }
      }
    },
    clear: () => {
      if (drawn) terminal.err("\r\u001b[K")
      drawn = false
    }
  }
}
