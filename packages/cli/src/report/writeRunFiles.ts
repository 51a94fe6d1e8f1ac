import { reportText } from "@hotbag/sim"
import type { Report, RunRecord, SystemMinute, WorstOrder } from "@hotbag/sim"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import { throwIfStopped } from "../exit.ts"
import type { OutputFolder } from "../output/OutputFolder.ts"
import * as file from "../output/runFiles.ts"
import { barriersGeoJson } from "./export/barriersGeoJson.ts"
import { csvOf } from "./export/csv.ts"
import { cellsGeoJson, tripsGeoJson } from "./export/geojson.ts"
import { pingsTable } from "./export/pings.ts"
import { couriersTable, ordersTable, seriesTable } from "./export/tables.ts"
import { reportPage } from "./page/reportPage.ts"
import { writeChunks } from "./writeChunks.ts"

/** A finished run, to be written down. */
export interface FinishedRun {
  readonly report: Report
  readonly record: RunRecord
  readonly worst: ReadonlyArray<WorstOrder>
  readonly system: ReadonlyArray<SystemMinute> | null
  /** The command that makes it again. */
  readonly command: string
  /** How often phones send where they are, ms; null: that is not written. */
  readonly pingEveryMs: number | null
}

/**
 * Writes everything but the event log into the folder, which is not published yet. O(orders + trips), with one file's
 * piece in memory at a time, but for the page.
 *
 * @param folder as the user named it, for messages.
 * @throws BadInput when a file cannot be written. @throws Stopped when asked to stop.
 */
export const writeRunFiles = async (
  run: FinishedRun,
  output: OutputFolder,
  folder: string,
  stop: AbortSignal
): Promise<void> => {
  const { pingEveryMs, record, report } = run
  const page = () => {
    const files = filesOf(pingEveryMs).filter((name) => name !== file.PAGE_FILE)
    return [reportPage({ ...run, details: { command: run.command, files } })]
  }
  const contents: ReadonlyArray<readonly [string, () => Iterable<string>]> = [
    [file.TEXT_FILE, () => [`${reportText(report)}\n`]],
    [file.ORDERS_FILE, () => csvOf(ordersTable(record))],
    [file.COURIERS_FILE, () => csvOf(couriersTable(record))],
    [file.SERIES_FILE, () => csvOf(seriesTable(record, report))],
    [file.CELLS_FILE, () => cellsGeoJson(record)],
    [file.BARRIERS_FILE, () => barriersGeoJson(record.city)],
    [file.TRIPS_FILE, () => tripsGeoJson(record)],
    ...(pingEveryMs === null ? [] : [pingsOf(record, report.seed, pingEveryMs)]),
    [file.PAGE_FILE, page],
    [file.JSON_FILE, () => [`${JSON.stringify(report, null, 2)}\n`]]
  ]
  for (const [name, pieces] of contents) {
    // Between two files signals get their turn.
    await setImmediate()
    throwIfStopped(stop)
    await writeChunks(output.path(name), join(folder, name), pieces())
  }
}

/** The files of a run, with or without those of the phones. */
export const filesOf = (pingEveryMs: number | null): ReadonlyArray<string> =>
  pingEveryMs === null ? file.RUN_FILES : [file.PINGS_FILE, ...file.RUN_FILES]

const pingsOf = (record: RunRecord, seed: number, everyMs: number) =>
  [file.PINGS_FILE, () => csvOf(pingsTable(record, seed, everyMs))] as const
