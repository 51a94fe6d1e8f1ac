import { Limits } from "@hotbag/core"
import type { TraceFiles } from "@hotbag/sim"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { BadInput } from "../exit.ts"
import { codeOf, whyNot } from "../fileError.ts"

/**
 * The texts of the files called `names` in `folder`.
 *
 * @param kind what the folder should be, in words, such as `a Grubhub day`.
 * @throws BadInput that names the folder or file in the way.
 */
export const readTraceFolder = async (
  folder: string,
  names: ReadonlyArray<string>,
  kind: string
): Promise<TraceFiles> => {
  const list = new Intl.ListFormat("en").format(names)
  const present = await readdir(folder).catch((error: unknown) => {
    const what = codeOf(error) === "ENOTDIR" ? "this is not a folder" : whyNot(error)
    throw new BadInput(folder, what, `name a folder of ${kind}, with ${list} in it`)
  })
  const missing = names.find((name) => !present.includes(name))
  if (missing !== undefined)
    throw new BadInput(join(folder, missing), "there is no such file", `${kind} has ${list}`)
  const files: Record<string, string> = {}
  for (const name of names) files[name] = await readText(join(folder, name))
  return files
}

/** A whole file as text. @throws BadInput that names it. */
export const readText = async (path: string): Promise<string> => {
  try {
    const { size } = await stat(path)
    if (size > Limits.traceFileLength)
      throw new BadInput(path, `${size} bytes, at most ${Limits.traceFileLength} are read`, "split the day")
    return await readFile(path, "utf8")
  } catch (error) {
    if (error instanceof BadInput) throw error
    throw new BadInput(path, whyNot(error), "check the file and its permissions")
  }
}
