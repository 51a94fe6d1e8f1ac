/**
 * Randomness by name. Every draw is a pure function of (seed, purpose, who, count): no actor shares a stream with
 * another, so that a draw added in one place shifts nothing elsewhere, and two policies meet the same luck
 * (common random numbers). Integer arithmetic only: the same on every machine.
 *
 * The mixer is the finaliser of MurmurHash3 (Appleby, public domain) applied to a keyed counter in two lanes;
 * `test/kernel/streams.test.ts` checks uniformity, independence of neighbours, and known values.
 */

/** Draws for one purpose, such as `order.patience`. */
export interface Stream {
  /** Uniform in the open interval (0, 1), 53 bits; the same for the same `who` and `count`. */
  readonly uniform: (who: number, count?: number) => number
}

/** The stream of `purpose` under `seed` (a non-negative safe integer). */
export const makeStream = (seed: number, purpose: string): Stream => {
  const high = hashText(purpose, mix(Math.floor(seed / 0x1_0000_0000) ^ 0x243f6a88))
  const low = hashText(purpose, mix(((seed % 0x1_0000_0000) | 0) ^ 0x13198a2e))
  const keyA = mix(high + Math.imul(low, 0x9e3779b1))
  const keyB = mix(low ^ Math.imul(high, 0x85ebca6b))
  return {
    uniform: (who, count = 0) => {
      const a = mix(mix(keyA ^ Math.imul(who, 0x9e3779b1)) + Math.imul(count, 0xc2b2ae35))
      const b = mix(mix(keyB + Math.imul(who, 0x27d4eb2f)) ^ Math.imul(count + 1, 0x165667b1) ^ a)
      return ((a >>> 5) * 67_108_864 + (b >>> 6) + 0.5) / 9_007_199_254_740_992
    }
  }
}

/**
 * A number for a name, the same wherever the name stands in a list: draws that belong to a person or an order are
 * keyed by it, so that more orders in a city leave everybody else's luck alone. Two names in 2^32 share one.
 */
export const numberOfName = (name: string): number => hashText(name, 0x3c6ef372)

/** A generator that numbers its draws itself, for places that draw one after another. */
export interface Sequence {
  /** Next uniform in (0, 1). */
  readonly next: () => number
  /** Next integer in 0 .. `below` - 1. */
  readonly integer: (below: number) => number
}

/** Numbered draws of one `who` within a stream. */
export const sequenceOf = (stream: Stream, who: number): Sequence => {
  let count = 0
  const next = () => stream.uniform(who, count++)
  return { next, integer: (below) => Math.floor(next() * below) }
}

/** MurmurHash3's 32-bit finaliser: every input bit reaches every output bit. */
const mix = (value: number): number => {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

const hashText = (text: string, start: number): number => {
  let h = start
  for (let i = 0; i < text.length; i++) h = mix(Math.imul(h, 31) + text.charCodeAt(i))
  return h
}
