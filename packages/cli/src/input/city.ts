import {
  composeScenarios,
  decodeScenario,
  describeScenarioProblem,
  disturbancesReach,
  disturbDay,
  generateCity,
  hourCounts,
  hourText,
  overlayReach,
  scenarios
} from "@hotbag/sim"
import type { Overlay, OverlayReach, Scenario, ScenarioProblem } from "@hotbag/sim"
import { Result } from "effect"
import { basename, resolve } from "node:path"
import { BadInput, quoted } from "../exit.ts"
import { readGrubhub } from "./grubhub.ts"
import { knownName } from "./known.ts"
import { type Laid, outsideWarnings } from "./outside.ts"
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

/** A city to play, and what its reader should know of it. */
export interface LoadedCity extends ReadDay {
  /** What was asked for and does not act in it, in words. */
  readonly warnings: ReadonlyArray<string>
  /** What to keep in mind when reading figures of it: those warnings, and that a part of a day begins with an empty city. */
  readonly cautions: ReadonlyArray<string>
}

/** The scenario that is taken when none is named. */
export const DEFAULT_SCENARIO = "metro-launch"

/**
 * The city to play, named by everything that makes it: with the seed and the commit, its name repeats a run (P11).
 *
 * @throws BadInput when the request makes no sense, a file does not, or everything that is laid over it would do nothing.
 */
export const loadCity = async (request: CityRequest): Promise<LoadedCity> => {
  const { scenario, trace } = request
  if (trace === undefined) return ofScenario(scenario ?? DEFAULT_SCENARIO, request)
  if (scenario !== undefined)
    throw new BadInput(
      "--trace",
      `a day and the scenario ${quoted(scenario)} cannot both be played`,
      "give one of them"
    )
  return ofTrace(trace, request)
}

const ofScenario = async (name: string, request: CityRequest): Promise<LoadedCity> => {
  const { seed, ordersX, couriersX } = request
  const base = await findScenario(name)
  const overlays = await findOverlays(request.with ?? [])
  const scenario = accepted(composeScenarios(base, overlays))
  const window = Result.getOrThrow(parseWindow(request.from, request.to, scenario))
  const { hourShares } = scenario.demand
  const ids = scenario.regions.map(({ id }) => id)
  const own = { name: base.name, ...disturbancesReach(base.disturbances, hourShares, window) }
  const laid = overlays.map((overlay) => laidOver(overlay, overlayReach(overlay, ids, hourShares, window)))
  const warned = warnedOf([own, ...laid], laid.length, window, scenario)
  const city = generateCity(scenario, { seed, ordersX, couriersX, ...window })
  return { city: { ...city, name: nameOf(scenario.name, request, window, scenario) }, notes: [], ...warned }
}

const accepted = <A>(composed: Result.Result<A, ScenarioProblem>): A => {
  if (Result.isSuccess(composed)) return composed.success
  throw overlayProblem(composed.failure)
}

const laidOver = (overlay: Overlay, reach: Result.Result<OverlayReach, ScenarioProblem>): Laid => ({
  name: overlay.name,
  ...accepted(reach)
})

const warnedOf = (
  laid: ReadonlyArray<Laid>,
  given: number,
  window: Window,
  own: Window
): Pick<LoadedCity, "cautions" | "warnings"> => {
  const warnings = outsideWarnings(laid, given, window)
  return { warnings, cautions: [...warnings, ...(window.fromMs === own.fromMs ? [] : [emptyStart(window)])] }
}

/** A city fills within about an hour: what is measured before is the city filling. */
const emptyStart = ({ fromMs }: Window): string =>
  `the city is empty at ${hourText(fromMs)}: no order is open and every courier is idle, ` +
  "so figures of its first hour are too good; begin an hour earlier (--from)"

const ofTrace = async (trace: string, request: CityRequest): Promise<LoadedCity> => {
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
  const disturbed = accepted(disturbDay({ ...scaled, name }, overlays, seed))
  const ids = city.regions.map(({ id }) => id)
  const laid = overlays.map((overlay) =>
    laidOver(overlay, overlayReach(overlay, ids, hourCounts(scaled), window))
  )
  return {
    city: { ...disturbed, name: nameOf(disturbed.name, request, window, city) },
    notes,
    ...warnedOf(laid, laid.length, window, city)
  }
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
