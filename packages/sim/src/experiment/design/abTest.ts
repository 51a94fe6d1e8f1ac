import { makeStream } from "../../kernel/streams.ts"
import type { MeanEstimate } from "../tInterval.ts"
import { welchInterval } from "../welch.ts"
import type { Arm } from "./Arm.ts"
import { contribution, type DesignMetric, type OrderOutcome } from "./OrderOutcome.ts"

/**
 * By what an A/B test divides: each `order` by a coin while all couriers carry for both arms; each order and each
 * `courier` by a coin, every courier carrying for one arm only; or whole regions.
 */
export const AB_UNITS = ["order", "courier", "region"] as const
/** One of them. */
export type AbUnit = (typeof AB_UNITS)[number]

/** The coins of an A/B test. */
export interface AbArms {
  readonly armOfOrder: (order: number) => Arm
  readonly armOfCourier: (courier: number) => Arm
  /** Half of the regions each, drawn without replacement; the odd one by a coin. */
  readonly armOfRegion: (region: number) => Arm
}

/** The coins of an A/B test over so many regions. */
export const abArms = (seed: number, regions: number): AbArms => {
  const coin = (purpose: string) => {
    const draws = makeStream(seed, `experiment.ab.${purpose}`)
    return (who: number): Arm => (draws.uniform(who) < 0.5 ? 0 : 1)
  }
  const draws = makeStream(seed, "experiment.ab.region")
  const drawn = Array.from({ length: regions }, (_, region) => ({ region, draw: draws.uniform(region) }))
  const sequence = drawn.sort((a, b) => a.draw - b.draw || a.region - b.region).map(({ region }) => region)
  const first: Arm = draws.uniform(regions) < 0.5 ? 0 : 1
  return {
    armOfOrder: coin("order"),
    armOfCourier: coin("courier"),
    armOfRegion: (region) => ((sequence.indexOf(region) + first) % 2 === 0 ? 0 : 1)
  }
}

/**
 * What an A/B test would have concluded: the difference of both arms' means, arm 0 minus arm 1, with Welch's interval. Its
 * units are taken as independent, as everybody does who runs such a test; that couriers are shared is what biases it
 * (Blake and Coey 2014; Chamandy 2016 of ride hailing). Orders are the units when orders or couriers were divided, whole
 * regions when regions were.
 */
export const analyseAb = (
  unit: AbUnit,
  arms: AbArms,
  metric: DesignMetric,
  outcomes: ReadonlyArray<OrderOutcome>,
  { confidence, targetMin }: { readonly confidence: number; readonly targetMin: number }
): MeanEstimate => {
  const values: readonly [Array<number>, Array<number>] = [[], []]
  const regions = new Map<number, { sum: number; count: number }>()
  for (const outcome of outcomes) {
    const value = contribution(metric, outcome, targetMin)
    if (value === null) continue
    if (unit !== "region") values[arms.armOfOrder(outcome.order)].push(value)
    const region = regions.get(outcome.region) ?? { sum: 0, count: 0 }
    regions.set(outcome.region, { sum: region.sum + value, count: region.count + 1 })
  }
  if (unit === "region")
    for (const [region, { count, sum }] of regions) values[arms.armOfRegion(region)].push(sum / count)
  return welchInterval(values[0], values[1], confidence)
}
