/**
 * Between which moments, whole ms, something was sent that was committed at `committedMs`; null when nothing that is sent is
 * committed just then. `committedAtMs` must not fall and must not answer with a moment that is over. O(log of how long it was
 * kept back).
 */
export const sentBetween = (
  committedAtMs: (sentMs: number) => number,
  committedMs: number
): { readonly fromMs: number; readonly toMs: number } | null => {
  let stepMs = 1
  while (stepMs < LONGEST_MS && committedAtMs(committedMs - stepMs) >= committedMs) stepMs *= 2
  const fromMs = firstFrom(
    committedMs - stepMs,
    committedMs + 1,
    (sentMs) => committedAtMs(sentMs) >= committedMs
  )
  if (fromMs > committedMs || committedAtMs(fromMs) !== committedMs) return null
  const afterMs = firstFrom(fromMs, committedMs + 1, (sentMs) => committedAtMs(sentMs) > committedMs)
  return { fromMs, toMs: afterMs - 1 }
}

/** Longer than any day with its outages. */
const LONGEST_MS = 2 ** 28

/** The first whole number from `low` on, below `high`, for which it is true, as for all after it; `high` where there is none. */
const firstFrom = (low: number, high: number, isTrue: (value: number) => boolean): number => {
  let [from, until] = [low, high]
  while (from < until) {
    const middle = Math.floor((from + until) / 2)
    if (isTrue(middle)) until = middle
    else from = middle + 1
  }
  return from
}
