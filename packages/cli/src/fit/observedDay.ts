import { COUNTER_MS, observeCity, type ObservedDay, observeLog, readShifts } from "@hotbag/sim"
import { basename, join, resolve } from "node:path"
import { BadInput, quoted } from "../exit.ts"
import { accepted } from "../input/grubhub.ts"
import { readRappi } from "../input/rappi.ts"
import { readTraceFolder } from "../input/traceFolder.ts"
import { EVENTS_FILE } from "../output/runFiles.ts"
import { forEachEvent } from "../story/readEvents.ts"

/** Reads the day to learn from: `rappi:DIR` or `run:DIR`. @throws BadInput that says what is wrong with it. */
export const observedDay = async (day: string, stop: AbortSignal): Promise<ObservedDay> => {
  const colon = day.indexOf(":")
  const folder = day.slice(colon + 1)
  const kind = day.slice(0, Math.max(0, colon))
  if (folder === "" || (kind !== "rappi" && kind !== "run"))
    throw new BadInput("<day>", `${quoted(day)} is not a day to learn from`, "write rappi:DIR or run:DIR")
  return kind === "run" ? ofRun(folder, stop) : observeCity((await readRappi(folder, 1)).city)
}

const ofRun = async (folder: string, stop: AbortSignal): Promise<ObservedDay> => {
  const files = await readTraceFolder(folder, ["couriers.csv"], "a run")
  const shifts = accepted(folder, readShifts(files))
  const vehicles = new Map(shifts.map(({ id, vehicle }) => [id, vehicle]))
  const observer = observeLog((courier) => vehicles.get(courier), COUNTER_MS)
  await forEachEvent(join(folder, EVENTS_FILE), stop, observer.take)
  return observer.day(basename(resolve(folder)), shifts)
}
