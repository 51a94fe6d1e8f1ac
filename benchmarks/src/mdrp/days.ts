import { describeTraceProblem, grubhubInstance, type GrubhubInstance } from "@hotbag/sim"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Where the days are: a folder for each, or why there are none. */
export type Days =
  | { readonly folder: string; readonly names: ReadonlyArray<string> }
  | { readonly folder: undefined; readonly why: string }

/** The Grubhub days in `HOTBAG_DATA`, or in the shared data beside the checkout. They are nobody's to ship. */
export const findDays = (given: string | undefined = process.env["HOTBAG_DATA"]): Days => {
  const data = given ?? join(import.meta.dirname, "../../../../shared/data")
  const folder = join(data, "grubhub")
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, "orders.txt")))
        .sort()
    : []
  return names.length > 0
    ? { folder, names }
    : { folder: undefined, why: "no days of Grubhub here; set HOTBAG_DATA to the folder with grubhub/ in it" }
}

/** Reads one of them. @throws Error that names the file and line in the way. */
export const readDay = (folder: string, name: string): GrubhubInstance => {
  const files = Object.fromEntries(
    ["orders.txt", "restaurants.txt", "couriers.txt", "instance_parameters.txt"].map((file) => [
      file,
      readFileSync(join(folder, name, file), "utf8")
    ])
  )
  const instance = grubhubInstance(files, name)
  if (instance._tag === "Success") return instance.success
  throw new Error(`${name}/${describeTraceProblem(instance.failure)}`)
}
