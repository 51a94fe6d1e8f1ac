import { describe, expect, it } from "vitest"
import { planning } from "./planning.ts"
import { atMin, makeTown, TOWN, type Town } from "./town.ts"

/** Courier 7 and two deliveries of one restaurant 3 km away; 1 goes first. */
const townOfTwo = (): Town => {
  const policy = planning(
    { courier: 7, deliveries: [1, 0] },
    { courier: 7, deliveries: [0] },
    { courier: 7, deliveries: [1] },
    { courier: 8, deliveries: [0, 1] }
  )
  const town = makeTown({ policy })
  town.online(7, [0, 0])
  town.wanted(0, { pickup: [0, 3], dropoff: [4, 5] })
  town.wanted(1, { pickup: [0, 3], dropoff: [0, 5] })
  return town
}

const offerOfBoth = {
  _tag: "Offer",
  offer: 0,
  courier: 7,
  deliveries: [1, 0],
  reasons: [
    { delivery: 1, chosen: 7, searchedM: 20_000 },
    { delivery: 0, chosen: 7, searchedM: 20_000 }
  ]
}

describe("a bundle", () => {
  it("is offered as one, in drop-off sequence, with a reason for each delivery", () => {
    const town = townOfTwo()
    expect(town.tick()).toMatchObject([offerOfBoth])
    expect(town.waitingCount()).toBe(0)
    expect(town.accept(0)).toMatchObject([{ _tag: "Commit", courier: 7, deliveries: [1, 0] }])
  })

  it("is declined as one: the courier is asked for none of it again, somebody else for all", () => {
    const town = townOfTwo()
    town.tick()
    town.reject(0)
    expect(town.waitingCount()).toBe(2)
    expect(town.tick()).toEqual([])
    expect([town.candidates(0), town.candidates(1)]).toEqual([[], []])
    town.online(8, [1, 0])
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 8, deliveries: [0, 1] }])
    town.wanted(2)
    town.tick()
    expect(town.candidates(2)).toEqual([7])
  })

  it("is withdrawn when one of it is cancelled; the other waits and may go to the same courier", () => {
    const town = townOfTwo()
    town.tick()
    expect(town.cancel(1)).toMatchObject([{ _tag: "Withdraw", offer: 0, courier: 7 }])
    expect(town.waitingCount()).toBe(1)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", offer: 1, courier: 7, deliveries: [0] }])
    expect(town.accept(0)).toEqual([])
    expect(town.accept(1)).toMatchObject([{ _tag: "Commit", courier: 7, deliveries: [0] }])
  })

  it("loses one of two in hand and goes on with the other", () => {
    const town = townOfTwo()
    town.tick()
    town.accept(0)
    expect(town.at(1).cancel(1)).toEqual([])
    town.at(4).pickedUp(7)
    expect(() => town.droppedOff(7, 1)).toThrow("in hand")
    expect(() => town.freed(7, [0, 3])).toThrow("nothing in hand")
    town.at(16).droppedOff(7, 0)
    town.at(20).freed(7, [4, 5])
    town.wanted(0)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 7, deliveries: [0] }])
  })

  it("counts for the fair share with all that is in it", () => {
    const town = townOfTwo()
    town.tick()
    town.accept(0)
    town.wanted(2, { readyMin: 600 })
    town.at(60).pickedUp(7)
    town.droppedOff(7, 1)
    town.droppedOff(7, 0)
    town.tick()
    expect(town.seen()).toMatchObject([{ handle: 7, assignedCount: 2, load: 0, availableAtMs: atMin(64) }])
  })
})

describe("a bundle of two restaurants, where they are near", () => {
  /** Courier 7 goes to the restaurant 3 km north for 0, a kilometre further east for 1, then to the doors of 1 and 0. */
  const townOfTwoRestaurants = (options: Partial<Parameters<typeof makeTown>[0]> = {}): Town => {
    const policy = planning({ courier: 7, deliveries: [1, 0], pickups: [[0], [1]] })
    const town = makeTown({ policy, bundleRestaurantsWithinM: 1_050, ...options })
    town.online(7, [0, 0])
    town.wanted(0, { pickup: [0, 3], dropoff: [4, 5] })
    town.wanted(1, { pickup: [1, 3], dropoff: [1, 5], readyMin: 12 })
    town.wanted(2, { readyMin: 600 })
    return town
  }
  const free = (town: Town) => {
    town.tick()
    return town.seen().map(({ availableAtMs }) => availableAtMs)
  }

  it("says in offer and commitment what is picked up where", () => {
    const town = townOfTwoRestaurants()
    expect(town.tick()).toMatchObject([{ _tag: "Offer", deliveries: [1, 0], pickups: [[0], [1]] }])
    expect(town.accept(0)).toMatchObject([{ _tag: "Commit", deliveries: [1, 0], pickups: [[0], [1]] }])
  })

  it("is expected to end after both kitchens, and what is heard of one moves the end", () => {
    const town = townOfTwoRestaurants({ search: { ...TOWN.search, soonFreeMs: Infinity } })
    town.tick()
    town.accept(0)
    // There at 3, handled at 4, left at 6; there at 7, food at 12, left at 14; the doors take 2 + 7 and 3 + 7.
    expect(free(town)).toEqual([atMin(14 + 9 + 10)])
    town.ready(1, 5)
    expect(free(town)).toEqual([atMin(33 - 4)])
    town.at(6).pickedUp(7)
    expect(free(town)).toEqual([atMin(33 - 2)])
    town.at(11).pickedUp(7)
    expect(free(town)).toEqual([atMin(33 - 1)])
  })

  it("goes on to the other restaurant when nothing is left to pick up at the first", () => {
    const town = townOfTwoRestaurants({ search: { ...TOWN.search, soonFreeMs: Infinity } })
    town.tick()
    town.accept(0)
    town.ready(1, 0)
    town.cancel(0)
    // There at 3, handled, and at the other one a minute later.
    expect(free(town)).toEqual([atMin(5 + 2 + 2 + 7)])
    town.at(5).pickedUp(7)
    town.at(10).droppedOff(7, 1)
    town.at(14).freed(7, [1, 5])
    expect(free(town)).toEqual([atMin(14)])
  })

  it("gives up, before its pickup, what is not picked up yet, and nothing that is", () => {
    const town = townOfTwoRestaurants()
    town.tick()
    town.accept(0)
    town.at(4).pickedUp(7)
    const take = (delivery: number) =>
      town.tell({ _tag: "DeliveryReassigned", atMs: atMin(5), delivery, barred: false })
    town.at(5)
    expect(() => take(0)).toThrow("not yet picked up")
    take(1)
    expect(town.waitingCount()).toBe(2)
  })

  it.each([
    ["too far apart", { bundleRestaurantsWithinM: 950 }, "near each other"],
    ["where one restaurant is the rule", { bundleRestaurantsWithinM: 0 }, "near each other"]
  ])("is refused %s (P3)", (_, options, message) => {
    expect(() => townOfTwoRestaurants(options).tick()).toThrow(message)
  })

  it.each([
    ["leaves something behind", [[0]], "picked up"],
    ["picks something up twice", [[0], [1, 1]], "picked up"],
    ["goes to a restaurant for nothing", [[0], [1], []], "something is picked up"],
    ["goes to three", [[0], [1], [0]], "picked up"]
  ])("is refused when it %s (P3)", (_, pickups, message) => {
    const policy = planning({ courier: 7, deliveries: [1, 0], pickups })
    expect(() => townOfTwoRestaurants({ policy }).tick()).toThrow(message)
  })
})

describe("a plan that breaks the rules of plans is refused (P3)", () => {
  const twoRestaurants = planning({ courier: 7, deliveries: [0, 1] })
  const noDeliveries = planning({ courier: 7, deliveries: [] })
  const sharedDelivery = planning({ courier: 7, deliveries: [0] }, { courier: 8, deliveries: [0] })
  const declined = planning({ courier: 7, deliveries: [0] }, { courier: 7, deliveries: [1] })

  it("a bundle from two restaurants", () => {
    const town = makeTown({ policy: twoRestaurants })
    town.online(7, [0, 0])
    town.wanted(0, { pickup: [0, 3] })
    town.wanted(1, { pickup: [1, 3] })
    expect(() => town.tick()).toThrow("from one restaurant")
  })

  it("a bundle that the vehicle has no room for", () => {
    const policy = planning({ courier: 7, deliveries: [0, 1] })
    const town = makeTown({ policy, capacity: { walking: 1, bicycle: 1, motorcycle: 2, car: 2 } })
    town.online(7, [0, 0])
    town.wanted(0)
    town.wanted(1)
    expect(() => town.tick()).toThrow("within the capacity")
  })

  it("a trip without deliveries", () => {
    const town = makeTown({ policy: noDeliveries })
    town.online(7, [0, 0])
    town.wanted(0)
    expect(() => town.tick()).toThrow("carries something")
  })

  it("a delivery for two couriers", () => {
    const town = makeTown({ policy: sharedDelivery })
    town.online(7, [0, 0])
    town.online(8, [0, 0])
    town.wanted(0)
    expect(() => town.tick()).toThrow("one courier at a time")
  })

  it("a courier who declined", () => {
    const town = makeTown({ policy: declined })
    town.online(7, [0, 0])
    town.wanted(0)
    town.tick()
    town.reject(0)
    town.wanted(1)
    expect(() => town.tick()).toThrow("not asked again")
  })

  it("except that of two trips for one courier the first counts", () => {
    const policy = planning({ courier: 7, deliveries: [1] }, { courier: 7, deliveries: [0] })
    const town = makeTown({ policy })
    town.online(7, [0, 0])
    town.wanted(0)
    town.wanted(1)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 7, deliveries: [1] }])
    expect(town.waitingCount()).toBe(1)
  })
})
