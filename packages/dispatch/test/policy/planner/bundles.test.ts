import { MINUTE_MS, at, f64, i32 } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { improve, makeSearch } from "../../../src/policy/planner/improve.ts"
import { loadView } from "../../../src/policy/planner/loadView.ts"
import { defaultPlannerOptions } from "../../../src/policy/planner/planner.ts"
import { recreate } from "../../../src/policy/planner/recreate.ts"
import { beginMove, resetUndo } from "../../../src/policy/planner/undo.ts"
import { defaultPlannerWeights, type PlannerWeights } from "../../../src/policy/planner/Weights.ts"
import { seededRandom } from "./mdrpHarness.ts"
import { loadSmall, tripsOfState } from "./naivePlan.ts"
import type { SmallRound } from "./naivePlan.ts"

/** Deliveries of the first restaurant, all ready at 20 and to doors some minutes apart; couriers stand in front of it. */
const oneShop = (
  doors: ReadonlyArray<readonly [number, number]>,
  couriers: ReadonlyArray<{ vehicle: "bicycle" | "car"; off: number }>
): SmallRound => ({
  deliveries: doors.map(([x, y]) => ({ shop: 0, x, y, placed: 0, lead: 20 })),
  couriers: couriers.map((courier) => ({ x: 0, y: 0, free: 0, atShop: 0, ...courier }))
})

const planned = (round: SmallRound, weights: PlannerWeights, capacity?: Parameters<typeof loadSmall>[2]) => {
  const { s, view } = loadSmall(round, weights, capacity)
  const search = makeSearch(seededRandom(1))
  resetUndo(search.undo, s.courierCount, s.deliveryCount)
  beginMove(s, search.undo)
  recreate(s, search, true, 0)
  improve(s, search, defaultPlannerOptions, 200)
  return { s, view, trips: view.couriers.map((_, c) => tripsOfState(s, c)) }
}

const sizes = (trips: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>) =>
  trips.map((route) => route.map((trip) => trip.length))

const NEIGHBOURS = [
  [3_700, 700],
  [3_700, 750],
  [3_700, 800]
] as const

describe("the capacity of a vehicle", () => {
  const capacity = { walking: 1, bicycle: 2, motorcycle: 3, car: 4 }

  it("bounds what is on board in one trip, and nothing is left behind for it", () => {
    const alone = (vehicle: "bicycle" | "car") => oneShop(NEIGHBOURS, [{ vehicle, off: 240 }])
    expect(sizes(planned(alone("car"), defaultPlannerWeights, capacity).trips)).toEqual([[3]])
    expect(sizes(planned(alone("bicycle"), defaultPlannerWeights).trips)).toEqual([[3]])
    const { s, trips } = planned(alone("bicycle"), defaultPlannerWeights, capacity)
    expect(at(sizes(trips), 0).toSorted((a, b) => a - b)).toEqual([1, 2])
    expect(s.poolCount).toBe(0)
  })

  it("takes back what no longer fits when a courier returns with a smaller vehicle", () => {
    const { s, view } = loadSmall(
      oneShop(NEIGHBOURS, [{ vehicle: "bicycle", off: 240 }]),
      undefined,
      capacity
    )
    loadView(s, view, { routes: new Map([[0, [-1, 1, 2]]]), announced: new Map() })
    expect(tripsOfState(s, 0)).toEqual([[0, 1]])
    expect([s.poolCount, i32(s.pool, 0)]).toEqual([1, 2])
  })
})

describe("the delay that a bundle may cause", () => {
  // Ten minutes to either side of the restaurant: the second of a bundle waits for the way there and back.
  const OPPOSITE = [
    [500 + 3_200, 700],
    [500 - 3_200, 700]
  ] as const
  const capped = { ...defaultPlannerWeights, bundleDelayMs: 10 * MINUTE_MS }

  it("forbids a bundle that delays somebody by more, and lets one that does not", () => {
    const far = oneShop(OPPOSITE, [{ vehicle: "car", off: 240 }])
    expect(sizes(planned(far, defaultPlannerWeights).trips)).toEqual([[2]])
    expect(sizes(planned(far, capped).trips)).toEqual([[1, 1]])
    const near = oneShop(NEIGHBOURS, [{ vehicle: "car", off: 240 }])
    expect(sizes(planned(near, capped).trips)).toEqual([[3]])
  })

  it("is the tighter of the planner's bound and the region's", () => {
    const { s, view } = loadSmall(oneShop(OPPOSITE, [{ vehicle: "car", off: 240 }]), capped)
    const bound = (bundleDelayMs: number) => {
      loadView(s, { ...view, bundleDelayMs }, { routes: new Map(), announced: new Map() })
      return s.bundleDelayMs
    }
    expect([bound(4 * MINUTE_MS), bound(Infinity)]).toEqual([4 * MINUTE_MS, 10 * MINUTE_MS])
  })

  it("never costs an order: where only a bundle is in time for the off-time, it is driven", () => {
    const { s, trips } = planned(oneShop(OPPOSITE, [{ vehicle: "car", off: 25 }]), capped)
    expect(sizes(trips)).toEqual([[2]])
    expect(f64(s.routeCost, 0)).toBeLessThan(capped.lostMs)
    expect(s.poolCount).toBe(0)
  })

  it("counts from the pickup that the courier could have made for that delivery alone", () => {
    // The second is ready eleven minutes after the first, which would wait for it at the restaurant.
    const round = oneShop(NEIGHBOURS.slice(0, 2), [{ vehicle: "car", off: 36 }])
    const late = round.deliveries.map((delivery, d) => ({ ...delivery, lead: 20 + 11 * d }))
    expect(sizes(planned({ ...round, deliveries: late }, capped).trips)).toEqual([[2]])
    const off = round.couriers.map((courier) => ({ ...courier, off: 240 }))
    expect(sizes(planned({ deliveries: late, couriers: off }, capped).trips)).toEqual([[1, 1]])
  })
})
