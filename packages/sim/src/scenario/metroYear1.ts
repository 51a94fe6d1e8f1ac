import { HOUR_MS } from "@hotbag/core"
import type { ScenarioInput } from "./Scenario.ts"

/**
 * The same two metros a year after launch: 10,000 concurrent deliveries over both at the peak of dinner (S116, S118). A
 * delivery lives for some 35 minutes from confirmation to the door, so that takes 17,500 orders an hour, 13.2 % of a
 * day's: 66,000 a day in each. Couriers grow with orders, ten for a hundred (C26: 7,000 to 10,000 at work at once);
 * restaurants to two and a half times as many, each selling more.
 */
export const metroYear1: ScenarioInput = {
  name: "metro-year1",
  description: "A year after launch: dinner in two metros with 10,000 concurrent deliveries at its peak",
  fromMs: 17 * HOUR_MS,
  toMs: 22 * HOUR_MS,
  regions: [
    {
      id: "bogota",
      name: "Bogotá",
      centre: { lat: 4.683, lng: -74.06 },
      ordersPerDay: 66_000,
      restaurants: 2_500,
      couriers: 6_600,
      hotSpots: 40,
      spreadM: 3_600
    },
    {
      id: "medellin",
      name: "Medellín",
      centre: { lat: 6.208, lng: -75.585 },
      ordersPerDay: 66_000,
      restaurants: 2_500,
      couriers: 6_600,
      hotSpots: 40,
      spreadM: 3_000,
      vehicles: { walking: 0.06, bicycle: 0.15, motorcycle: 0.72, car: 0.07 }
    }
  ]
}
