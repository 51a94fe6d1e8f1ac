import { HOUR_MS } from "@hotbag/core"
import type { ScenarioInput } from "./Scenario.ts"

/**
 * Lunch in a small city, to the figures of a real day in Pereira: 844 orders and 415 couriers in 24 hours, 181
 * restaurants of which the best has 3.4 % of the orders, nine couriers of ten on motorcycles. Runs in a second.
 */
export const pereiraLunch: ScenarioInput = {
  name: "pereira-lunch",
  description: "Lunch in a small city of 181 restaurants and 415 couriers; runs in a second",
  fromMs: 11 * HOUR_MS,
  toMs: 15 * HOUR_MS,
  regions: [
    {
      id: "pereira",
      name: "Pereira",
      centre: { lat: 4.8076, lng: -75.6873 },
      ordersPerDay: 844,
      restaurants: 181,
      couriers: 415,
      hotSpots: 5,
      spreadM: 2_000,
      vehicles: { walking: 0.024, bicycle: 0.053, motorcycle: 0.906, car: 0.017 }
    }
  ],
  demand: {
    // Smoothed where the day is so thin that an hour has no order.
    hourShares: [
      0.36, 0.1, 0.05, 0.02, 0.02, 0.02, 0.05, 0.12, 0.6, 1.2, 1.2, 7.23, 15.17, 11.85, 9.36, 6.99, 7.23,
      5.33, 11.37, 11.49, 5.45, 3.6, 0.83, 0.24
    ],
    distance: { medianM: 1_585, p90M: 2_974 }
  },
  restaurants: {
    popularitySigma: 1,
    preparationMedianMs: 1_380_000,
    preparationSigma: 0.5,
    acceptMedianMs: 62_000,
    acceptP90Ms: 95_000
  },
  couriers: {
    waves: [
      {
        weight: 0.07,
        onAt: { minMs: 0, maxMs: HOUR_MS },
        length: { minMs: 18 * HOUR_MS, maxMs: 23 * HOUR_MS }
      },
      {
        weight: 0.17,
        onAt: { minMs: 7 * HOUR_MS, maxMs: 10 * HOUR_MS },
        length: { minMs: 8 * HOUR_MS, maxMs: 14 * HOUR_MS }
      },
      {
        weight: 0.46,
        onAt: { minMs: 10 * HOUR_MS, maxMs: 13 * HOUR_MS },
        length: { minMs: 6 * HOUR_MS, maxMs: 12 * HOUR_MS }
      },
      {
        weight: 0.19,
        onAt: { minMs: 13 * HOUR_MS, maxMs: 17 * HOUR_MS },
        length: { minMs: 3 * HOUR_MS, maxMs: 8 * HOUR_MS }
      },
      {
        weight: 0.11,
        onAt: { minMs: 17 * HOUR_MS, maxMs: 20 * HOUR_MS },
        length: { minMs: HOUR_MS, maxMs: 5 * HOUR_MS }
      }
    ]
  }
}
