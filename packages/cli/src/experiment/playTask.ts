import type { DispatchPolicy } from "@hotbag/dispatch"
import { analyseDesign, designPolicies, metricsOf, startRun } from "@hotbag/sim"
import { loadCity, type LoadedCity } from "../input/city.ts"
import { play } from "../play.ts"
import { unbroken } from "../unbroken.ts"
import { curveIntervalMs, runCurvesOf } from "./runCurves.ts"
import { policyOfSide } from "./Side.ts"
import type { Place, Played, Task } from "./Task.ts"

/** The city of a place under a seed. @throws BadInput see `loadCity`. */
export const cityOf = async (
  place: Place,
  seed: number,
  { couriersX, ordersX, with: more }: Pick<Task["side"], "couriersX" | "ordersX" | "with"> = AS_IT_IS
): Promise<LoadedCity> => {
  const { from, scenario, to, trace } = place
  const overlays = [...place.with, ...more]
  return loadCity({ scenario, trace, from, to, with: overlays, seed, couriersX, ordersX })
}

const AS_IT_IS = { couriersX: 1, ordersX: 1, with: [] }

/**
 * Plays one task to its end. Depends on nothing but the task and the code.
 *
 * @param policyOf who plays a side; another one in tests.
 * @throws BrokenInvariants; Stopped when asked to stop; BadInput when the place cannot be read.
 */
export const playTask = async (
  task: Task,
  stop: AbortSignal,
  policyOf: (side: Task["side"]) => DispatchPolicy = policyOfSide
): Promise<Played> => {
  const { curves = false, design, luck, place, seed, side } = task
  const { city } = await cityOf(place, seed, side)
  const policies =
    design === undefined
      ? { policy: policyOf(side) }
      : designPolicies(design.design, [policyOf(side), policyOf(design.against)], {
          fromMs: city.fromMs,
          regions: city.regions.length,
          seed
        })
  const looks = curves ? { recordEveryMs: curveIntervalMs(city) } : {}
  const run = startRun({ city, seed: luck ?? seed, commit: "", ...policies, ...looks })
  await play(run, { stop })
  const report = unbroken(run.report())
  const played: Played = {
    seed,
    hash: report.hash,
    metrics: metricsOf(report),
    ...(curves ? { curves: runCurvesOf(run.record()) } : {})
  }
  if (design === undefined) return played
  const { confidence } = design
  return {
    ...played,
    estimates: analyseDesign(design.design, city, run.trips(), { seed, confidence })
  }
}
