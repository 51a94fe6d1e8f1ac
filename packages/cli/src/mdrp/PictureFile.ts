import { randomUUID } from "node:crypto"
import { open, realpath, rename, rm, stat, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { BadInput } from "../exit.ts"
import { codeOf, whyNot } from "../fileError.ts"

/** The comment by which a picture is known as ours, near the beginning of every one. */
export const PICTURE_MARK = "<!-- drawn by hotbag mdrp -->"

/** How far into a file the mark is looked for. */
const HEAD_BYTES = 512

/**
 * Whether a picture can be written to `file`, found out by writing beside it.
 *
 * @throws BadInput when a folder or something that hotbag did not draw is in the way, or nothing can be written there.
 */
export const checkPicture = async (file: string): Promise<void> => {
  const temporary = await makeTemporary(file, "")
  await rm(temporary.path, { force: true })
}

/**
 * Writes a picture: it appears complete or not at all, and replaces only what hotbag drew.
 *
 * @throws BadInput see `checkPicture`.
 */
export const writePicture = async (file: string, svg: string): Promise<void> => {
  const { path, target } = await makeTemporary(file, svg)
  try {
    await rename(path, target)
  } catch (error) {
    refuse(file)(error)
  } finally {
    await rm(path, { force: true })
  }
}

/** Writes beside the file; links are followed, so that what they lead to is replaced and not the link. */
const makeTemporary = async (file: string, text: string) => {
  if (file === "") throw new BadInput("--svg", "the name is empty", "name a file, such as --svg league.svg")
  const target = await realpath(file).catch((error: unknown) =>
    codeOf(error) === "ENOENT" ? resolve(file) : refuse(file)(error)
  )
  await refuseForeign(file, target)
  const path = join(dirname(target), `.hotbag-${randomUUID()}`)
  await writeFile(path, text, { flag: "wx" }).catch(refuse(file))
  return { path, target }
}

const refuseForeign = async (file: string, target: string) => {
  const found = await stat(target).catch((error: unknown) =>
    codeOf(error) === "ENOENT" ? undefined : refuse(file)(error)
  )
  if (found === undefined) return
  if (found.isDirectory()) throw new BadInput(`--svg ${file}`, "this is a folder", "name a file in it")
  if (!found.isFile() || !(await headOf(target).catch(refuse(file))).includes(PICTURE_MARK))
    throw new BadInput(
      `--svg ${file}`,
      "this is there already, and hotbag did not draw it",
      "move it away, or name another file"
    )
}

const headOf = async (target: string): Promise<string> => {
  const handle = await open(target)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.toString("utf8", 0, bytesRead)
  } finally {
    await handle.close()
  }
}

const refuse =
  (file: string) =>
  (error: unknown): never => {
    throw new BadInput(`--svg ${file}`, whyNot(error), "name a file in a folder that can be written")
  }
