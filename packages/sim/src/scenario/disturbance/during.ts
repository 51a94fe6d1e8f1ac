import { DAY_MS, HOUR_MS } from "@hotbag/core"
import { Schema } from "effect"
import { makeDemandCurve } from "../demandCurve.ts"
import { Ms, field, required, wholeBetween } from "../fields.ts"

const Instant = wholeBetween(-DAY_MS, 2 * DAY_MS)

/** When something happens: fields that every disturbance has. */
export const duringFields = {
  fromMs: required(Instant, "Begins, ms since midnight, or from the peak of dinner (before it: negative)."),
  toMs: required(Instant, "Ends, ms, counted like fromMs; after it."),
  relativeTo: field(
    Schema.Literals(["midnight", "dinner"]),
    "What fromMs and toMs count from: midnight, or the middle of the busiest hour after 16:00, so that it suits any city.",
    "midnight"
  ),
  rampMs: field(Ms, "Comes up over this after fromMs, and fades over it before toMs, ms; 0: at once.", 0)
}

/** A time with ramps, ms since midnight. */
export interface During {
  readonly fromMs: number
  readonly toMs: number
  readonly rampMs: number
}

/** How strongly something acts at a time: 0 before and after, 1 in between, rising and falling along the ramps. O(1). */
export const strengthAt = ({ fromMs, rampMs, toMs }: During, atMs: number): number => {
  if (atMs < fromMs || atMs >= toMs) return 0
  if (rampMs === 0) return 1
  return Math.min(1, (atMs - fromMs) / rampMs, (toMs - atMs) / rampMs)
}

/** A factor that acts with some strength: 1 where it does not act at all. */
export const eased = (factor: number, strength: number): number => 1 + (factor - 1) * strength

/** The middle of the busiest hour that begins at a full quarter after 16:00, ms since midnight. */
export const dinnerPeakMs = (hourShares: ReadonlyArray<number>): number => {
  const curve = makeDemandCurve(hourShares)
  let peakMs = 16.5 * HOUR_MS
  let most = -1
  for (let quarter = 64; quarter <= 92; quarter++) {
    const startMs = (quarter * HOUR_MS) / 4
    const share = curve.shareBefore(startMs + HOUR_MS) - curve.shareBefore(startMs)
    if (share > most) {
      most = share
      peakMs = startMs + HOUR_MS / 2
    }
  }
  return peakMs
}
