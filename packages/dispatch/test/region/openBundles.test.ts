import { type Decision, type DispatchPolicy, nearest, type RegionOptions } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { atMin, type Kilometres, makeTown, place, TOWN, type Town } from "./town.ts"

/** Greedy, but used to bundles that stay open until the pickup, and to couriers who are on their way. */
const open: DispatchPolicy = {
  ...nearest,
  name: "open",
  openBundles: true,
  plan: (snapshot, budget) => {
    const couriers = snapshot.couriers.map((courier) => ({ ...courier, availableAtMs: snapshot.atMs }))
    return nearest.plan({ ...snapshot, couriers }, budget)
  }
}

const SEARCH = { ...TOWN.search, soonFreeMs: Infinity }

const makeOpenTown = (options: Partial<RegionOptions> = {}): Town =>
  makeTown({ policy: open, openBundles: true, search: SEARCH, ...options })

const arrived = (town: Town, minutes: number, courier: number, where: Kilometres) =>
  town.at(minutes).tell({ _tag: "CourierArrived", atMs: atMin(minutes), courier, position: place(where) })

/** Courier 1, 3 km from the restaurant, is sent at 16 for food that is ready at 20. */
const townWithSent = (options: Partial<RegionOptions> = {}): Town => {
  const town = makeOpenTown(options)
  town.online(1, [3, 0])
  town.wanted(0, { readyMin: 20 })
  town.tick()
  expect(town.at(16).tick()).toEqual([
    { _tag: "Preposition", atMs: atMin(16), courier: 1, to: place([0, 0]) }
  ])
  return town
}

const tags = (decisions: ReadonlyArray<Decision>) => decisions.map(({ _tag }) => _tag)

describe("bundles that stay open until the pickup", () => {
  it("send the courier in time without an order, who gets it at the restaurant when it can be taken", () => {
    const town = makeOpenTown()
    town.online(1, [3, 0])
    town.wanted(0, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(16)
    expect(tags(town.at(16).tick())).toEqual(["Preposition"])
    expect(town.at(17).tick(), "nobody is diverted on the way").toEqual([])
    arrived(town, 19, 1, [0, 0])
    expect(town.tick(), "the food is not there yet").toEqual([])
    expect(town.nextRoundMin()).toBe(20)
    town.at(20).cooked(0)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 1, deliveries: [0] }])
  })

  it("count the handling from the arrival, also when the food was ready before", () => {
    const town = townWithSent()
    town.at(17).cooked(0)
    arrived(town, 19, 1, [0, 0])
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(20)
    expect(tags(town.at(20).tick())).toEqual(["Offer"])
  })

  it("give the one who waits whatever is best by then", () => {
    const town = townWithSent()
    arrived(town, 19, 1, [0, 0])
    town.cancel(0)
    town.wanted(1, { readyMin: 21 })
    expect(town.tick()).toEqual([])
    town.at(21).cooked(1)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 1, deliveries: [1] }])
  })

  it("do not send somebody who could take it this very moment", () => {
    const service = { ...TOWN.service, beforePickupMs: 0 }
    const town = makeOpenTown({ service })
    town.online(1, [0, 0])
    town.wanted(0)
    town.cooked(0)
    expect(tags(town.tick())).toEqual(["Offer"])
  })

  it("do not keep customers waiting for a courier longer than elsewhere", () => {
    const town = makeOpenTown({ offerWithinMs: 10 * 60_000 })
    town.online(1, [3, 0])
    town.wanted(0, { readyMin: 60 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(10)
    expect(tags(town.at(10).tick())).toEqual(["Offer"])
  })

  it("bind no order before its food is there, whatever the kitchen said, and leave the courier free meanwhile", () => {
    const town = makeTown({ policy: open, openBundles: true })
    town.online(1, [0, 0])
    town.wanted(0, { readyMin: 3 })
    expect(town.at(2).tick()).toMatchObject([{ _tag: "Preposition" }])
    town.arrived(1, [0, 0])
    expect(town.at(9).tick(), "late food is not bound").toEqual([])
    expect(town.seen(), "and who waits for it can still be sent elsewhere").toMatchObject([
      { handle: 1, load: 0, availableAtMs: atMin(9) }
    ])
    town.at(12).cooked(0)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 1, deliveries: [0] }])
  })

  it("are picked up as soon as the food is there, also sooner than the kitchen said", () => {
    const town = makeTown({ policy: open, openBundles: true })
    town.online(1, [0, 0])
    town.wanted(0, { readyMin: 3 })
    town.at(2).tick()
    town.arrived(1, [0, 0])
    town.ready(0, 30)
    expect(town.at(4).tick()).toEqual([])
    town.cooked(0)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 1, deliveries: [0] }])
  })

  it("are not used by a policy that cannot use them", () => {
    const town = makeTown({ policy: nearest, openBundles: true })
    town.online(1, [3, 0])
    town.wanted(0, { readyMin: 0 })
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 1 }])
  })
})

describe("a courier on the way to a restaurant without an order", () => {
  it("who is never heard of again does not keep the delivery for ever", () => {
    const town = makeOpenTown({ escalateAfterMs: 24 * 60 * 60_000 })
    town.online(1, [3, 0])
    town.online(2, [9, 0])
    town.wanted(0, { readyMin: 20 })
    town.tick()
    expect(tags(town.at(16).tick())).toEqual(["Preposition"])
    expect(town.nextRoundMin(), "the pickup was to be then").toBe(20)
    const decided: Array<Decision> = []
    let rounds = 0
    while (town.nextRoundMin() !== Infinity && decided.length === 0) {
      decided.push(...town.at(Math.ceil(town.nextRoundMin())).tick())
      expect(++rounds).toBeLessThan(60)
    }
    expect(decided).toMatchObject([{ _tag: "Preposition", courier: 2 }])
  })

  it("may break it off, and is free where they stand", () => {
    const town = townWithSent()
    town.at(17).freed(1, [1, 0])
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(18)
    expect(town.seen()).toMatchObject([{ handle: 1, atRestaurantSinceMs: null }])
  })

  it("is off it when going offline: an arrival then changes nothing, and a return begins anew", () => {
    const town = townWithSent()
    town.at(17).offline(1)
    expect(town.tick()).toEqual([])
    expect(town.candidates(0)).toEqual([])
    expect(arrived(town, 19, 1, [0, 0])).toEqual([])
    expect(town.tick()).toEqual([])
    expect(town.candidates(0)).toEqual([])
    town.at(20).online(1, [5, 0])
    expect(tags(town.tick())).toEqual(["Preposition"])
    expect(town.seen()).toMatchObject([{ handle: 1, atRestaurantSinceMs: null }])
  })

  it("who comes back online without ever arriving is free at once", () => {
    const town = townWithSent()
    town.at(17).offline(1)
    town.at(18).online(1, [2, 0])
    expect(tags(town.tick())).toEqual(["Preposition"])
  })

  it("is asked, where bundles do not stay open, when the food can be taken and no sooner", () => {
    const sends: DispatchPolicy = {
      ...nearest,
      name: "sends",
      seesEverybodyEveryMs: 1,
      plan: (snapshot, budget) => {
        const moves = snapshot.couriers.map(({ handle }) => ({ courier: handle, to: place([0, 0]) }))
        return snapshot.deliveries.length > 0
          ? nearest.plan(snapshot, budget)
          : { trips: [], unassigned: [], moves }
      }
    }
    const town = makeTown({ policy: sends })
    town.online(1, [3, 0])
    expect(tags(town.tick())).toEqual(["Preposition"])
    arrived(town, 3, 1, [0, 0])
    town.tick()
    town.at(10).wanted(0, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(20)
    expect(tags(town.at(20).tick())).toEqual(["Offer"])
  })

  it("is not at the restaurant any more when moving away", () => {
    const town = townWithSent()
    arrived(town, 19, 1, [0, 0])
    town.moved(1, [0, 1])
    town.tick()
    expect(town.seen()).toMatchObject([{ handle: 1, atRestaurantSinceMs: null }])
  })

  it("arrives only if sent", () => {
    const town = makeOpenTown()
    town.online(1, [3, 0])
    expect(() => arrived(town, 1, 1, [0, 0])).toThrow("who was sent")
    const atWork = townWithSent()
    arrived(atWork, 19, 1, [0, 0])
    atWork.at(20).tick()
    atWork.accept(0)
    expect(() => arrived(atWork, 21, 1, [0, 0])).toThrow("who was sent")
  })
})
