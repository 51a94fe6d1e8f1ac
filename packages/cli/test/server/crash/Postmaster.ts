import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** The embedded PostgreSQL of a data folder, seen from outside. */
export interface Postmaster {
  readonly pid: number
  /** Where to connect, password included. */
  readonly url: string
}

/** Who serves the folder now; null while nobody does. */
export const postmasterOf = (folder: string): Postmaster | null => {
  const home = join(folder, "postgres")
  try {
    const lines = readFileSync(join(home, "cluster", "postmaster.pid"), "utf8").split("\n")
    const password = readFileSync(join(home, "password"), "utf8").trim()
    const pid = Number(lines[0])
    const port = Number(lines[3])
    if (!(pid > 0 && port > 0)) return null
    return { pid, url: `postgres://hotbag:${password}@127.0.0.1:${port}/hotbag?sslmode=disable` }
  } catch {
    return null
  }
}

/** Sends a signal to the server's first process alone: by `SIGKILL` the others end by themselves. */
export const signalPostmaster = (folder: string, signal: NodeJS.Signals): number => {
  const { pid } = postmasterOf(folder) ?? missing(folder)
  process.kill(pid, signal)
  return pid
}

/** Stops every process of the server in its tracks; gives what lets them go on. */
export const freezeDatabase = (folder: string): (() => void) => {
  const { pid } = postmasterOf(folder) ?? missing(folder)
  // The first one first: from then on there are no new ones.
  process.kill(pid, "SIGSTOP")
  const all = [pid, ...childrenOf(pid)]
  const send = (signal: NodeJS.Signals) => {
    for (const each of all) {
      try {
        process.kill(each, signal)
      } catch {
        // It had just ended.
      }
    }
  }
  send("SIGSTOP")
  return () => send("SIGCONT")
}

const childrenOf = (pid: number): ReadonlyArray<number> => {
  try {
    return execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map(Number)
  } catch {
    return []
  }
}

const missing = (folder: string): never => {
  throw new Error(`no PostgreSQL serves ${folder}`)
}
