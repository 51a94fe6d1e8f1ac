import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { defaultPlannerOptions, defaultPlannerWeights, makePlannerPolicy } from "@hotbag/dispatch"
import type { Snapshot } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { AMPLE } from "../cases.ts"
import { courier, delivery, snapshotOf } from "../snapshots.ts"

/** Two orders of one restaurant to doors ten minutes on either side of it, and one courier in front of it. */
const twoOrders = snapshotOf({
  deliveries: [delivery(0, { dropoff: [10, 0] }), delivery(1, { dropoff: [-10, 0] })],
  couriers: [courier(0)]
})

const tripsOf = (snapshot: Snapshot) =>
  makePlannerPolicy()
    .plan(snapshot, AMPLE)
    .trips.map(({ deliveries }) => deliveries.length)

describe("the planner keeps the rules of the region", () => {
  it("on what a vehicle holds", () => {
    expect(tripsOf(twoOrders)).toEqual([2])
    const capacity = { walking: 1, bicycle: 1, motorcycle: 1, car: 1 }
    expect(tripsOf({ ...twoOrders, capacity })).toEqual([1, 1])
  })

  it("on what a bundle may delay", () => {
    expect(tripsOf({ ...twoOrders, bundleDelayMs: 10 * MINUTE_MS })).toEqual([1, 1])
    expect(tripsOf({ ...twoOrders, bundleDelayMs: 40 * MINUTE_MS })).toEqual([2])
  })

  it("on which restaurants may be bundled, and says which one is visited first", () => {
    const snapshot = snapshotOf({
      deliveries: [
        delivery(0, { pickup: [1, 0], dropoff: [10, 0] }),
        delivery(1, { pickup: [0, 0], dropoff: [10, 0] })
      ],
      couriers: [courier(0)]
    })
    // A unit of the town is a degree.
    const plan = (bundleRestaurantsWithinM: number) =>
      makePlannerPolicy().plan({ ...snapshot, bundleRestaurantsWithinM }, AMPLE).trips
    expect(plan(0).map(({ deliveries }) => deliveries.length)).toEqual([1, 1])
    expect(plan(100_000).map(({ deliveries }) => deliveries.length)).toEqual([1, 1])
    expect(plan(120_000)).toMatchObject([{ pickups: [[1], [0]] }])
    const [trip] = plan(120_000)
    expect(trip?.deliveries.toSorted((a, b) => a - b)).toEqual([0, 1])
  })

  it("and goes by what each courier was given in which time, when it is to be fair", () => {
    const rivals = snapshotOf({
      deliveries: [delivery(0)],
      couriers: [courier(0, { assignedCount: 6 }), courier(1, { assignedCount: 0 })]
    })
    const weights = { ...defaultPlannerWeights, fairnessMs: MINUTE_MS, fairnessMostMs: 5 * MINUTE_MS }
    const fair = makePlannerPolicy({ ...defaultPlannerOptions, weights })
    const plan = fair.plan(rivals, AMPLE)
    expect(plan.trips).toMatchObject([{ courier: 1 }])
    expect(fair.explain(rivals, plan, 0).candidates).toMatchObject([
      { courier: 1, terms: { fairness: 0 } },
      { courier: 0, terms: { fairness: 3 } }
    ])
    const [veteran, other] = rivals.couriers
    const couriers = [veteran, other].flatMap((who, c) =>
      who === undefined ? [] : [{ ...who, onDutySinceMs: rivals.atMs - (c === 0 ? 6 : 1e-9) * HOUR_MS }]
    )
    const long = { ...rivals, couriers }
    expect(fair.explain(long, fair.plan(long, AMPLE), 0).candidates[0]?.terms["fairness"]).toBeCloseTo(0, 6)
  })
})
