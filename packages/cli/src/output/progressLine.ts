import { MINUTE_MS } from "@hotbag/core"
import { countText, decimalText, hourText, shareText } from "@hotbag/sim"
import type { Progress } from "@hotbag/sim"
import type { PlayOptions } from "../play.ts"

const EVERY_MS = 30 * MINUTE_MS

/** Tells how a run goes, one line every simulated half hour; for pipes and CI logs. */
export const makeProgressLines = (
  fromMs: number,
  write: (line: string) => void
): NonNullable<PlayOptions["onSlice"]> => {
  let nextMs = (Math.floor(fromMs / EVERY_MS) + 1) * EVERY_MS
  return (untilMs, progress) => {
    if (untilMs < nextMs) return
    nextMs += EVERY_MS
    write(`${progressLine(untilMs, progress())}\n`)
  }
}

/** A running simulation in one line. */
export const progressLine = (atMs: number, progress: Progress): string => {
  const { awaitingRestaurant, preparing, ready, onTheWay } = progress.open
  const budget = Math.max(0, ...progress.slos.map((slo) => slo.budgetSpent))
  return [
    hourText(atMs),
    `${countText(progress.placed)} placed`,
    `${countText(progress.delivered)} delivered`,
    `${countText(awaitingRestaurant + preparing + ready + onTheWay)} open`,
    `${countText(progress.unassigned)} without a courier`,
    `click-to-door ${progress.recentClickToDoorMin === null ? "-" : decimalText(progress.recentClickToDoorMin, 1)} min`,
    `budget spent ${shareText(budget, 0)}`
  ].join("  ")
}
