/**
 * Cleans up behind a benchmark, in a process of its own: when whoever started it is gone without a word, whatever the reason, it ends the processes that
 * were left running, in their sequence, and removes their folder. A server is nobody's child who would notice, and a database is no child at all.
 */
import { rm } from "node:fs/promises"

/** What there is to clean up from now on, in place of what was said before. */
export interface Left {
  /** Each ends before the next is told to. */
  readonly processes: ReadonlyArray<{ readonly pid: number; readonly signal: "SIGINT" | "SIGTERM" }>
  readonly folder: string | null
}

/** A process that has not ended by then is killed, in ms. */
const WITHIN_MS = 10_000
const LOOK_MS = 50

let left: Left = { processes: [], folder: null }

const isLeft = (said: unknown): said is Left =>
  typeof said === "object" && said !== null && "processes" in said && "folder" in said

/** False: there is no such process. Signal 0 asks only. */
const signalled = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

const end = async (pid: number, signal: NodeJS.Signals): Promise<void> => {
  signalled(pid, signal)
  for (let waitedMs = 0; signalled(pid, 0); waitedMs += LOOK_MS) {
    if (waitedMs >= WITHIN_MS) signalled(pid, "SIGKILL")
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

const cleanUp = async ({ folder, processes }: Left): Promise<void> => {
  for (const { pid, signal } of processes) await end(pid, signal)
  if (folder !== null) await rm(folder, { recursive: true, force: true })
}

process.on("message", (said) => {
  if (!isLeft(said)) throw new Error("the caretaker was told nonsense")
  left = said
})
process.on("disconnect", () => void cleanUp(left))
