import { createHash } from "node:crypto"

/** A number from 0 to 1 that is the same for the same text: for choices that are made again after a crash. */
export const shareOf = (text: string): number =>
  createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32
