import { Effect, Schema } from "effect"
import { chmod, chown, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { EmbeddedPostgresFailed } from "./EmbeddedPostgresFailed.ts"
import { directoryInTheWay } from "./reach.ts"
import type { ServerUser } from "./ServerUser.ts"

/** Where the parts of an embedded server lie; all of them under one folder of the operator's choice. */
export interface Folders {
  /** The folder itself: `DATA/postgres`. */
  readonly home: string
  /** The cluster: what a backup holds. */
  readonly cluster: string
  /** The server's password, for the owner of the folder only. */
  readonly password: string
  /** What the server has to say. */
  readonly log: string
}

/** The parts under `dataFolder`. */
export const foldersUnder = (dataFolder: string): Folders => {
  const home = join(dataFolder, "postgres")
  return {
    home,
    cluster: join(home, "cluster"),
    password: join(home, "password"),
    log: join(home, "server.log")
  }
}

/**
 * Makes `home`, for its owner only, and gives it to `user` (null: it stays ours). Data are never put anywhere else: where the user
 * cannot reach them it fails with `unreachable-folder` and names the directory in the way.
 */
export const prepareHome = (
  home: string,
  user: ServerUser | null
): Effect.Effect<void, EmbeddedPostgresFailed> =>
  Effect.tryPromise({
    try: async () => {
      await mkdir(dirname(home), { recursive: true })
      if (user !== null) {
        const inTheWay = await directoryInTheWay(dirname(home), user)
        if (inTheWay !== null) throw unreachable(home, inTheWay, user)
      }
      await mkdir(home, { recursive: true, mode: 0o700 })
      if (user === null) await refuseForeignOwner(home)
      else if ((await stat(home)).uid !== user.uid) await giveTo(home, user)
      await chmod(home, 0o700)
    },
    catch: (cause) =>
      cause instanceof EmbeddedPostgresFailed
        ? cause
        : new EmbeddedPostgresFailed({
            reason: "unreachable-folder",
            message: `The data folder ${home} cannot be made: ${String(cause)}. Choose another one.`
          })
  })

/** A folder that root used, or another user, is not ours to read: say so rather than fail at the first file. */
const refuseForeignOwner = async (home: string): Promise<void> => {
  const { uid } = await stat(home)
  if (uid === process.getuid?.()) return
  throw new EmbeddedPostgresFailed({
    reason: "foreign-folder",
    message: `The data folder ${home} belongs to user ${uid}: run hotbag as that user, or \`chown -R\` the folder to yourself.`
  })
}

const unreachable = (home: string, inTheWay: string, user: ServerUser): EmbeddedPostgresFailed =>
  new EmbeddedPostgresFailed({
    reason: "unreachable-folder",
    message:
      `PostgreSQL does not run as root, and the user it runs as instead (uid ${user.uid}) may not enter ${inTheWay} ` +
      `on the way to ${home}: run hotbag as another user, choose a data folder elsewhere, or \`chmod o+x ${inTheWay}\`.`
  })

/**
 * The binaries, where `user` can reach them: `native` itself, or a copy of it under `home` (60 MB, made once per version) when a
 * directory above it keeps the user out.
 */
export const reachableBinaries = (
  native: string,
  home: string,
  user: ServerUser | null
): Effect.Effect<string, EmbeddedPostgresFailed> =>
  Effect.tryPromise({
    try: async () => {
      if (user === null || (await directoryInTheWay(join(native, "bin"), user)) === null) return native
      return await copyBinaries(native, join(home, `binaries-${await versionOf(native)}`), user)
    },
    catch: (cause) =>
      new EmbeddedPostgresFailed({
        reason: "unreachable-folder",
        message: `The PostgreSQL binaries cannot be copied to ${home}, where their user could reach them: ${String(cause)}.`
      })
  })

const copyBinaries = async (native: string, copy: string, user: ServerUser): Promise<string> => {
  const existing = await lstat(copy).catch(() => null)
  if (existing !== null) return copy
  // Another name until it is complete: a copy that was cut short must not be taken for one.
  const partial = `${copy}.${process.pid}.partial`
  await cp(native, partial, { recursive: true, verbatimSymlinks: true })
  await giveTo(partial, user)
  await rename(partial, copy).catch(async () => {
    // Somebody was faster; theirs is as good.
    await rm(partial, { recursive: true, force: true })
  })
  return copy
}

const giveTo = async (path: string, user: ServerUser): Promise<void> => {
  const found = await lstat(path)
  if (found.isSymbolicLink()) return
  await chown(path, user.uid, user.gid)
  if (!found.isDirectory()) return
  for (const name of await readdir(path)) await giveTo(join(path, name), user)
}

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** The version that the package of the binaries gives itself. */
const versionOf = async (native: string): Promise<string> =>
  Schema.decodeSync(Manifest)(await readFile(join(native, "..", "package.json"), "utf8")).version
