import type { ScenarioInput } from "@hotbag/sim"
import { randomUUID } from "node:crypto"
import { rename, rm, writeFile } from "node:fs/promises"
import { BadInput } from "../exit.ts"
import { whyNot } from "../fileError.ts"

/** Writes the scenario, whole or not at all. @throws BadInput when that cannot be. */
export const writeScenario = async (file: string, scenario: ScenarioInput): Promise<void> => {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, `${JSON.stringify(scenario, null, 1)}\n`)
    await rename(draft, file)
  } catch (error) {
    // Below a file there is no draft to remove, and the reason to tell is the first one.
    await rm(draft, { force: true }).catch(() => {})
    throw new BadInput(`--out ${file}`, whyNot(error), "name a file that can be written")
  }
}
