import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import type { Report } from "@hotbag/sim"

/** A run broke promises that no run may break: a bug of ours, exit code 70, and the seed brings it back. */
export class BrokenInvariants extends Error {
  override readonly name = "BrokenInvariants"
}

/**
 * The report itself, if the run kept every invariant.
 *
 * @throws BrokenInvariants which, when, of whom, and what to repeat it with.
 */
export const unbroken = (report: Report): Report => {
  const { first, violations } = report.invariants
  if (violations === 0) return report
  const words = first.slice(0, TOLD).map(({ atMs, checker, courier = "", message, order = "" }) => {
    const who = [order, courier].filter((id) => id !== "").join(" ")
    return `${checker}${who === "" ? "" : ` of ${who}`} at ${clock(atMs)}: ${message}`
  })
  throw new BrokenInvariants(
    `${violations} broken ${violations === 1 ? "invariant" : "invariants"} in ${report.scenario}, policy ${report.policy}, ` +
      `--seed ${report.seed}, commit ${report.commit === "" ? "unknown" : report.commit}: ${words.join("; ")}`
  )
}

/** A line holds three, and the report more. */
const TOLD = 3

const clock = (atMs: number): string => {
  const two = (value: number) => String(value).padStart(2, "0")
  return `${two(Math.floor(atMs / HOUR_MS))}:${two(Math.floor((atMs % HOUR_MS) / MINUTE_MS))}`
}
