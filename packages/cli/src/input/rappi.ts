import { describeTraceNote, rappiDay } from "@hotbag/sim"
import type { City } from "@hotbag/sim"
import { basename, join, resolve } from "node:path"
import { accepted } from "./grubhub.ts"
import { readTraceFolder } from "./traceFolder.ts"

/** A real day, and in words what of its files is not played, or was read in a way of its own. */
export interface ReadDay {
  readonly city: City
  readonly notes: ReadonlyArray<string>
}

/** Reads a folder of a Rappi city-day. @throws BadInput that names file and line. */
export const readRappi = async (folder: string, seed: number): Promise<ReadDay> => {
  const files = await readTraceFolder(folder, ["orders.csv", "couriers.csv"], "a Rappi day")
  const { city, notes } = accepted(folder, rappiDay(files, { name: basename(resolve(folder)), seed }))
  return { city, notes: notes.map((note) => join(folder, describeTraceNote(note))) }
}
