import { BadInput } from "../exit.ts"
import { readText } from "./traceFolder.ts"

/** Whether this is the path of a scenario file and not a name: it has a slash or ends in `.json`. */
export const isScenarioFile = (name: string): boolean => name.includes("/") || name.endsWith(".json")

/** What is written in a scenario file. @throws BadInput that names it. */
export const readScenarioFile = async (path: string): Promise<unknown> => {
  const text = await readText(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadInput(
      path,
      error instanceof Error ? error.message : "not JSON",
      "write the scenario as JSON"
    )
  }
}
