import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { announce } from "../../../src/policy/planner/announce.ts"
import { makeTown, plainWeights } from "./plannerTown.ts"

const withWeights = (weights: Partial<typeof plainWeights>) =>
  makeTown({ weights: { ...plainWeights, ...weights } })

describe("fairness among couriers", () => {
  const carrier = (weights: Partial<typeof plainWeights>, nearerKm: number) => {
    const town = withWeights(weights)
    const duty = { onDutySinceMs: town.atMs - 2 * HOUR_MS }
    const busy = { ...town.courier(0, [4 - nearerKm, 0]), ...duty, assignedCount: 9 }
    const idle = { ...town.courier(1, [4, 0]), ...duty, assignedCount: 1 }
    return town.round([town.delivery(0)], [busy, idle]).explain(0)
  }

  it("gives a delivery to who was given less, when that is as good or nearly so", () => {
    expect(carrier({}, 0).chosen, "nobody looks at fairness").toBe(0)
    expect(carrier({ fairnessMs: MINUTE_MS / 2 }, 0).chosen).toBe(1)
    const fair = carrier({ fairnessMs: MINUTE_MS / 2 }, 1)
    expect(fair.chosen).toBe(1)
    // Four more than the fair share of five each, half a minute for each of them.
    expect(fair.candidates).toMatchObject([
      { courier: 1, terms: { fairness: 0 } },
      { courier: 0, terms: { fairness: 2 } }
    ])
    expect(fair.candidates[1]?.verdict).toContain("for being ahead of the fair share")
  })

  it("never lets a customer wait longer than its bound for it", () => {
    expect(carrier({ fairnessMs: HOUR_MS, fairnessMostMs: 2 * MINUTE_MS }, 1).chosen).toBe(1)
    expect(carrier({ fairnessMs: HOUR_MS, fairnessMostMs: 2 * MINUTE_MS }, 3).chosen).toBe(0)
  })

  it("goes by the hours on duty: who has just come is not behind", () => {
    const town = withWeights({ fairnessMs: MINUTE_MS })
    const since = (hours: number) => ({ onDutySinceMs: town.atMs - hours * HOUR_MS })
    const veteran = { ...town.courier(0, [4, 0]), ...since(4), assignedCount: 8 }
    const newcomer = { ...town.courier(1, [4, 0]), ...since(0), assignedCount: 0 }
    const { candidates } = town.round([town.delivery(0)], [veteran, newcomer]).explain(0)
    expect(candidates.map(({ terms }) => terms["fairness"])).toEqual([0, 0])
  })
})

describe("what was announced", () => {
  it("keeps its courier unless another is better by more than the weight", () => {
    const carriers = (gainKm: number) => {
      const town = withWeights({ changeOfCourierMs: 1.5 * MINUTE_MS, overage: 0 })
      const told = town.courier(0, [4, 0])
      town.round([town.delivery(0)], [told])
      return town.round([town.delivery(0)], [told, town.courier(1, [4 - gainKm, 0])]).explain(0)
    }
    expect(carriers(1)).toMatchObject({ chosen: 0, changed: { words: "nothing; courier 0 for 0.0 min" } })
    expect(carriers(2)).toMatchObject({ chosen: 1, changed: { from: 0, to: 1, movedMin: -2 } })
  })

  it("is not moved back for another delivery that would gain less than the weight says", () => {
    const dropoffs = (laterThanAnnounced: number) => {
      const town = withWeights({ laterThanAnnounced, overage: 0 })
      const courier = town.courier(0, [0, 0])
      // Ten kilometres one way is announced; then somebody wants three the other way, which is best driven first.
      const far = town.delivery(0, [10, 0])
      const near = town.delivery(1, [-3, 0])
      const first = town.round([far], [courier]).trips
      const second = town.round([far, near], [courier]).trips
      return [first, second].map((trips) =>
        trips.flatMap(({ deliveries, dropoffAtMs }) => dropoffAtMs.filter((_, i) => deliveries[i] === 0))
      )
    }
    const [before, after] = dropoffs(0)
    expect(after).not.toEqual(before)
    const [told, kept] = dropoffs(2)
    expect(kept).toEqual(told)
  })

  it("is remembered until its time has passed, and no longer", () => {
    const trip = (courier: number, atMs: number) => ({
      courier,
      deliveries: [5],
      departAtMs: 0,
      pickupAtMs: 0,
      dropoffAtMs: [atMs]
    })
    const first = announce(new Map(), [trip(1, 100)], 10)
    expect(first.get(5)).toMatchObject({
      courier: 1,
      dropoffAtMs: 100,
      plannedSinceMs: 10,
      courierChanges: 0
    })
    const offered = announce(first, [], 50)
    expect(offered.get(5)).toEqual(first.get(5))
    const changed = announce(offered, [trip(2, 130)], 60)
    expect(changed.get(5)).toMatchObject({
      courier: 2,
      dropoffAtMs: 130,
      plannedSinceMs: 10,
      courierSinceMs: 60,
      courierChanges: 1
    })
    expect(announce(changed, [], 130).size).toBe(0)
  })
})
