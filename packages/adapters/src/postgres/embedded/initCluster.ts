import { Effect } from "effect"
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { chown, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { EmbeddedPostgresFailed } from "./EmbeddedPostgresFailed.ts"
import type { Folders } from "./folders.ts"
import type { ServerUser } from "./ServerUser.ts"

/** Name of the role that owns everything in an embedded server. */
export const EMBEDDED_ROLE = "hotbag"

/**
 * Makes the cluster on first use, and reads its password. Everybody on the machine can open a connection to the server, so that
 * nobody gets in without the password (SCRAM), which is 256 random bits in a file that only the owner of the folder can read.
 *
 * Text is UTF-8 and sorts by code point on every machine; pages carry checksums. A run that was cut short leaves nothing behind
 * that could be taken for a cluster.
 */
export const initCluster = (
  binaries: string,
  folders: Folders,
  user: ServerUser | null
): Effect.Effect<string, EmbeddedPostgresFailed> =>
  Effect.tryPromise({
    try: async () => {
      const found = await readdir(folders.cluster).catch(() => null)
      if (found === null) return await makeCluster(binaries, folders, user)
      if (!found.includes("PG_VERSION")) throw foreign(`${folders.cluster} holds files, but no cluster`)
      await checkVersion(binaries, folders)
      return await readFile(folders.password, "utf8").catch(() => {
        throw foreign(`${folders.password}, the password of the cluster beside it, cannot be read`)
      })
    },
    catch: (cause) =>
      cause instanceof EmbeddedPostgresFailed
        ? cause
        : new EmbeddedPostgresFailed({
            reason: "did-not-start",
            message: `No cluster could be made in ${folders.cluster}: ${shorten(cause)}`
          })
  })

const makeCluster = async (binaries: string, folders: Folders, user: ServerUser | null): Promise<string> => {
  const password = randomBytes(32).toString("base64url")
  await writeFile(folders.password, password, { mode: 0o600 })
  // Read by initdb, that is by the server's user.
  if (user !== null) await chown(folders.password, user.uid, user.gid)
  const partial = `${folders.cluster}.${process.pid}.partial`
  await rm(partial, { recursive: true, force: true })
  const options = [
    `--pgdata=${partial}`,
    `--username=${EMBEDDED_ROLE}`,
    `--pwfile=${folders.password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--text-search-config=simple",
    "--data-checksums",
    // One call for the whole file system instead of a thousand; macOS knows only the latter.
    ...(process.platform === "linux" ? ["--sync-method=syncfs"] : [])
  ]
  await run(join(binaries, "bin", "initdb"), options, {
    ...user,
    cwd: folders.home,
    env: { LC_ALL: "C", PATH: "/usr/bin:/bin" }
  })
  await rename(partial, folders.cluster)
  return password
}

/** A cluster of another major version needs pg_upgrade or a dump; the server would refuse it less clearly. */
const checkVersion = async (binaries: string, folders: Folders): Promise<void> => {
  const major = (await readFile(join(folders.cluster, "PG_VERSION"), "utf8")).trim()
  const { stdout } = await run(join(binaries, "bin", "postgres"), ["--version"])
  if (!new RegExp(`\\b${major}\\.`).test(stdout)) {
    throw foreign(`${folders.cluster} was made by PostgreSQL ${major}, and this is ${stdout.trim()}`)
  }
}

const foreign = (what: string): EmbeddedPostgresFailed =>
  new EmbeddedPostgresFailed({
    reason: "foreign-folder",
    message: `${what}: choose another data folder, or bring the data over with pg_dump.`
  })

/** What a program said before it failed is long; its first lines tell. */
const shorten = (cause: unknown): string => String(cause).slice(0, 2_000)

const run = promisify(execFile)
