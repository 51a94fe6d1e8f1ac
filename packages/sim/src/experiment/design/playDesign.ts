import type { DispatchPolicy } from "@hotbag/dispatch"
import type { RunOptions } from "../../Run.ts"
import { abArms, type AbUnit } from "./abTest.ts"
import { splitPolicy } from "./splitPolicy.ts"
import { switchbackArm, type Switchback } from "./switchback.ts"
import { switchingPolicy } from "./switchingPolicy.ts"

/** An experiment in one city with two policies, as it would be run in the real one. */
export type Design =
  | { readonly kind: "switchback"; readonly blockMs: number; readonly burnInMs: number }
  | { readonly kind: "ab"; readonly unit: AbUnit }

/** What `startRun` needs to play both policies by the design; `seed` decides its coins, `fromMs` where blocks begin. */
export const designPolicies = (
  design: Design,
  arms: readonly [DispatchPolicy, DispatchPolicy],
  { fromMs, regions, seed }: { readonly fromMs: number; readonly regions: number; readonly seed: number }
): Required<Pick<RunOptions, "policy" | "policyOf">> => {
  if (design.kind === "switchback") {
    const armAt = switchbackArm(switchbackOf(design, fromMs, seed))
    const policyOf = (region: number) => switchingPolicy(arms, (atMs) => armAt(region, atMs))
    return { policy: policyOf(0), policyOf }
  }
  const { armOfCourier, armOfOrder, armOfRegion } = abArms(seed, regions)
  if (design.unit === "region") {
    const policy = splitPolicy(arms, { armOfDelivery: () => 0 })
    return { policy, policyOf: (region) => arms[armOfRegion(region)] }
  }
  const policy = splitPolicy(arms, {
    armOfDelivery: armOfOrder,
    ...(design.unit === "courier" ? { armOfCourier } : {})
  })
  return { policy, policyOf: () => policy }
}

/** The switchback of a run. */
export const switchbackOf = (
  { blockMs, burnInMs }: Extract<Design, { readonly kind: "switchback" }>,
  fromMs: number,
  seed: number
): Switchback => ({ blockMs, burnInMs, fromMs, seed })
