import type { DispatchPolicy, PlannedTrip } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { bindingTrips } from "../../src/region/bindingTrips.ts"
import { planning } from "./planning.ts"
import { makeTown } from "./town.ts"

const trip = (courier: number, delivery: number): PlannedTrip => ({
  courier,
  deliveries: [delivery],
  departAtMs: 0,
  pickupAtMs: 0,
  dropoffAtMs: [0]
})

describe("what binds of a plan", () => {
  const trips = [trip(1, 10), trip(1, 11), trip(2, 20), trip(1, 12), trip(2, 21)]
  const binding = (...overdue: ReadonlyArray<number>) =>
    Array.from(
      bindingTrips({ trips, unassigned: [] }, ({ deliveries }) =>
        deliveries.some((d) => overdue.includes(d))
      ),
      ({ deliveries }) => deliveries[0]
    )

  it("is the first trip of each courier, in the plan's sequence", () => {
    expect(binding()).toEqual([10, 20])
  })

  it("is a later one when somebody in it has waited too long; of several the first", () => {
    expect(binding(12)).toEqual([12, 20])
    expect(binding(11, 12, 21)).toEqual([11, 21])
    expect(binding(10, 11)).toEqual([10, 20])
  })
})

describe("a delivery that comes later in its courier's plan", () => {
  /** Courier 1 first carries delivery 0, then 1, both when their food is there. */
  const policy: DispatchPolicy = {
    ...planning(),
    plan: (snapshot) => {
      const open = snapshot.deliveries.map(({ handle }) => handle)
      const trips = open.map((delivery) => ({ ...trip(1, delivery), departAtMs: Infinity }))
      return snapshot.couriers.length > 0 ? { trips, unassigned: [] } : { trips: [], unassigned: open }
    }
  }

  it("is offered when its customer has waited too long, whatever comes before it", () => {
    const town = makeTown({ policy, offerWithinMs: 10 * 60_000 })
    town.online(1, [0, 0])
    town.at(3).wanted(0, { readyMin: 60 })
    town.wanted(1, { placedMin: 0, readyMin: 60 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(10)
    expect(town.at(10).tick()).toMatchObject([{ _tag: "Offer", courier: 1, deliveries: [1] }])
    expect(town.nextRoundMin()).toBe(13)
  })
})
