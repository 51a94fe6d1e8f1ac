import { MINUTE_MS } from "@hotbag/core"
import type { DrivenTrip } from "../../Run.ts"
import type { City } from "../../world/City.ts"
import type { MeanEstimate } from "../tInterval.ts"
import { abArms, analyseAb } from "./abTest.ts"
import { DESIGN_METRICS, orderOutcomes, type DesignMetric } from "./OrderOutcome.ts"
import { switchbackOf, type Design } from "./playDesign.ts"
import { analyseSwitchback } from "./switchback.ts"

/** What one experiment says of each metric: arm 0 minus arm 1. */
export type DesignEstimates = Readonly<Record<DesignMetric, MeanEstimate>>

/** The analysis that belongs to a design, of a run that was played by `designPolicies` with the same seed. */
export const analyseDesign = (
  design: Design,
  city: City,
  trips: ReadonlyArray<DrivenTrip>,
  { confidence, seed }: { readonly confidence: number; readonly seed: number }
): DesignEstimates => {
  const outcomes = orderOutcomes(city, trips)
  const options = { confidence, targetMin: city.rules.clickToDoorTargetMs / MINUTE_MS }
  const arms = abArms(seed, city.regions.length)
  const estimate = (metric: DesignMetric): MeanEstimate =>
    design.kind === "switchback"
      ? analyseSwitchback(switchbackOf(design, city.fromMs, seed), metric, outcomes, options)
      : analyseAb(design.unit, arms, metric, outcomes, options)
  const [clickToDoor, overage, undelivered] = DESIGN_METRICS
  return {
    [clickToDoor]: estimate(clickToDoor),
    [overage]: estimate(overage),
    [undelivered]: estimate(undelivered)
  }
}
