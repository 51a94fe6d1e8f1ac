import { extname, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { BadInput } from "../exit.ts"
import { readText } from "./traceFolder.ts"

/** Modules: their default export is the scenario. Node takes the types out of the TypeScript ones. */
const MODULES: ReadonlySet<string> = new Set([".ts", ".mts", ".js", ".mjs"])

/** Whether this is the path of a scenario file and not a name: it has a slash, or ends like JSON or a module. */
export const isScenarioFile = (name: string): boolean =>
  name.includes("/") || extname(name) === ".json" || MODULES.has(extname(name))

/** What is written in a scenario file, JSON or a module's default export. @throws BadInput that names it. */
export const readScenarioFile = async (path: string): Promise<unknown> => {
  const text = await readText(path)
  if (MODULES.has(extname(path))) return importDefault(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadInput(path, whyNotRead(error), "write the scenario as JSON")
  }
}

const importDefault = async (path: string): Promise<unknown> => {
  let module: unknown
  try {
    module = await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new BadInput(path, whyNotRead(error), "correct the module")
  }
  if (typeof module === "object" && module !== null && "default" in module) return module.default
  throw new BadInput(path, "the module has no default export", "write: export default { name: … }")
}

/** The first line: what a parser shows below it is for editors. */
const whyNotRead = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? ""
