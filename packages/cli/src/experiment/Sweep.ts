import { Limits } from "@hotbag/core"
import { BadInput, quoted } from "../exit.ts"

/** One thing that is changed step by step: `orders-x`, `couriers-x`, or a parameter of the policy. */
export interface Sweep {
  readonly name: string
  /** As they are shown and played; ascending, no two alike. */
  readonly values: ReadonlyArray<string>
}

/**
 * Reads `couriers-x=0.6..1.4/9` (nine values, ends included) or `couriers-x=0.6,1,1.4`.
 *
 * @throws BadInput that says how to write it.
 */
export const parseSweep = (text: string): Sweep => {
  const equals = text.indexOf("=")
  const values = text.slice(equals + 1)
  const range = /^([0-9.]+)\.\.([0-9.]+)\/([0-9]+)$/.exec(values)
  const numbers = range === null ? values.split(",").map(plain) : spread(range)
  const refuse = (what: string) =>
    new BadInput("--sweep", what, "write it like couriers-x=0.6..1.4/9 or couriers-x=0.6,1,1.4")
  if (equals < 1) throw refuse(`${quoted(text)} names nothing to change`)
  if (numbers.length > Limits.sweepPoints)
    throw refuse(`${numbers.length} values, at most ${Limits.sweepPoints} are played`)
  if (numbers.length < 2 || !numbers.every((value) => Number.isFinite(value) && value >= 0))
    throw refuse(`${quoted(values)} is no list of two or more numbers`)
  const sorted = [...numbers].sort((a, b) => a - b).map(shown)
  if (new Set(sorted).size < sorted.length) throw refuse("a value is there twice")
  return { name: text.slice(0, equals), values: sorted }
}

const spread = (range: RegExpExecArray): ReadonlyArray<number> => {
  const [from, to, count] = [Number(range[1]), Number(range[2]), Number(range[3])]
  if (count > Limits.sweepPoints) return Array.from({ length: Limits.sweepPoints + 1 }, () => from)
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / Math.max(1, count - 1))
}

/** Digits, and perhaps decimals; NaN for anything else. */
const plain = (text: string): number => (/^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN)

/** To millionths, so that 0.6 and a tenth are 0.7. */
const shown = (value: number): string => String(Math.round(value * 1e6) / 1e6)
