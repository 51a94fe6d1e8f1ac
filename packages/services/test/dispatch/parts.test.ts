import { CourierId, Limits, OfferId, OrderId, RegionId } from "@hotbag/core"
import { assignment, type Snapshot } from "@hotbag/dispatch"
import { defaultDispatchOptions, newCourier } from "@hotbag/services"
import { describe, expect, it } from "vitest"
import { guarded, type GuardedPolicy } from "../../src/dispatch/guardedPolicy.ts"
import { hearCourier } from "../../src/dispatch/hearCourier.ts"
import { Handles } from "../../src/dispatch/Handles.ts"
import { offerName } from "../../src/dispatch/intents.ts"
import { emptyRegion } from "../../src/dispatch/Region.ts"
import { at } from "./town.ts"

describe("handles", () => {
  it("are dense, stay, and are not used again after they were forgotten", () => {
    const handles = new Handles<OrderId>()
    const [a, b] = [OrderId.make("a"), OrderId.make("b")]
    expect([handles.handleOf(a), handles.handleOf(b), handles.handleOf(a)]).toEqual([0, 1, 0])
    handles.forget(a)
    expect([handles.find(a), handles.handleOf(a), handles.idOf(1)]).toEqual([undefined, 2, b])
    expect(() => handles.idOf(0)).toThrow("a handle was given out")
  })
})

describe("a guarded policy", () => {
  const plannedBy = (policy: GuardedPolicy, deliveries: number) => {
    const one = {
      handle: 0,
      pickup: at([0, 0]),
      dropoff: at([1, 1]),
      placedAtMs: 0,
      readyAtMs: 0,
      promisedAtMs: 0
    }
    const snapshot: Snapshot = {
      atMs: 0,
      travel: defaultDispatchOptions.travel,
      service: defaultDispatchOptions.service,
      deliveries: Array.from({ length: deliveries }, (_, handle) => ({ ...one, handle })),
      couriers: [],
      pairStart: new Int32Array(deliveries + 1),
      pairCourier: new Int32Array(0),
      pairToPickupMs: new Float64Array(0)
    }
    const plan = policy.policy.plan(snapshot, { steps: 1 })
    return policy.policy.explain(snapshot, plan, 0).policy
  }

  it("gives way for as many rounds as it is told, and to a backlog that nobody could plan in time", () => {
    const policy = guarded(assignment)
    expect(plannedBy(policy, 1)).toBe("assignment")
    policy.giveWay(2)
    expect([plannedBy(policy, 1), plannedBy(policy, 1), plannedBy(policy, 1)]).toEqual([
      "nearest",
      "nearest",
      "assignment"
    ])
    expect(plannedBy(policy, Limits.plannedDeliveries)).toBe("assignment")
    expect(plannedBy(policy, Limits.plannedDeliveries + 1)).toBe("nearest")
  })
})

describe("offers are named", () => {
  it("by region, epoch and number, within the length of an id", () => {
    expect(offerName("metro", 3, 17)).toBe("metro.3.17")
    const long = "a".repeat(64)
    expect(OfferId.make(offerName(long, 4_294_967_295, 4_294_967_295))).toBeDefined()
    expect(offerName(`${long.slice(1)}b`, 1, 1)).not.toBe(offerName(long, 1, 1))
  })
})

describe("what satellites say", () => {
  it("is told when it is a way, and not when it is noise", () => {
    const regionId = RegionId.make("metro")
    const region = emptyRegion(defaultDispatchOptions, { regionId, epoch: 1, offersBefore: 0 }, [])
    const courierId = CourierId.make("ana")
    const seenAt = (km: number, atMs: number) => {
      region.nowMs = atMs
      const profile = { courierId, regionId, name: "Ana", vehicle: "bicycle", rating: null } as const
      const position = { at: at([km, 0]), atMs }
      hearCourier(region, { ...newCourier(profile), duty: { onAtMs: 0, offAtMs: null }, position })
      return region.told.get(courierId)?.position
    }
    expect(seenAt(0, 1)).toEqual(at([0, 0]))
    expect(seenAt(0.05, 2)).toEqual(at([0, 0]))
    expect(seenAt(0.5, 3)).toEqual(at([0.5, 0]))
  })
})
