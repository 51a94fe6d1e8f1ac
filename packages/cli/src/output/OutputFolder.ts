import { randomUUID } from "node:crypto"
import { mkdir, rename, rm, rmdir, stat } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { BadInput } from "../exit.ts"
import { codeOf, whyNot } from "../fileError.ts"

/**
 * A folder that appears complete or not at all. Files are written into a temporary folder beside it (inside it when
 * it exists already: then both are surely on one disk) and renamed into place by `publish`.
 *
 * In a folder that exists only the files named here are replaced; whatever else is in it stays.
 */
export interface OutputFolder {
  /** Where to write `file` until it is published. */
  readonly path: (file: string) => string
  /** Moves the files into place; the last one named goes last, so that its presence says that all are there. */
  readonly publish: () => Promise<void>
  /** Removes what was written, and every folder made for it. Does nothing after `publish`. */
  readonly discard: () => Promise<void>
}

/**
 * Prepares `folder` for `files`, and finds out right away whether it can be written.
 *
 * @throws BadInput when it is a file, lies below one, holds a folder by the name of one of `files`, or is not writable.
 */
export const openOutputFolder = async (
  folder: string,
  files: ReadonlyArray<string>
): Promise<OutputFolder> => {
  const exists = await checkOutputFolder(folder, files)
  const target = resolve(folder)
  const home = exists ? target : dirname(target)
  const made = exists ? undefined : await makeFolder(folder, home)
  const temporary = await makeTemporary(home).catch(refuse(folder))
  let published = false
  return {
    path: (file) => join(temporary, file),
    publish: async () => {
      if (exists) await replaceFiles(temporary, target, files)
      else await rename(temporary, target)
      published = true
    },
    discard: async () => {
      if (published) return
      await rm(temporary, { recursive: true, force: true })
      if (made !== undefined) await removeEmptyFolders(home, made)
    }
  }
}

/**
 * Whether `folder` exists; touches nothing, and so cannot tell whether it is writable.
 *
 * @throws BadInput when it is a file, lies below one, or holds a folder by the name of one of `files`.
 */
export const checkOutputFolder = async (folder: string, files: ReadonlyArray<string>): Promise<boolean> => {
  if (folder === "") throw new BadInput("--out", "the name is empty", "name a folder, such as --out run-1")
  const target = resolve(folder)
  const exists = await isFolder(folder, target)
  if (exists) await refuseFoldersInTheWay(folder, target, files)
  return exists
}

const isFolder = async (folder: string, target: string): Promise<boolean> => {
  const found = await stat(target).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined
    return refuse(folder)(error)
  })
  if (found === undefined) return false
  if (found.isDirectory()) return true
  throw new BadInput(`--out ${folder}`, "this is a file", "name a folder that is new, or one to write into")
}

const refuseFoldersInTheWay = async (folder: string, target: string, files: ReadonlyArray<string>) => {
  for (const file of files) {
    const found = await stat(join(target, file)).catch(() => undefined)
    if (found?.isDirectory() === true)
      throw new BadInput(
        `--out ${folder}`,
        `${file} in it is a folder`,
        "move it away, or name another folder"
      )
  }
}

/** Not `mkdtemp`: its folders are for their owner's eyes only, and this one is to be published. */
const makeTemporary = async (home: string): Promise<string> => {
  const temporary = join(home, `.hotbag-${randomUUID()}`)
  await mkdir(temporary)
  return temporary
}

/** Makes the folder and those above it; the topmost that was new, if any. */
const makeFolder = (folder: string, home: string): Promise<string | undefined> =>
  mkdir(home, { recursive: true }).catch(refuse(folder))

/** The old set must not pass for complete while it is replaced: the file that says so goes first and comes last. */
const replaceFiles = async (temporary: string, target: string, files: ReadonlyArray<string>) => {
  const last = files.at(-1)
  if (last !== undefined) await rm(join(target, last), { force: true })
  for (const file of files) await rename(join(temporary, file), join(target, file))
  await rm(temporary, { recursive: true, force: true })
}

/** Removes `folder` and those above it up to `topmost`, as far as they are empty. */
const removeEmptyFolders = async (folder: string, topmost: string) => {
  for (let at = folder; at.length >= topmost.length; at = dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false
    )
    if (!removed) return
  }
}

const refuse =
  (folder: string) =>
  (error: unknown): never => {
    throw new BadInput(`--out ${folder}`, whyNot(error), "name a folder that can be written")
  }
