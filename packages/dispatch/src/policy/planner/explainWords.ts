import { MINUTE_MS } from "@hotbag/core"
import type { Terms } from "./explainTerms.ts"

/** What each term of the planner's cost is called in a sentence. */
const WORDS: Readonly<Record<string, string>> = {
  excess: "at the door",
  convexity: "for being very late",
  overage: "beyond the promise",
  laterThanAnnounced: "for being later than announced",
  changeOfCourier: "for another courier than before",
  fairness: "for being ahead of the fair share",
  delayOfOthers: "for others on the route",
  bundleDelay: "for a bundle that delays too much",
  refusal: "for a likelier no",
  empty: "of empty driving",
  busy: "of being bound longer"
}

/**
 * Why one courier is not as good as another, in words: how much dearer, and the terms that make most of it.
 * `freeInMs` tells of a courier who is still at work.
 */
export const differenceInWords = (terms: Terms, better: Terms, freeInMs: number): string => {
  let more = 0
  const parts = Object.keys(WORDS).map((name) => {
    const difference = (terms[name] ?? 0) - (better[name] ?? 0)
    more += difference
    return { name, difference }
  })
  if (Math.abs(more) < LEAST_TOLD_MS) return "costs the same"
  if (more < 0) return `would cost ${minutes(-more)} less, which the search did not come upon`
  const leading = parts
    .filter(({ difference }) => difference >= LEAST_TOLD_MS)
    .sort((a, b) => b.difference - a.difference)
    .slice(0, MOST_PARTS)
    .map(({ name, difference }) => `${minutes(difference)} ${WORDS[name] ?? name}`)
  const busy = freeInMs >= MINUTE_MS ? `; free in ${minutes(freeInMs)}` : ""
  return `costs ${minutes(more)} more: ${leading.join(", ")}${busy}`
}

/** Minutes with one decimal, as every verdict has them. */
export const minutes = (ms: number): string => `${(ms / MINUTE_MS).toFixed(1)} min`

/** Smaller differences would read as `0.0 min`. */
const LEAST_TOLD_MS = 0.05 * MINUTE_MS
/** The greatest few make the reason; the table has the rest. */
const MOST_PARTS = 2
