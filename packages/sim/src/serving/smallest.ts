import { invariant } from "@hotbag/core"

/**
 * The smallest whole number from `from` to `most` that is enough, by doubling and then halving the gap: at most
 * 2 log₂(most) questions. Takes for granted that more is never worse; null when `most` is not enough.
 */
export const smallestWhole = (
  enough: (count: number) => boolean,
  from: number,
  most: number
): number | null => {
  invariant(Number.isInteger(from) && Number.isInteger(most) && from <= most, "whole numbers, in sequence", {
    from,
    most
  })
  let tooFew = from - 1
  let plenty = from
  while (!enough(plenty)) {
    if (plenty === most) return null
    tooFew = plenty
    plenty = Math.min(most, Math.max(plenty * 2, plenty + 1))
  }
  while (plenty - tooFew > 1) {
    const middle = Math.floor((tooFew + plenty) / 2)
    if (enough(middle)) plenty = middle
    else tooFew = middle
  }
  return plenty
}
