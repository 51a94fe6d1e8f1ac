import { grubhubSolution } from "@hotbag/sim"
import type { DrivenTrip, GrubhubInstance } from "@hotbag/sim"
import { writeFile } from "node:fs/promises"
import { checkOutputFolder, openOutputFolder } from "../output/OutputFolder.ts"

const FILES = [
  "solution_info_assignments.txt",
  "solution_info_orders.txt",
  "solution_info_couriers.txt"
] as const

/**
 * Checks all of them now, since hours may lie between the first and the last; and whether the first can be written
 * at all.
 *
 * @throws BadInput that names the first that cannot be.
 */
export const checkSolutionFolders = async (folders: ReadonlyArray<string>): Promise<void> => {
  for (const folder of folders) await checkOutputFolder(folder, FILES)
  const [first] = folders
  if (first !== undefined) await (await openOutputFolder(first, FILES)).discard()
}

/** Writes what was driven as a solution into `folder`: all of its files or none. */
export const writeSolution = async (
  folder: string,
  { city }: GrubhubInstance,
  trips: ReadonlyArray<DrivenTrip>
): Promise<void> => {
  const output = await openOutputFolder(folder, FILES)
  try {
    const solution = grubhubSolution(city, trips)
    for (const file of FILES) await writeFile(output.path(file), solution[file])
    await output.publish()
  } finally {
    await output.discard()
  }
}
