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
    const now = progress()
    // Couriers may stay on shift for hours after the last order: nothing to tell.
    if (untilMs > now.toMs + EVERY_MS && openOrders(now) === 0) return
    write(`${progressLine(untilMs, now)}\n`)
  }
}

/** A running simulation in one line. */
export const progressLine = (atMs: number, progress: Progress): string => {
  const budget = Math.max(0, ...progress.slos.map((slo) => slo.budgetSpent))
  return [
    hourText(atMs),
    `${countText(progress.placed)} placed`,
    `${countText(progress.delivered)} delivered`,
    `${countText(openOrders(progress))} open`,
    `${countText(progress.unassigned)} without a courier`,
    progress.recentClickToDoorMin === null
      ? "nothing delivered lately"
      : `click-to-door ${decimalText(progress.recentClickToDoorMin, 1)} min`,
    `budget spent ${shareText(budget, 0)}`
  ].join("  ")
}

const openOrders = ({ open }: Progress): number =>
  open.awaitingRestaurant + open.preparing + open.ready + open.onTheWay
