import { open } from "node:fs/promises"
import { BadInput } from "../exit.ts"
import { whyNot } from "../fileError.ts"

/** Characters gathered before they are written. */
const CHUNK_LENGTH = 1 << 20

/**
 * Writes a file piece by piece, so that a large one is never in memory as a whole.
 *
 * @param name the file as the user knows it, for messages.
 * @throws BadInput when it cannot be written.
 */
export const writeChunks = async (path: string, name: string, pieces: Iterable<string>): Promise<void> => {
  try {
    const file = await open(path, "w")
    try {
      let pending = ""
      for (const piece of pieces) {
        pending += piece
        if (pending.length < CHUNK_LENGTH) continue
        await file.writeFile(pending)
        pending = ""
      }
      await file.writeFile(pending)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new BadInput(name, whyNot(error), "make room, or name another folder with --out")
  }
}
