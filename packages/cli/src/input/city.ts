import {
  composeScenarios,
  decodeScenario,
  describeScenarioProblem,
  disturbDay,
  generateCity,
  hourText,
  scenarios
} from "@hotbag/sim"
import type { Scenario } from "@hotbag/sim"
import { Result } from "effect"
import { basename, resolve } from "node:path"
import { BadInput, quoted } from "../exit.ts"
import { readGrubhub } from "./grubhub.ts"
import { knownName } from "./known.ts"
import { findOverlays, overlayProblem } from "./overlays.ts"
import { readRappi } from "./rappi.ts"
import type { ReadDay } from "./rappi.ts"
import { scaleCity } from "./scaleCity.ts"
import { isScenarioFile, readScenarioFile } from "./scenarioFile.ts"
import { parseWindow } from "./window.ts"
import type { Window } from "./window.ts"

/** What to play, as it was asked for. */
export interface CityRequest {
  /** Name of a scenario, or path of a scenario file. */
  readonly scenario: string | undefined
  /** `grubhub:DIR` or `rappi:DIR`. */
  readonly trace: string | undefined
  /** Names of overlays or paths of overlay files, laid over scenario or day in this sequence; none unless given. */
  readonly with?: ReadonlyArray<string>
  readonly seed: number
  readonly from: string | undefined
  readonly to: string | undefined
  readonly ordersX: number
  readonly couriersX: number
}

/** The scenario that is taken when none is named. */
export const DEFAULT_SCENARIO = "metro-launch"

/**
 * The city to play, named by everything that makes it: with the seed and the commit, its name repeats a run (P11).
 *
 * @throws BadInput when the request makes no sense, or a file does not.
 */
export const loadCity = async (request: CityRequest): Promise<ReadDay> => {
  const { scenario, trace } = request
  if (trace === undefined) {
    return ofScenario(await findComposed(scenario ?? DEFAULT_SCENARIO, request.with ?? []), request)
  }
  if (scenario !== undefined)
    throw new BadInput(
      "--trace",
      `a day and the scenario ${quoted(scenario)} cannot both be played`,
      "give one of them"
    )
  return ofTrace(trace, request)
}

const ofScenario = (scenario: Scenario, request: CityRequest): ReadDay => {
  const { seed, ordersX, couriersX } = request
  const window = Result.getOrThrow(parseWindow(request.from, request.to, scenario))
  const city = generateCity(scenario, { seed, ordersX, couriersX, ...window })
  return { city: { ...city, name: nameOf(scenario.name, request, window, scenario) }, notes: [] }
}

const ofTrace = async (trace: string, request: CityRequest): Promise<ReadDay> => {
  const colon = trace.indexOf(":")
  const kind = trace.slice(0, Math.max(0, colon))
  const folder = trace.slice(colon + 1)
  const read = TRACES[kind]
  if (read === undefined || folder === "")
    throw new BadInput("--trace", `${quoted(trace)} is not a day`, "write grubhub:DIR or rappi:DIR")
  const { city, notes } = await read(folder, request.seed)
  const { seed, ordersX, couriersX } = request
  const window = Result.getOrThrow(parseWindow(request.from, request.to, city))
  const scaled = scaleCity(city, { window, ordersX, couriersX, seed })
  const overlays = await findOverlays(request.with ?? [])
  const name = `${kind}:${basename(resolve(folder))}`
  const disturbed = disturbDay({ ...scaled, name }, overlays, seed)
  if (Result.isFailure(disturbed)) throw overlayProblem(disturbed.failure)
  return {
    city: { ...disturbed.success, name: nameOf(disturbed.success.name, request, window, city) },
    notes
  }
}

/** A scenario with overlays on it. @throws BadInput where one of them cannot be found, or does not fit. */
export const findComposed = async (name: string, overlays: ReadonlyArray<string>): Promise<Scenario> => {
  const base = await findScenario(name)
  const composed = composeScenarios(base, await findOverlays(overlays))
  if (Result.isSuccess(composed)) return composed.success
  throw overlayProblem(composed.failure)
}

const TRACES: Readonly<Record<string, (folder: string, seed: number) => Promise<ReadDay>>> = {
  grubhub: async (folder) => ({ city: (await readGrubhub(folder)).city, notes: [] }),
  rappi: readRappi
}

/** A shipped scenario by its name; a scenario file by its path, see `isScenarioFile`. */
const findScenario = async (name: string): Promise<Scenario> => {
  if (!isScenarioFile(name)) return Result.getOrThrow(knownName("scenario", name, scenarios))
  const scenario = decodeScenario(await readScenarioFile(name))
  if (Result.isSuccess(scenario)) return scenario.success
  throw new BadInput(name, describeScenarioProblem(scenario.failure), "correct the field")
}

/** What was changed is a part of the name; `own` is the window that nobody changed. */
const nameOf = (base: string, { ordersX, couriersX }: CityRequest, window: Window, own: Window): string => {
  const wholeWindow = window.fromMs === own.fromMs && window.toMs === own.toMs
  const changes = [
    wholeWindow ? "" : ` ${hourText(window.fromMs)}-${hourText(window.toMs)}`,
    ordersX === 1 ? "" : ` orders x${ordersX}`,
    couriersX === 1 ? "" : ` couriers x${couriersX}`
  ]
  return base + changes.join("")
}
