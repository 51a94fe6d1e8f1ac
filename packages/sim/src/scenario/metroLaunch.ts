import { HOUR_MS } from "@hotbag/core"
import type { ScenarioInput } from "./Scenario.ts"

/**
 * Two large metros on the day of launch, each with 1,000 restaurants and 2,000 couriers (S118; C26 reads "two metros"
 * as each). The whole day is there; the default window is dinner, some 16,600 orders. Sized so that this is a healthy
 * evening under one-to-one assignment: at the peak 1.9 orders for each courier on duty and hour, who is busy six
 * tenths of the time.
 */
export const metroLaunch: ScenarioInput = {
  name: "metro-launch",
  description: "Launch dinner in two metros, each with 1,000 restaurants and 2,000 couriers",
  fromMs: 17 * HOUR_MS,
  toMs: 22 * HOUR_MS,
  regions: [
    {
      id: "bogota",
      name: "Bogotá",
      centre: { lat: 4.683, lng: -74.06 },
      ordersPerDay: 20_000,
      restaurants: 1_000,
      couriers: 2_000,
      hotSpots: 30,
      spreadM: 3_000
    },
    {
      id: "medellin",
      name: "Medellín",
      centre: { lat: 6.208, lng: -75.585 },
      ordersPerDay: 20_000,
      restaurants: 1_000,
      couriers: 2_000,
      hotSpots: 30,
      spreadM: 2_500,
      vehicles: { walking: 0.06, bicycle: 0.15, motorcycle: 0.72, car: 0.07 }
    }
  ]
}
