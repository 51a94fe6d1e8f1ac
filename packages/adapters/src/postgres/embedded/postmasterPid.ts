import { execFile } from "node:child_process"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"

/** What a running server says of itself in `postmaster.pid`. */
export interface PostmasterPid {
  readonly pid: number
  readonly port: number
}

const FILE = "postmaster.pid"

/**
 * Reads `postmaster.pid` of a cluster; null when there is none, or when its writer has not come to the port yet (line 4). The file
 * outlives a server that was killed, and its number may be another process by then: see {@link isPostgres}.
 */
export const readPostmasterPid = async (cluster: string): Promise<PostmasterPid | null> => {
  const text = await readFile(join(cluster, FILE), "utf8").catch(() => "")
  const lines = text.split("\n")
  const pid = Number.parseInt(lines[0] ?? "", 10)
  const port = Number.parseInt(lines[3] ?? "", 10)
  return pid > 0 && port > 0 ? { pid, port } : null
}

/**
 * Removes the file of a server that is gone. The server would do it by itself, were the number not taken: by a process of ours, or
 * by its own remains that nobody reaps, as in a container without an init. Shared memory still in use stops a second start anyway.
 */
export const removePostmasterPid = (cluster: string): Promise<void> =>
  rm(join(cluster, FILE), { force: true })

/** Whether this process is a PostgreSQL that still runs: neither gone, nor a zombie, nor somebody else with its number. */
export const isPostgres = async (pid: number): Promise<boolean> => {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")
    return stat.includes("(postgres)") && !stat.includes("(postgres) Z")
  }
  const shown = await run("ps", ["-p", String(pid), "-o", "state=,comm="]).catch(() => ({ stdout: "" }))
  return shown.stdout.includes("postgres") && !shown.stdout.startsWith("Z")
}

const run = promisify(execFile)
