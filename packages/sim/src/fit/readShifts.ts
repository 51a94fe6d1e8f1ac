import { DAY_MS, Vehicle } from "@hotbag/core"
import type { Result } from "effect"
import { parseTable } from "../trace/parseTable.ts"
import { quote } from "../trace/TableRow.ts"
import type { TraceFiles, TraceProblem } from "../trace/TraceProblem.ts"
import type { ObservedShift } from "./ObservedDay.ts"

/** The columns of the couriers' table that a run writes and that a day is learned from: `_ms` since midnight, positions in degrees. */
export const COURIER_COLUMNS = [
  "courier",
  "region",
  "vehicle",
  "on_ms",
  "off_ms",
  "freed_ms",
  "delivered",
  "driven_min",
  "served_min",
  "start_lat",
  "start_lng"
] as const

const COURIERS = { file: "couriers.csv", separator: ",", columns: COURIER_COLUMNS } as const

/** A shift, and whose. */
export interface NamedShift extends ObservedShift {
  readonly id: string
}

/** Reads the shifts of a run from its `couriers.csv`. */
export const readShifts = (files: TraceFiles): Result.Result<ReadonlyArray<NamedShift>, TraceProblem> =>
  parseTable(files, COURIERS, (row) => {
    const text = row.text("vehicle")
    const vehicle = Vehicle.literals.find((literal) => literal === text)
    if (vehicle === undefined)
      row.refuse("vehicle", `${quote(text)} is not one of ${Vehicle.literals.join(", ")}`)
    return {
      id: row.newId("courier"),
      vehicle: vehicle ?? "car",
      onAtMs: row.number("on_ms", TIMES),
      offAtMs: row.number("off_ms", TIMES),
      position: {
        lat: row.number("start_lat", { min: -90, max: 90, unit: "a latitude" }),
        lng: row.number("start_lng", { min: -180, max: 180, unit: "a longitude" })
      }
    }
  })

const TIMES = { min: 0, max: 3 * DAY_MS, unit: "ms" }
