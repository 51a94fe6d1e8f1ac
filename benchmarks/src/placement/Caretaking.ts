import { type ChildProcess, fork } from "node:child_process"
import { letGo } from "../ask.ts"
import type { Left } from "./caretaker.ts"

/** Somebody who cleans up when this process is gone before it has done so itself. */
export class Caretaking {
  readonly #child: ChildProcess

  /** Starts them; nothing is to be cleaned up yet. */
  constructor() {
    // In a group of their own: what ends this process from a terminal does not end them.
    this.#child = fork(new URL("./caretaker.ts", import.meta.url), {
      stdio: "inherit",
      detached: true,
      execArgv: []
    })
  }

  /** What is to be cleaned up from now on. */
  tell(left: Left): void {
    this.#child.send(left)
  }

  /** Everything is clean. */
  end(): void {
    this.tell({ processes: [], folder: null })
    letGo(this.#child)
  }
}
