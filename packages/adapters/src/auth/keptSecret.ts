import { Data } from "effect"
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises"
import { dirname } from "node:path"

/** A key that the server keeps for itself cannot be used; the message names the file and says what to do. */
export class KeyFailed extends Data.TaggedError("KeyFailed")<{ readonly message: string }> {}

/**
 * The text of a file that only its owner may read, made by `make` on first use. Two that start at once end up with the same text.
 * @throws KeyFailed when others may read it.
 */
export const keptSecret = async (path: string, make: () => Promise<string>): Promise<string> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await makeUnlessThere(path, make)
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) throw new KeyFailed({ message: exposed(path) })
  return readFile(path, "utf8")
}

/** Written whole beside its place and then linked to it, which only the first of several does. */
const makeUnlessThere = async (path: string, make: () => Promise<string>): Promise<void> => {
  if (await isThere(path)) return
  const draft = `${path}.${process.pid}`
  const file = await open(draft, "w", 0o600)
  try {
    await file.writeFile(await make())
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (cause) {
    if (!(await isThere(path))) throw cause
  } finally {
    await rm(draft, { force: true })
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  )

const exposed = (path: string): string =>
  `Others may read ${path}. Remove it (what was made with it ends), or run: chmod 600 ${path}`
