import { readdirSync, readFileSync } from "node:fs"

/**
 * What a server's main thread and the database's sessions have done and waited for so far: `delayMs` is how long they could
 * have run while others had the processors (`/proc/PID/schedstat`, second field; kernel documentation, "Scheduler
 * Statistics"). A latency without it is that of a quiet machine.
 */
export interface RunQueue {
  readonly delayMs: number
  /** Processor time of the server's main thread. */
  readonly nodeMs: number
}

/** Takes a look. Zeros where the kernel keeps no such figures. */
export const lookAtRunQueue = (serverPid: number, sessions: ReadonlyArray<number>): RunQueue => {
  const server = statOf(serverPid)
  let delayMs = server.delayMs + statOf(process.pid).delayMs
  for (const pid of sessions) delayMs += statOf(pid).delayMs
  return { delayMs, nodeMs: server.cpuMs }
}

/** The database's sessions: children of its first process that work for a client. */
export const sessionsOf = (databasePid: number): ReadonlyArray<number> =>
  readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8")
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
      const isOurs = parent === databasePid && !BACKGROUND.test(readFileSync(`/proc/${name}/cmdline`, "utf8"))
      return isOurs ? [Number(name)] : []
    } catch {
      // Gone between two looks.
      return []
    }
  })

const BACKGROUND = /checkpointer|writer|launcher|logger|worker|archiver/

const NS_PER_MS = 1e6

const statOf = (pid: number): { readonly cpuMs: number; readonly delayMs: number } => {
  try {
    const [cpuNs = 0, delayNs = 0] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ").map(Number)
    return { cpuMs: cpuNs / NS_PER_MS, delayMs: delayNs / NS_PER_MS }
  } catch {
    return { cpuMs: 0, delayMs: 0 }
  }
}
