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

/**
 * The final whistle at a quarter to nine: of some 40,000 people 600 order to where they stand within an hour and a
 * quarter, half as many again as the whole city usually does by then, and two thirds of them in the first half hour.
 */
export const stadiumExit: DerivedInput = {
  name: "stadium-exit",
  base: "metro-launch",
  description: "A match ends at 20:45: 600 orders to one place in 75 minutes, through full streets",
  disturbances: [
    {
      kind: "stadium-exit",
      fromMs: 20.75 * HOUR_MS,
      toMs: 22 * HOUR_MS,
      stadium: { eastM: 1_800, northM: 2_200, radiusM: 600 },
      orders: 600
    }
  ]
}

/** Four couriers of ten stop within half an hour, when they are needed most, and nobody of them comes until the night. */
export const courierStrike: DerivedInput = {
  name: "courier-strike",
  base: "metro-launch",
  description: "From 18:30 four couriers of ten go home within half an hour, or do not come",
  disturbances: [
    {
      kind: "courier-dropout",
      fromMs: 18.5 * HOUR_MS,
      toMs: 22 * HOUR_MS,
      rampMs: 30 * MINUTE_MS,
      share: 0.4
    }
  ]
}

/** A third of the kitchens falls behind for two hours, and says a third of it. */
export const kitchenMeltdown: DerivedInput = {
  name: "kitchen-meltdown",
  base: "metro-launch",
  description:
    "From 18:30 to 20:30 a third of the kitchens takes two and a half times as long, and hardly says so",
  disturbances: [
    {
      kind: "kitchen-slowdown",
      fromMs: 18.5 * HOUR_MS,
      toMs: 20.5 * HOUR_MS,
      rampMs: 20 * MINUTE_MS,
      share: 1 / 3,
      factor: 2.5,
      told: 1 / 3
    }
  ]
}

/** The streets are full, and from 18:30 nobody tells dispatch: it plans with straight lines and free roads (S95). */
export const mapsOutage: DerivedInput = {
  name: "maps-outage",
  base: "metro-launch",
  description: "Full streets from 17:30 to 20:30, and from 18:30 the maps that would tell dispatch are down",
  disturbances: [
    { kind: "traffic", fromMs: 17.5 * HOUR_MS, toMs: 20.5 * HOUR_MS, rampMs: 30 * MINUTE_MS },
    { kind: "maps-outage", fromMs: 18.5 * HOUR_MS, toMs: 20.5 * HOUR_MS }
  ]
}
