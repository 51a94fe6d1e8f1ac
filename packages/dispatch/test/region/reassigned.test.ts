import type { Decision } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { planning } from "./planning.ts"
import { atMin, makeTown, type Town } from "./town.ts"

const offers = (decisions: ReadonlyArray<Decision>) =>
  decisions.flatMap((decision) =>
    decision._tag === "Offer" ? [[decision.courier, ...decision.deliveries]] : []
  )

/** Couriers 1 and 2, 1 and 2 km away; 1 has accepted a delivery that is ready. */
const townAtWork = (): Town => {
  const town = makeTown()
  town.online(1, [1, 0])
  town.online(2, [2, 0])
  town.wanted(0)
  town.tick()
  town.accept(0)
  expect(town.tick()).toEqual([])
  return town
}

const reassigned = (town: Town, minutes: number, barred: boolean, delivery = 0) =>
  town.at(minutes).tell({ _tag: "DeliveryReassigned", atMs: atMin(minutes), delivery, barred })

describe("a delivery that is taken from its courier before the pickup", () => {
  it("waits again at once, and goes to the next best when the courier gave it up (S11)", () => {
    const town = townAtWork()
    expect(reassigned(town, 1, true)).toEqual([])
    expect([town.waitingCount(), town.nextRoundMin()]).toEqual([1, 1])
    town.freed(1, [0, 0])
    expect(offers(town.tick())).toEqual([[2, 0]])
    expect(town.candidates(0)).toEqual([2])
    town.reject(1)
    expect(offers(town.tick()), "nobody who gave it up, declined or is barred is asked again").toEqual([])
  })

  it("may go to the same courier when somebody else took it away", () => {
    const town = townAtWork()
    reassigned(town, 1, false)
    town.freed(1, [0, 0])
    expect(offers(town.tick())).toEqual([[1, 0]])
  })

  it("goes to somebody else when the courier has gone offline with it", () => {
    const town = townAtWork()
    town.at(1).offline(1)
    expect(town.tick(), "work in hand goes on until somebody says otherwise").toEqual([])
    reassigned(town, 2, true)
    expect(offers(town.tick())).toEqual([[2, 0]])
    town.freed(1, [0, 0])
    town.wanted(1)
    town.accept(1)
    expect(offers(town.tick()), "gone is gone").toEqual([])
  })

  it("keeps its place by age", () => {
    const town = townAtWork()
    town.at(1).offline(2)
    town.wanted(1)
    reassigned(town, 2, true)
    town.online(3, [1, 0])
    expect(offers(town.tick())).toEqual([[3, 0]])
  })

  it("leaves the courier the rest of the bundle", () => {
    const town = makeTown({ policy: planning({ courier: 1, deliveries: [0, 1] }) })
    town.online(1, [0, 0])
    town.wanted(0)
    town.wanted(1)
    town.tick()
    town.accept(0)
    reassigned(town, 1, true, 1)
    expect(town.waitingCount()).toBe(1)
    expect(() => town.freed(1, [0, 0])).toThrow("nothing in hand")
    town.pickedUp(1)
    town.at(9).droppedOff(1, 0)
    town.at(13).freed(1, [0, 5])
    expect(offers(town.tick())).toEqual([])
    expect(town.candidates(1)).toEqual([])
  })

  it("cannot be taken after the pickup, or before anybody has it", () => {
    const town = townAtWork()
    town.wanted(1)
    expect(() => reassigned(town, 1, false, 1)).toThrow("assigned and not yet picked up")
    town.pickedUp(1)
    expect(() => reassigned(town, 1, false)).toThrow("assigned and not yet picked up")
    expect(reassigned(town, 1, false, 99), "nobody knows it").toEqual([])
  })
})

describe("a delivery that fails", () => {
  it("is over, also after the pickup; the courier is free for another one where they stand", () => {
    const town = townAtWork()
    town.at(2).pickedUp(1)
    expect(town.at(3).tell({ _tag: "DeliveryFailed", atMs: atMin(3), delivery: 0 })).toEqual([])
    expect(town.waitingCount()).toBe(0)
    expect(() => town.droppedOff(1, 0)).toThrow()
    town.at(4).freed(1, [0, 3])
    town.wanted(1, { pickup: [0, 3] })
    expect(offers(town.tick())).toEqual([[1, 1]])
  })

  it("takes nothing else from a bundle", () => {
    const town = makeTown({ policy: planning({ courier: 1, deliveries: [0, 1] }) })
    town.online(1, [0, 0])
    town.wanted(0)
    town.wanted(1)
    town.tick()
    town.accept(0)
    town.at(2).pickedUp(1)
    town.at(3).tell({ _tag: "DeliveryFailed", atMs: atMin(3), delivery: 0 })
    expect(town.at(9).droppedOff(1, 1)).toEqual([])
    expect(town.at(13).freed(1, [0, 5])).toEqual([])
  })
})
