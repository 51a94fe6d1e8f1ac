import type { LogEntry } from "@hotbag/sim"
import { closeSync, openSync, writeSync } from "node:fs"
import { BadInput } from "../exit.ts"
import { whyNot } from "../fileError.ts"

/** A run's event log on disk: one JSON document a line, in order. */
export interface EventsFile {
  /** Adds an event. Never throws: a full disk must not break the run in the middle of a step; `check` tells. */
  readonly add: (entry: LogEntry) => void
  /** @throws BadInput when something could not be written. */
  readonly check: () => void
  /** Writes what is left and closes. @throws BadInput when something could not be written. */
  readonly close: () => void
  /** Closes without a word, to be removed. */
  readonly abandon: () => void
}

/** Characters gathered before they are written: enough for few system calls, little enough to hold. */
const CHUNK_LENGTH = 262_144

/**
 * Opens `path` for writing. Writes are synchronous, in chunks: the simulation itself is synchronous, so that the disk
 * holds it back when it must, and memory stays flat however long the day is.
 *
 * @param name the file as the user knows it, for messages.
 */
export const openEventsFile = (path: string, name: string): EventsFile => {
  const file = openSync(path, "w")
  let pending: Array<string> = []
  let pendingLength = 0
  let failure: unknown
  let open = true
  const flush = () => {
    if (failure === undefined) {
      try {
        writeWhole(file, Buffer.from(pending.join("")))
      } catch (error) {
        failure = error
      }
    }
    pending = []
    pendingLength = 0
  }
  const check = () => {
    if (failure !== undefined)
      throw new BadInput(name, whyNot(failure), "make room, or name another folder with --out")
  }
  const abandon = () => {
    if (open) closeSync(file)
    open = false
  }
  return {
    add: (entry) => {
      const line = `${JSON.stringify(entry)}\n`
      pending.push(line)
      pendingLength += line.length
      if (pendingLength >= CHUNK_LENGTH) flush()
    },
    check,
    close: () => {
      flush()
      abandon()
      check()
    },
    abandon
  }
}

/** One `write` may take only a part: go on with the rest. */
const writeWhole = (file: number, bytes: Buffer) => {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}
