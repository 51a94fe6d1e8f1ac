import { HOUR_MS } from "@hotbag/core"
import { placeNear } from "./placeNear.ts"
import type { ScenarioInput } from "./Scenario.ts"

/**
 * The largest city we size for (S112): 1,000,000 daily users, of whom a fifth orders: 200,000 orders a day, 80 % of them
 * in four hours of dinner, 40,000 an hour or 11 a second (S113, C24). 300,000 restaurants are its catalogue, two thirds of
 * an order each (C26): most sell nothing on this day, and the run costs what its orders cost. Sixteen quarters of some
 * 5 km, each dispatched by itself (S119).
 *
 * Couriers: 40,000 orders an hour at 1.9 for each courier on duty, as in a healthy evening of the launch, are 21,000
 * on duty at the peak (C25 counts 13,300 busy ones); 27,200 in the whole day, most of them for dinner.
 */
const QUARTERS_A_SIDE = 4
const CENTRE = { lat: -23.561, lng: -46.656 }
const SIDE_M = 5_000

export const bigCity: ScenarioInput = {
  name: "big-city",
  description:
    "A day of 1,000,000 users: 300,000 restaurants, 200,000 orders, 80 % of them at dinner, 16 regions",
  fromMs: 0,
  toMs: 24 * HOUR_MS,
  regions: Array.from({ length: QUARTERS_A_SIDE ** 2 }, (_, quarter) => {
    const column = quarter % QUARTERS_A_SIDE
    const row = Math.floor(quarter / QUARTERS_A_SIDE)
    const offset = (place: number) => (place - (QUARTERS_A_SIDE - 1) / 2) * SIDE_M
    return {
      id: `quarter-${quarter + 1}`,
      name: `Quarter ${quarter + 1}`,
      centre: placeNear(CENTRE, offset(column), offset(row)),
      ordersPerDay: 200_000 / QUARTERS_A_SIDE ** 2,
      restaurants: 300_000 / QUARTERS_A_SIDE ** 2,
      couriers: 1_700,
      hotSpots: 12,
      spreadM: 1_800
    }
  }),
  demand: {
    // Percent: 18 to 22 h have 80 of them (S113), the rest is a lunch and its shoulders.
    hourShares: [
      0.3, 0.15, 0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 0.5, 0.6, 0.8, 1.9, 3.6, 2.6, 1.5, 1.2, 1.3, 2.6, 19, 22.5,
      21, 17.5, 1.6, 0.7
    ]
  },
  couriers: {
    waves: [
      {
        weight: 0.82,
        onAt: { minMs: 16.5 * HOUR_MS, maxMs: 18 * HOUR_MS },
        length: { minMs: 4.5 * HOUR_MS, maxMs: 6 * HOUR_MS }
      },
      {
        weight: 0.12,
        onAt: { minMs: 9.5 * HOUR_MS, maxMs: 11.5 * HOUR_MS },
        length: { minMs: 10 * HOUR_MS, maxMs: 12 * HOUR_MS }
      },
      {
        weight: 0.04,
        onAt: { minMs: 5 * HOUR_MS, maxMs: 7 * HOUR_MS },
        length: { minMs: 6 * HOUR_MS, maxMs: 8 * HOUR_MS }
      },
      {
        weight: 0.02,
        onAt: { minMs: 0, maxMs: 0.1 * HOUR_MS },
        length: { minMs: 6 * HOUR_MS, maxMs: 8 * HOUR_MS }
      }
    ]
  }
}
