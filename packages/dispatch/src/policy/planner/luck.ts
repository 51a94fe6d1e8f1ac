/**
 * The planner's own luck: a counter passed through the finaliser of MurmurHash3 (Appleby, public domain). Dispatch
 * draws no randomness from outside, so equal histories give equal plans on every machine.
 */
export const makeLuck = (seed: number): (() => number) => {
  let count = Math.imul(seed, 0x9e3779b1)
  return () => {
    count = (count + 0x6d2b79f5) | 0
    let h = count
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296
  }
}
