import { describe, expect, it } from "vitest"
import { defaultPlannerOptions, plannerVariants } from "@hotbag/dispatch"

describe("the planner's variants", () => {
  it("begin with the planner as it is, and each of the others differs from it under a name of its own", () => {
    const [asItIs, ...others] = plannerVariants
    expect({ ...defaultPlannerOptions, ...asItIs?.options }).toEqual(defaultPlannerOptions)
    for (const { options } of others) {
      expect({ ...defaultPlannerOptions, ...options }).not.toEqual(defaultPlannerOptions)
    }
    expect(new Set(plannerVariants.map(({ name }) => name)).size).toBe(plannerVariants.length)
  })
})
