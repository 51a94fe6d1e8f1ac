import { execFile } from "node:child_process"
import { realpath } from "node:fs/promises"
import { join } from "node:path"
import { packageFolder, packageVersion } from "./version.ts"

/** What decides a run besides the seed: sources and pinned dependencies. Tests and prose may differ. */
const SOURCES = ["packages/*/src/*", "packages/*/package.json", "package.json", "pnpm-lock.yaml"]

/** Git answers in milliseconds; a hanging network file system must not hang the command. */
const GIT_TIMEOUT_MS = 5_000

/**
 * The version of the code that runs, for the report: the commit of the checkout, with `+dirty` when sources differ
 * from it; the version of the package when it was installed. The repository of whoever installed it is never asked:
 * only one whose top level holds this very package is ours.
 *
 * @param folder of the package; another one in tests.
 */
export const commit = async (folder = packageFolder()): Promise<string> => {
  const root = await checkoutOf(folder)
  if (root === undefined) return packageVersion()
  const head = await git(root, ["rev-parse", "--short=12", "HEAD"])
  const changes = await git(root, ["status", "--porcelain", "--untracked-files=all", "--", ...SOURCES])
  if (head === undefined || changes === undefined) return packageVersion()
  return changes === "" ? head : `${head}+dirty`
}

/** The top level of the checkout that `folder` is a package of, if it is one. */
const checkoutOf = async (folder: string): Promise<string | undefined> => {
  const here = await realpath(folder)
  const root = await git(here, ["rev-parse", "--show-toplevel"])
  if (root === undefined) return undefined
  return (await realpath(root)) === join(here, "..", "..") ? root : undefined
}

/**
 * One question to git; `undefined` when there is no git or no answer. Variables such as GIT_DIR, which git itself sets
 * in hooks, would point it to another repository; a checkout that belongs to somebody else (a container's mount) is
 * still ours to read, and no lock is taken for it.
 */
const git = (folder: string, args: ReadonlyArray<string>): Promise<string | undefined> => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")))
  const options = [
    "--no-optional-locks",
    "-c",
    "safe.directory=*",
    "-c",
    "core.fsmonitor=false",
    "-C",
    folder
  ]
  return new Promise((resolve) => {
    execFile("git", [...options, ...args], { env, timeout: GIT_TIMEOUT_MS }, (error, stdout) => {
      resolve(error === null ? stdout.trim() : undefined)
    })
  })
}
