import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"

/** Folds a run's event history into one digest: the proof that two runs were the same. */
export interface RunHash {
  /** Adds one event: its kind, its time, and the numbers that identify it. */
  readonly add: (kind: number, atMs: number, a: number, b: number) => void
  /** Adds a word, such as the scenario's name. */
  readonly addText: (text: string) => void
  /** SHA-256 of everything added so far, as 64 hex digits. May be asked for at any time. */
  readonly digest: () => string
}

/** Events are gathered in a block before they are digested: one call per block instead of one per event. */
const BLOCK_NUMBERS = 4_096

/** A fresh digest. Numbers are written as little-endian 64-bit floats, whatever the machine. */
export const makeRunHash = (): RunHash => {
  const sha = sha256.create()
  const block = new DataView(new ArrayBuffer(BLOCK_NUMBERS * 8))
  const bytes = new Uint8Array(block.buffer)
  let used = 0
  const flush = () => {
    sha.update(bytes.subarray(0, used))
    used = 0
  }
  const push = (value: number) => {
    block.setFloat64(used, value, true)
    used += 8
  }
  return {
    add: (kind, atMs, a, b) => {
      if (used + 32 > bytes.length) flush()
      push(kind)
      push(atMs)
      push(a)
      push(b)
    },
    addText: (text) => {
      flush()
      sha.update(new TextEncoder().encode(`${text.length}:${text}`))
    },
    digest: () => {
      flush()
      return bytesToHex(sha.clone().digest())
    }
  }
}
