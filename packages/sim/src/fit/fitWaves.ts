import { HOUR_MS } from "@hotbag/core"
import type { ShiftWave } from "../scenario/ScenarioCouriers.ts"
import type { ObservedShift } from "./ObservedDay.ts"
import { quantileOf, sorted } from "../scenario/quantileTable.ts"

/**
 * Shifts as waves: those that begin within the same hour, in eight parts by their length. Both the begin and the length are drawn evenly
 * from what the part spans, so that each eighth of both distributions is kept; together at most `24 × PARTS` waves.
 */
export const fitWaves = (shifts: ReadonlyArray<ObservedShift>): ReadonlyArray<ShiftWave> =>
  Array.from({ length: 24 }, (_, hour) => {
    const begun = shifts
      .filter(({ onAtMs }) => Math.floor(onAtMs / HOUR_MS) === hour)
      .sort((a, b) => lengthOf(a) - lengthOf(b))
    const parts = Math.min(PARTS, begun.length)
    return Array.from({ length: parts }, (_ignored, part) => {
      const some = begun.slice(
        Math.floor((part * begun.length) / parts),
        Math.floor(((part + 1) * begun.length) / parts)
      )
      return {
        weight: Number((some.length / shifts.length).toFixed(6)),
        onAt: spanOf(some.map(({ onAtMs }) => onAtMs)),
        length: spanOf(some.map(lengthOf))
      }
    })
  }).flat()

/** Parts of an hour's shifts. */
const PARTS = 8

const lengthOf = ({ offAtMs, onAtMs }: ObservedShift): number => offAtMs - onAtMs

/** From an interval with the same mean and quartiles, as nearly as an even one can have them. */
const spanOf = (values: ReadonlyArray<number>) => {
  const inOrder = sorted(values)
  const [low, high] = [quantileOf(inOrder, 0.25), quantileOf(inOrder, 0.75)]
  const reach = (high - low) / 2
  const minMs = Math.round(Math.max(quantileOf(inOrder, 0), low - reach))
  return { minMs, maxMs: Math.max(minMs, Math.round(Math.min(quantileOf(inOrder, 1), high + reach))) }
}
