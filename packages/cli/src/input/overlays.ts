import { decodeOverlay, describeScenarioProblem, overlays, scenarioNamed } from "@hotbag/sim"
import type { Overlay, ScenarioProblem } from "@hotbag/sim"
import { Result } from "effect"
import { BadInput, quoted } from "../exit.ts"
import { knownName } from "./known.ts"
import { isScenarioFile, readScenarioFile } from "./scenarioFile.ts"

/**
 * What `--with` names: shipped overlays by name, files by path.
 *
 * @throws BadInput when there is no such overlay, or the file is none.
 */
export const findOverlays = (names: ReadonlyArray<string>): Promise<ReadonlyArray<Overlay>> =>
  Promise.all(names.map(findOverlay))

const findOverlay = async (name: string): Promise<Overlay> => {
  if (!isScenarioFile(name)) {
    if (scenarioNamed(name) !== undefined && !overlays.some((overlay) => overlay.name === name))
      throw new BadInput(
        "--with",
        `${quoted(name)} is a city of its own`,
        `name something that happens in one: ${overlays.map((overlay) => overlay.name).join(", ")}`
      )
    return Result.getOrThrow(knownName("--with", name, overlays))
  }
  const overlay = decodeOverlay(await readScenarioFile(name))
  if (Result.isSuccess(overlay)) return overlay.success
  throw new BadInput(name, describeScenarioProblem(overlay.failure), "correct the field")
}

/** Why overlays do not fit, as a message. */
export const overlayProblem = (problem: ScenarioProblem): BadInput =>
  new BadInput("--with", describeScenarioProblem(problem), "correct the field")
