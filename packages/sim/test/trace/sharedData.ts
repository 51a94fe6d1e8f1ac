import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const beside = join(import.meta.dirname, "../../../../../shared/data")

/** Folder with the real days, or null: `HOTBAG_DATA`, or `shared/data` beside the checkout. */
export const dataFolder: string | null =
  [process.env["HOTBAG_DATA"], beside].find((folder) => folder !== undefined && existsSync(folder)) ?? null

/** For the title of a test that cannot run. */
export const whyNoData =
  dataFolder === null ? " (skipped: no real days; set HOTBAG_DATA to their folder)" : ""

/** The names in a folder of real days; none without data. */
export const daysIn = (kind: string): ReadonlyArray<string> =>
  dataFolder === null ? [] : readdirSync(join(dataFolder, kind)).sort()

/** The texts of a day's files. */
export const readDay = (kind: string, day: string): Readonly<Record<string, string>> => {
  const folder = join(dataFolder ?? beside, kind, day)
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")])
  )
}
