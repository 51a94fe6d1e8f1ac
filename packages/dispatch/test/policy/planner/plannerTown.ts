import { MINUTE_MS, fromPlane, planarWholeMinutes } from "@hotbag/core"
import { makePlanner } from "../../../src/policy/planner/planner.ts"
import type { PlannerOptions } from "../../../src/policy/planner/planner.ts"
import type { PlannerCourier, PlannerDelivery, PlannerView } from "../../../src/policy/planner/PlannerView.ts"
import { defaultPlannerWeights } from "../../../src/policy/planner/Weights.ts"
import { seededRandom } from "./mdrpHarness.ts"

/** Only what customers feel costs something, so that a minute is a minute. */
export const plainWeights = {
  ...defaultPlannerWeights,
  busy: 0,
  changeOfCourierMs: 0,
  fairnessMs: 0,
  fairnessMostMs: 2 * MINUTE_MS
}

/** One restaurant in the middle, a door five kilometres to the north, a kilometre a minute. */
export const makeTown = (options: Partial<PlannerOptions> = { weights: plainWeights }) => {
  const travel = planarWholeMinutes({ metersPerMinute: 1_000 })
  const planner = makePlanner(travel, seededRandom(1), options)
  const place = (x: number, y: number) => planner.addPlace(fromPlane({ xM: x * 1_000, yM: y * 1_000 }))
  const shop = place(0, 0)
  const door = place(0, 5)
  const atMs = 720 * MINUTE_MS
  return {
    atMs,
    /** Ready now, to a door five kilometres away unless said otherwise. */
    delivery: (handle: number, to?: readonly [number, number]): PlannerDelivery => ({
      handle,
      pickup: shop,
      dropoff: to === undefined ? door : place(...to),
      placedAtMs: atMs,
      readyAtMs: atMs,
      promisedAtMs: atMs + 40 * MINUTE_MS,
      couriers: null
    }),
    courier: (handle: number, [x, y]: readonly [number, number]): PlannerCourier => ({
      handle,
      place: place(x, y),
      freeAtMs: atMs,
      arrivedAtMs: atMs,
      offAtMs: atMs + 240 * MINUTE_MS,
      vehicle: "car"
    }),
    round: (deliveries: ReadonlyArray<PlannerDelivery>, couriers: ReadonlyArray<PlannerCourier>) => {
      const service = {
        beforePickupMs: 2 * MINUTE_MS,
        afterPickupMs: 2 * MINUTE_MS,
        beforeDropoffMs: 2 * MINUTE_MS,
        afterDropoffMs: 2 * MINUTE_MS
      }
      const view: PlannerView = { atMs, travel, service, deliveries, couriers }
      const { trips } = planner.round(view, { steps: 1_000 })
      return { trips, explain: (handle: number) => planner.explain(view, trips, handle) }
    }
  }
}
