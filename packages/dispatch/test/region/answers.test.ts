import type { Decision } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { bruteForceIndex } from "./bruteForceIndex.ts"
import { atMin, makeTown, type Town } from "./town.ts"

const offers = (decisions: ReadonlyArray<Decision>) =>
  decisions.flatMap((decision) =>
    decision._tag === "Offer" ? [[decision.offer, decision.courier, ...decision.deliveries]] : []
  )

/** Three couriers, 1, 2 and 3 km away, and one delivery that is ready. */
const townOfThree = (): Town => {
  const town = makeTown()
  town.online(1, [1, 0])
  town.online(2, [2, 0])
  town.online(3, [3, 0])
  town.wanted(0)
  return town
}

const unwillingly = {
  rejected: (town: Town, offer: number) => town.reject(offer),
  "timed out": (town: Town, offer: number) => town.timeOut(offer)
}

describe.each(Object.entries(unwillingly))("an offer that is %s (S11)", (_, decline) => {
  it("makes the next best courier the one to ask, and nobody twice", () => {
    const town = townOfThree()
    expect(offers(town.tick())).toEqual([[0, 1, 0]])
    expect(decline(town, 0)).toEqual([])
    expect(offers(town.tick())).toEqual([[1, 2, 0]])
    decline(town, 1)
    expect(offers(town.tick())).toEqual([[2, 3, 0]])
    decline(town, 2)
    expect(offers(town.tick())).toEqual([])
    expect(town.candidates(0)).toEqual([])
    expect(town.waitingCount()).toBe(1)
    // Not after a break, not from another place, not for a later round.
    town.at(30).offline(1)
    town.online(1, [0, 0])
    town.moved(2, [0, 1])
    expect(offers(town.tick())).toEqual([])
  })

  it("leaves the courier free for other deliveries", () => {
    const town = townOfThree()
    town.tick()
    decline(town, 0)
    town.wanted(5)
    expect(offers(town.tick())).toEqual([
      [1, 2, 0],
      [2, 1, 5]
    ])
  })

  it("keeps the place of the delivery in the queue: the older one goes first when one courier is left", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.wanted(0)
    town.tick()
    town.at(1).wanted(1)
    decline(town, 0)
    town.tick()
    decline(town, 1)
    town.at(3).online(2, [1, 0])
    expect(offers(town.tick())).toEqual([[2, 2, 0]])
  })

  it("is held against the courier's estimated willingness", () => {
    const town = townOfThree()
    town.tick()
    decline(town, 0)
    town.wanted(5)
    town.tick()
    const acceptance = (courier: number) => town.seen().find(({ handle }) => handle === courier)?.acceptance
    expect(acceptance(1)).toBeCloseTo(2.8 / 5, 12)
    expect(acceptance(2)).toBe(0.7)
  })

  it("leaves the courier's idle time as it was", () => {
    const town = townOfThree()
    town.tick()
    town.at(1)
    decline(town, 0)
    town.wanted(5)
    town.tick()
    expect(town.seen().find(({ handle }) => handle === 1)?.idleSinceMs).toBe(atMin(0))
  })
})

describe("an accepted offer", () => {
  it("commits courier and delivery to each other", () => {
    const town = townOfThree()
    town.tick()
    expect(town.at(0.5).accept(0)).toEqual([
      { _tag: "Commit", atMs: atMin(0.5), offer: 0, courier: 1, deliveries: [0] }
    ])
    expect(town.waitingCount()).toBe(0)
    expect(town.tick()).toEqual([])
  })

  it("takes the courier out of the offers until freed (P3)", () => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    town.wanted(5)
    expect(offers(town.tick())).toEqual([[1, 2, 5]])
    town.at(2).pickedUp(1)
    town.at(11).droppedOff(1, 0)
    town.wanted(6)
    expect(offers(town.tick())).toEqual([[2, 3, 6]])
    town.at(15).freed(1, [0, 5])
    town.wanted(7)
    expect(offers(town.tick())).toEqual([[3, 1, 7]])
  })

  it("counts for the courier's willingness and for a fair share", () => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    town.at(2).pickedUp(1)
    town.at(11).droppedOff(1, 0)
    town.at(15).freed(1, [0, 5])
    town.wanted(5)
    town.tick()
    const seen = town.seen().find(({ handle }) => handle === 1)
    expect(seen).toMatchObject({
      load: 0,
      assignedCount: 1,
      idleSinceMs: atMin(15),
      availableAtMs: atMin(15)
    })
    expect(seen?.acceptance).toBeCloseTo(3.8 / 5, 12)
  })
})

describe("an offer that is out", () => {
  it("shares neither courier nor delivery with another (P3)", () => {
    const town = townOfThree()
    expect(offers(town.tick())).toEqual([[0, 1, 0]])
    town.wanted(5)
    town.wanted(6)
    town.wanted(7)
    expect(offers(town.tick())).toEqual([
      [1, 2, 5],
      [2, 3, 6]
    ])
    expect(offers(town.tick())).toEqual([])
    expect(town.waitingCount()).toBe(1)
  })

  it("is withdrawn when its delivery is cancelled, and the courier is free again", () => {
    const town = townOfThree()
    town.tick()
    expect(town.at(0.5).cancel(0)).toEqual([
      { _tag: "Withdraw", atMs: atMin(0.5), offer: 0, courier: 1, why: "delivery-cancelled" }
    ])
    expect(town.waitingCount()).toBe(0)
    town.wanted(5)
    expect(offers(town.tick())).toEqual([[1, 1, 5]])
    // Nothing was declined.
    expect(town.seen().find(({ handle }) => handle === 1)).toMatchObject({
      acceptance: 0.7,
      idleSinceMs: atMin(0)
    })
  })

  it("cannot be answered after it was withdrawn", () => {
    const town = townOfThree()
    town.tick()
    town.cancel(0)
    expect(town.accept(0)).toEqual([])
    town.wanted(5)
    expect(offers(town.tick())).toEqual([[1, 1, 5]])
  })
})

describe("a stale answer changes nothing", () => {
  const stale = {
    accept: (town: Town, offer: number) => town.accept(offer),
    reject: (town: Town, offer: number) => town.reject(offer),
    timeOut: (town: Town, offer: number) => town.timeOut(offer)
  }

  it.each(Object.entries(stale))("%s of an offer that was never made", (_, answer) => {
    const town = townOfThree()
    expect(answer(town, 0)).toEqual([])
    expect(offers(town.tick())).toEqual([[0, 1, 0]])
  })

  it.each(Object.entries(stale))("%s after the offer was rejected", (_, answer) => {
    const town = townOfThree()
    town.tick()
    town.reject(0)
    expect(answer(town, 0)).toEqual([])
    expect(offers(town.tick())).toEqual([[1, 2, 0]])
    expect(answer(town, 0)).toEqual([])
    expect(town.accept(1)).toMatchObject([{ _tag: "Commit", courier: 2, deliveries: [0] }])
  })

  it.each(Object.entries(stale))("%s after the offer was accepted", (_, answer) => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    expect(answer(town, 0)).toEqual([])
    town.wanted(5)
    expect(offers(town.tick())).toEqual([[1, 2, 5]])
    expect(town.at(2).pickedUp(1)).toEqual([])
    expect(town.at(11).droppedOff(1, 0)).toEqual([])
  })
})

describe("a cancellation", () => {
  it("takes a waiting delivery out of the queue", () => {
    const town = makeTown()
    town.wanted(0)
    expect(town.cancel(0)).toEqual([])
    expect(town.waitingCount()).toBe(0)
    town.online(1, [1, 0])
    expect(town.tick()).toEqual([])
  })

  it("of what is unknown or over changes nothing", () => {
    const town = townOfThree()
    expect(town.cancel(99)).toEqual([])
    town.cancel(0)
    expect(town.cancel(0)).toEqual([])
    expect(town.ready(0, 5)).toEqual([])
    expect(town.tick()).toEqual([])
  })

  it("takes the delivery out of a courier's hand, who is free when the driver says so", () => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    expect(town.at(1).cancel(0)).toEqual([])
    town.wanted(5)
    expect(offers(town.tick())).toEqual([[1, 2, 5]])
    town.freed(1, [0.5, 0])
    town.wanted(6)
    expect(offers(town.tick())).toEqual([[2, 1, 6]])
  })
})

describe("a courier who goes offline", () => {
  it("is not offered anything", () => {
    const town = townOfThree()
    town.offline(1)
    expect(offers(town.tick())).toEqual([[0, 2, 0]])
  })

  it("may still accept the open offer, works it off, and is not offered more", () => {
    const town = townOfThree()
    town.tick()
    town.offline(1)
    town.moved(1, [0.9, 0])
    expect(town.accept(0)).toMatchObject([{ _tag: "Commit", courier: 1 }])
    town.wanted(5)
    town.tick()
    expect(town.candidates(5)).toEqual([2, 3])
    town.at(2).pickedUp(1)
    town.at(11).droppedOff(1, 0)
    town.at(15).freed(1, [0, 5])
    town.wanted(6)
    town.tick()
    expect(town.candidates(6)).toEqual([3])
  })

  it("may still decline the open offer, and is not offered more", () => {
    const town = townOfThree()
    town.tick()
    town.offline(1)
    town.reject(0)
    town.wanted(5)
    expect(offers(town.tick())).toEqual([
      [1, 2, 0],
      [2, 3, 5]
    ])
  })

  it("takes no place among the candidates, wherever the phone says it is", () => {
    const index = bruteForceIndex()
    const town = makeTown({
      index,
      search: { stepsM: [5_000], enough: 1, most: 1, soonFreeMs: Infinity }
    })
    town.online(1, [1, 0])
    town.wanted(0)
    town.tick()
    town.offline(1)
    town.moved(1, [0.9, 0])
    town.accept(0)
    expect(index.size).toBe(0)
    town.online(2, [3, 0])
    town.wanted(5)
    expect(offers(town.tick())).toEqual([[1, 2, 5]])
  })

  it("may come back while the offer is open", () => {
    const town = townOfThree()
    town.tick()
    town.offline(1)
    town.online(1, [0.5, 0])
    town.reject(0)
    town.wanted(5)
    expect(offers(town.tick())).toEqual([
      [1, 2, 0],
      [2, 1, 5]
    ])
  })

  it("may come back with work in hand: the work goes on, and more may follow (USER-ASKS 6)", () => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    town.at(2).pickedUp(1)
    town.at(3).offline(1)
    town.at(4).online(1, [0, 1])
    expect(town.at(11).droppedOff(1, 0)).toEqual([])
    town.wanted(5, { pickup: [0, 5], readyMin: 30 })
    town.tick()
    expect(town.candidates(5)[0]).toBe(1)
    town.at(15).freed(1, [0, 5])
    expect(offers(town.at(29).tick())).toEqual([[1, 1, 5]])
  })
})

describe("a shift", () => {
  it("begins anew for a courier who was gone, also one who went with work in hand", () => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    town.at(1).offline(1)
    town.at(2).pickedUp(1)
    town.at(11).droppedOff(1, 0)
    town.at(15).freed(1, [0, 5])
    town.at(30).online(1, [1, 0])
    town.wanted(5)
    town.tick()
    expect(town.seen().find(({ handle }) => handle === 1)).toMatchObject({
      assignedCount: 0,
      onDutySinceMs: atMin(30),
      idleSinceMs: atMin(30),
      position: { lat: 0 }
    })
  })

  it("goes on for a courier who was gone for a moment with work in hand", () => {
    const town = townOfThree()
    town.tick()
    town.accept(0)
    town.at(1).offline(1)
    town.online(1, [0.5, 0])
    town.at(2).pickedUp(1)
    town.at(11).droppedOff(1, 0)
    town.at(15).freed(1, [0, 5])
    town.wanted(5, { pickup: [0, 5] })
    town.tick()
    expect(town.seen().find(({ handle }) => handle === 1)).toMatchObject({
      assignedCount: 1,
      onDutySinceMs: atMin(0),
      idleSinceMs: atMin(15)
    })
  })
})

describe("contradictions are the driver's bug, and said so at once", () => {
  it("a delivery that is wanted twice", () => {
    const town = townOfThree()
    expect(() => town.wanted(0)).toThrow("a delivery is wanted once")
  })

  it("a courier nobody has heard of", () => {
    const town = makeTown()
    expect(() => town.moved(4, [0, 0])).toThrow("a courier must come online")
    expect(() => town.offline(4)).toThrow("a courier must come online")
  })

  it("a courier who comes online twice", () => {
    const town = townOfThree()
    expect(() => town.online(1, [0, 0])).toThrow("cannot come online")
    town.tick()
    expect(() => town.online(1, [0, 0])).toThrow("cannot come online")
    town.accept(0)
    expect(() => town.online(1, [0, 0])).toThrow("cannot come online")
  })

  it("a pickup by somebody without work", () => {
    const town = townOfThree()
    expect(() => town.pickedUp(1)).toThrow("has the work")
    town.tick()
    expect(() => town.pickedUp(1)).toThrow("has the work")
  })

  it("a drop-off of what is not in hand", () => {
    const town = townOfThree()
    town.wanted(5)
    town.tick()
    town.accept(0)
    expect(() => town.droppedOff(1, 5)).toThrow("in hand")
    expect(() => town.droppedOff(2, 0)).toThrow("in hand")
    expect(() => town.droppedOff(1, 99)).toThrow("in hand")
  })

  it("a courier who is free with an offer open, or with work in hand: neither may be forgotten (P6)", () => {
    const town = townOfThree()
    expect(() => town.freed(1, [0, 0])).toThrow("nothing in hand")
    town.tick()
    expect(() => town.freed(1, [0, 0])).toThrow("nothing in hand")
    town.accept(0)
    expect(() => town.freed(1, [0, 0])).toThrow("nothing in hand")
    town.at(2).pickedUp(1)
    expect(() => town.freed(1, [0, 0])).toThrow("nothing in hand")
  })
})
