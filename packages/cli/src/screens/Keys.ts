import { useInput } from "ink"
import type { ReactElement } from "react"

/** What somebody may ask of a live screen. */
export interface KeyActions {
  readonly pause: () => void
  readonly faster: () => void
  readonly slower: () => void
  readonly nextPanel: () => void
  readonly previousPanel: () => void
  readonly quit: () => void
  /** Ctrl-C, which a terminal that hands over single keys no longer makes a signal of. */
  readonly interrupt: () => void
}

/** Listens to the keyboard; shows nothing. Only where standard input is a terminal. */
export const Keys = ({ actions }: { readonly actions: KeyActions }): ReactElement | null => {
  useInput((input, key) => {
    if (key.ctrl && input === "c") return actions.interrupt()
    if (key.rightArrow || (key.tab && !key.shift)) return actions.nextPanel()
    if (key.leftArrow || (key.tab && key.shift)) return actions.previousPanel()
    // Several keys may come at once, when somebody is quick or the run is busy.
    for (const letter of input) PRESSED[letter]?.(actions)
  })
  return null
}

const PRESSED: Readonly<Record<string, (actions: KeyActions) => void>> = {
  " ": (actions) => actions.pause(),
  "\t": (actions) => actions.nextPanel(),
  "+": (actions) => actions.faster(),
  "=": (actions) => actions.faster(),
  "-": (actions) => actions.slower(),
  q: (actions) => actions.quit()
}
