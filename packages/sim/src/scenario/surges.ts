import { MINUTE_MS } from "@hotbag/core"
import type { DerivedInput } from "./Overlay.ts"

/**
 * A dinner with several times its orders (S117), with the couriers and kitchens of a usual evening: three hours around
 * its peak, half an hour to come up and to fade.
 */
const dinnerTimes = (factor: number, description: string): DerivedInput => ({
  name: `dinner-x${factor}`,
  base: "metro-launch",
  description,
  disturbances: [
    {
      kind: "demand",
      relativeTo: "dinner",
      fromMs: -90 * MINUTE_MS,
      toMs: 90 * MINUTE_MS,
      rampMs: 30 * MINUTE_MS,
      factor
    }
  ]
})

/** Five times the orders. */
export const dinnerX5 = dinnerTimes(5, "Five times the orders for three hours around the peak of dinner")
/** Ten times the orders, the most that was asked for. */
export const dinnerX10 = dinnerTimes(10, "Ten times the orders for three hours around the peak of dinner")
