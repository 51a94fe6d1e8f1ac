import { defaultPlannerOptions } from "./planner.ts"
import type { PlannerOptions } from "./planner.ts"
import { defaultPlannerWeights } from "./Weights.ts"
import type { PlannerWeights } from "./Weights.ts"

/** A planner without one of its parts, to show what the part is worth. */
export interface PlannerVariant {
  /** What a table of results calls it. */
  readonly name: string
  /** Over the defaults. */
  readonly options: Partial<PlannerOptions>
}

const weighed = (weights: Partial<PlannerWeights>): Partial<PlannerOptions> => ({
  weights: { ...defaultPlannerWeights, ...weights }
})

/** The planner as it is, then without one part at a time: the rows of an ablation table. */
export const plannerVariants: ReadonlyArray<PlannerVariant> = [
  { name: "as it is", options: {} },
  { name: "no search", options: { movesPerDelivery: 0 } },
  { name: "half the moves", options: { movesPerDelivery: defaultPlannerOptions.movesPerDelivery / 2 } },
  { name: "four times the moves", options: { movesPerDelivery: 4 * defaultPlannerOptions.movesPerDelivery } },
  { name: "no bundles", options: { maxBundle: 1 } },
  { name: "no prepositioning", options: { reachMs: 0 } },
  { name: "no word of restaurants beforehand", options: { priorOrders: 0 } },
  { name: "no regret", options: { regretShare: 0 } },
  { name: "no eye on what is due soon", options: { soonShare: 0 } },
  { name: "no blinks", options: { blink: 0 } },
  { name: "no annealing", options: { temperatureMs: 0 } },
  { name: "6 candidates", options: { candidates: 6 } },
  { name: "lateness costs nothing extra", options: weighed({ overage: 0 }) },
  { name: "being bound costs nothing", options: weighed({ busy: 0 }) },
  { name: "no fairness", options: weighed({ fairnessMs: 0 }) }
]
