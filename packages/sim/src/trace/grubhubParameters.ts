import { MINUTE_MS } from "@hotbag/core"
import { Result } from "effect"
import { parseTable, traceProblem } from "./parseTable.ts"
import type { TraceFiles, TraceProblem } from "./TraceProblem.ts"

/** The figures of a Meal Delivery Routing Problem instance that concern everyone. */
export interface GrubhubParameters {
  readonly metersPerMinute: number
  /** Half passes before the pickup, half after. */
  readonly pickupServiceMs: number
  /** Half passes before the drop-off, half after. */
  readonly dropoffServiceMs: number
  readonly targetClickToDoorMs: number
  readonly maximumClickToDoorMs: number
  /** What a courier earns for each order, in the instance's own money. */
  readonly payPerOrder: number
  /** What a courier earns for each hour on duty at least. */
  readonly guaranteedPayPerHour: number
}

/**
 * Reads `instance_parameters.txt`: a header and one row. Service times are even whole minutes: half of each passes
 * before the stop, and all times of a solution are whole minutes.
 */
export const grubhubParameters = (files: TraceFiles): Result.Result<GrubhubParameters, TraceProblem> =>
  Result.gen(function* () {
    const rows = yield* parseTable(files, PARAMETERS, (row): GrubhubParameters => {
      const service = (column: "pickup service minutes" | "dropoff service minutes") => {
        const minutes = row.whole(column, { min: 0, max: 120, unit: "minutes" })
        if (minutes % 2 !== 0)
          row.refuse(column, `${minutes} is odd, and half of it passes before the stop; give an even number`)
        return minutes * MINUTE_MS
      }
      const targetMinutes = row.whole("target click-to-door", CLICK_TO_DOOR)
      const maximumMinutes = row.whole("maximum click-to-door", CLICK_TO_DOOR)
      if (maximumMinutes < targetMinutes) row.refuse("maximum click-to-door", "is below the target")
      return {
        metersPerMinute: row.number("meters_per_minute", { min: 1, max: 10_000, unit: "metres per minute" }),
        pickupServiceMs: service("pickup service minutes"),
        dropoffServiceMs: service("dropoff service minutes"),
        targetClickToDoorMs: targetMinutes * MINUTE_MS,
        maximumClickToDoorMs: maximumMinutes * MINUTE_MS,
        payPerOrder: row.number("pay per order", PAY),
        guaranteedPayPerHour: row.number("guaranteed pay per hour", PAY)
      }
    })
    const [parameters, second] = rows
    if (parameters === undefined || second !== undefined) {
      return yield* Result.fail(traceProblem(PARAMETERS.file, 0, `${rows.length} rows, expected 1`))
    }
    return parameters
  })

const CLICK_TO_DOOR = { min: 0, max: 1_440, unit: "minutes" }
const PAY = { min: 0, max: 1_000_000, unit: "an amount" }

const PARAMETERS = {
  file: "instance_parameters.txt",
  separator: "\t",
  columns: [
    "meters_per_minute",
    "pickup service minutes",
    "dropoff service minutes",
    "target click-to-door",
    "maximum click-to-door",
    "pay per order",
    "guaranteed pay per hour"
  ]
} as const
