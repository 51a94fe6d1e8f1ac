import { type ChildProcess, spawn } from "node:child_process"
import { open, readFile, rename, stat } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import type { Folders } from "./folders.ts"
import type { ServerUser } from "./ServerUser.ts"

/** A log of this many bytes is put aside at the next start, in place of the one before: two of them at most. */
const LOG_BYTES = 10_000_000

/**
 * What every embedded server runs with. Nothing acknowledged is lost in a crash: fsync, full_page_writes and synchronous_commit stay
 * on whatever the cluster's own file says. The log tells of starts, stops and crashes, not of statements: those carry people's data,
 * and a flood of refused ones would fill the disk.
 */
const settings = (port: number, maxConnections: number): ReadonlyArray<string> => [
  "listen_addresses=127.0.0.1",
  `port=${port}`,
  "unix_socket_directories=",
  `max_connections=${maxConnections}`,
  "fsync=on",
  "full_page_writes=on",
  "synchronous_commit=on",
  "timezone=UTC",
  "log_timezone=UTC",
  "shared_buffers=128MB",
  "max_wal_size=2GB",
  "jit=off",
  "log_min_messages=log",
  "log_min_error_statement=panic",
  "log_checkpoints=off",
  "logging_collector=off",
  "tcp_keepalives_idle=30"
]

/**
 * Starts a server on the cluster, in a session of its own: a Ctrl-C in our terminal is for us to answer, and a `kill -9` of ours leaves
 * it running, to be found again. Does not wait until it is ready.
 */
export const spawnPostmaster = async (
  binaries: string,
  folders: Folders,
  user: ServerUser | null,
  port: number,
  maxConnections: number
): Promise<ChildProcess> => {
  const said = await stat(folders.log).catch(() => null)
  if (said !== null && said.size > LOG_BYTES) await rename(folders.log, `${folders.log}.1`)
  const log = await open(folders.log, "a", 0o600)
  try {
    const child = spawn(
      join(binaries, "bin", "postgres"),
      ["-D", folders.cluster, ...settings(port, maxConnections).flatMap((setting) => ["-c", setting])],
      {
        ...user,
        cwd: folders.home,
        env: { LC_ALL: "C", PATH: "/usr/bin:/bin" },
        detached: true,
        stdio: ["ignore", log.fd, log.fd]
      }
    )
    // A process that cannot be started says so by this event, and by nothing else.
    child.on("error", () => {})
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

/** A port of the loopback that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no address"))
        else resolve(address.port)
      })
    })
  })

/** The last lines of the server's log, to show to people. */
export const lastWords = async (folders: Folders): Promise<string> => {
  const text = await readFile(folders.log, "utf8").catch(() => "")
  return text.trimEnd().split("\n").slice(-2).join(" | ").slice(-1_000)
}
