import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import type { DerivedInput } from "./Overlay.ts"

/**
 * A tropical shower at the worst moment: from 19:00 to 21:00, twenty minutes to come and to go. Two wheels lose a fifth of
 * their speed, a quarter more people order, and every tenth yes becomes a no; the maps notice it ten minutes late.
 */
export const rainAtSeven: DerivedInput = {
  name: "rain-at-seven",
  base: "metro-launch",
  description: "Heavy rain from 19:00 to 21:00: slower roads, a quarter more orders, fewer willing couriers",
  disturbances: [{ kind: "rain", fromMs: 19 * HOUR_MS, toMs: 21 * HOUR_MS, rampMs: 20 * MINUTE_MS }]
}
