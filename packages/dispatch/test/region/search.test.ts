import { at, f64, i32, MINUTE_MS } from "@hotbag/core"
import { nearest, type Decision, type DispatchPolicy } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { atMin, makeTown, TOWN } from "./town.ts"

const offers = (decisions: ReadonlyArray<Decision>) =>
  decisions.flatMap((decision) =>
    decision._tag === "Offer" ? [[decision.courier, ...decision.deliveries]] : []
  )
const widened = (decisions: ReadonlyArray<Decision>) =>
  decisions.filter((decision) => decision._tag === "Widen").map(({ fromM, toM }) => [fromM, toM])

describe("the search for candidates widens step by step (S13, S74, S86)", () => {
  it("stops at the step that finds enough", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.online(2, [2, 0])
    town.online(3, [3, 0])
    town.wanted(0, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.candidates(0)).toEqual([1, 2])
  })

  it("goes on when a step finds too few, and never beyond the last", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.online(3, [3, 0])
    town.online(30, [30, 0])
    town.wanted(0, { readyMin: 60 })
    town.wanted(1, { readyMin: 60, pickup: [40, 0] })
    town.wanted(2, { readyMin: 60, pickup: [60, 0] })
    town.tick()
    expect(town.candidates(0)).toEqual([1, 3])
    expect(town.candidates(1)).toEqual([30])
    expect(town.candidates(2)).toEqual([])
  })

  it("keeps the nearest when there are many", () => {
    const town = makeTown({ search: { stepsM: [20_000], enough: 1, most: 3, soonFreeMs: 0 } })
    for (const courier of [5, 4, 3, 2, 1]) town.online(courier, [courier, 0])
    town.wanted(0, { readyMin: 60 })
    town.tick()
    expect(town.candidates(0)).toEqual([1, 2, 3])
  })

  it("says when it reaches further than before (S13), and how far in every offer", () => {
    const town = makeTown({ search: { stepsM: [2_000, 5_000, 20_000], enough: 1, most: 8, soonFreeMs: 0 } })
    town.online(1, [1, 0])
    town.online(2, [4, 0])
    town.online(3, [12, 0])
    town.wanted(0)
    expect(town.round()).toMatchObject([{ _tag: "Offer", courier: 1, reasons: [{ searchedM: 2_000 }] }])
    town.at(1).reject(0)
    expect(town.round()).toMatchObject([
      { _tag: "Widen", atMs: atMin(1), delivery: 0, fromM: 2_000, toM: 5_000 },
      { _tag: "Offer", courier: 2, reasons: [{ searchedM: 5_000 }] }
    ])
    town.at(2).reject(1)
    expect(town.round()).toMatchObject([
      { _tag: "Widen", fromM: 5_000, toM: 20_000 },
      { _tag: "Offer", courier: 3, reasons: [{ searchedM: 20_000 }] }
    ])
    town.at(3).reject(2)
    expect(town.round()).toEqual([])
  })

  it("says so from the first search on: every radius beyond the first step is told (S13)", () => {
    const town = makeTown({ search: { stepsM: [2_000, 5_000, 20_000], enough: 1, most: 8, soonFreeMs: 0 } })
    town.online(1, [12, 0])
    town.wanted(0)
    town.wanted(1, { pickup: [11, 0], readyMin: 60 })
    expect(town.round()).toMatchObject([
      { _tag: "Widen", delivery: 0, fromM: 2_000, toM: 20_000 },
      { _tag: "Offer", courier: 1, reasons: [{ searchedM: 20_000 }] }
    ])
  })

  it("finds and says the same for who has waited too long, when few are idle and only they are looked at", () => {
    const spot = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }))
    const searched = (couriers: ReadonlyArray<readonly [number, number]>, offerWithinMs: number) => {
      const search = { stepsM: [2_000, 5_000, 9_000], enough: 5, most: 8, soonFreeMs: 0 }
      const town = makeTown({ search, offerWithinMs })
      couriers.forEach((position, courier) => town.online(courier, position))
      town.wanted(0, { readyMin: 60 })
      const decisions = town.round()
      return { candidates: town.candidates(0), widened: widened(decisions) }
    }
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 8 }), (couriers) => {
        expect(searched(couriers, 0)).toEqual(searched(couriers, Infinity))
      })
    )
  })

  it("says each widening once, also when couriers come and go", () => {
    const town = makeTown({ search: { stepsM: [2_000, 5_000], enough: 1, most: 8, soonFreeMs: 0 } })
    town.online(1, [1, 0])
    town.wanted(0, { readyMin: 60 })
    expect(widened(town.round())).toEqual([])
    town.offline(1)
    expect(widened(town.round())).toEqual([[2_000, 5_000]])
    town.online(1, [1, 0])
    expect(widened(town.round())).toEqual([])
    town.offline(1)
    expect(widened(town.round())).toEqual([])
  })

  it("reaches past couriers who decline or go off duty too soon", () => {
    const town = makeTown({ search: { stepsM: [2_000, 20_000], enough: 2, most: 2, soonFreeMs: 0 } })
    town.online(1, [1, 0], 5)
    town.online(2, [1, 1], 5)
    town.online(3, [12, 0])
    town.wanted(0, { readyMin: 30 })
    expect(town.tick()).toEqual([])
    expect(town.candidates(0)).toEqual([3])
    expect(offers(town.at(17).tick())).toEqual([[3, 0]])
  })

  it("keeps every pair when there are thousands", () => {
    let pairs = 0
    const policy: DispatchPolicy = {
      ...nearest,
      plan: (snapshot, budget) => {
        snapshot.deliveries.forEach(({ pickup }, d) => {
          let lastMs = 0
          for (let pair = i32(snapshot.pairStart, d); pair < i32(snapshot.pairStart, d + 1); pair++) {
            const { position, vehicle } = at(snapshot.couriers, i32(snapshot.pairCourier, pair))
            const wayMs = TOWN.travel.durationMs(position, pickup, vehicle, snapshot.atMs)
            expect(f64(snapshot.pairToPickupMs, pair)).toBe(wayMs)
            expect(wayMs, "nearest first").toBeGreaterThanOrEqual(lastMs)
            lastMs = wayMs
            pairs++
          }
        })
        return nearest.plan(snapshot, budget)
      }
    }
    const town = makeTown({ policy, search: { stepsM: [90_000], enough: 1, most: 64, soonFreeMs: 0 } })
    for (let courier = 0; courier < 50; courier++) town.online(courier, [courier, 0])
    for (let delivery = 0; delivery < 50; delivery++) {
      town.wanted(delivery, { pickup: [0, delivery / 2], readyMin: 300 })
    }
    expect(town.tick()).toEqual([])
    expect(pairs).toBe(2_500)
  })

  it("refuses settings under which it cannot work", () => {
    const search = { stepsM: [2_000, 20_000], enough: 2, most: 8, soonFreeMs: 0 }
    expect(() => makeTown({ search: { ...search, stepsM: [] } })).toThrow("stepsM")
    expect(() => makeTown({ search: { ...search, stepsM: [2_000, 2_000] } })).toThrow("stepsM")
    expect(() => makeTown({ search: { ...search, stepsM: [0, 2_000] } })).toThrow("stepsM")
    expect(() => makeTown({ search: { ...search, enough: 9 } })).toThrow("enough")
    expect(() => makeTown({ search: { ...search, enough: 0 } })).toThrow("enough")
  })
})

describe("nobody is sent to a pickup after the off-time", () => {
  it("asks a courier whose expected pickup is just in time", () => {
    const town = makeTown()
    town.online(1, [3, 0], 4)
    town.wanted(0)
    expect(offers(town.tick())).toEqual([[1, 0]])
  })

  it("does not ask one who would be a moment late, whether for the way or for the food", () => {
    const town = makeTown()
    town.online(1, [3, 0], 3.99)
    town.online(2, [0, 0], 9)
    town.wanted(0)
    town.wanted(1, { readyMin: 9.01 })
    town.tick()
    expect(town.candidates(0)).toEqual([2])
    expect(town.candidates(1)).toEqual([])
  })

  it("does not count on a busy courier whose work ends too late for it", () => {
    const town = makeTown({ search: { stepsM: [20_000], enough: 1, most: 8, soonFreeMs: Infinity } })
    town.online(1, [0, 0], 21)
    town.wanted(0)
    town.tick()
    town.accept(0)
    // Pickup at 1, on the way at 3, there at 8, drop-off at 11, free at 15, back at 20, pickup at 21.
    town.wanted(1)
    town.tick()
    expect(town.candidates(1)).toEqual([1])
    town.wanted(2, { pickup: [0, -0.5] })
    town.tick()
    expect(town.candidates(2)).toEqual([])
  })
})

describe("couriers about to finish are considered (S74)", () => {
  it("from the moment they are free soon", () => {
    const town = makeTown()
    town.online(1, [0, 0])
    town.wanted(0)
    town.tick()
    town.accept(0)
    town.at(1).pickedUp(1)
    town.wanted(1, { pickup: [0, 5], readyMin: 60 })
    // Free at 15: not soon before 5.
    town.at(4.99).tick()
    expect(town.candidates(1)).toEqual([])
    town.at(5).ready(1, 60)
    town.tick()
    expect(town.candidates(1)).toEqual([1])
    expect(town.seen()).toMatchObject([
      { handle: 1, availableAtMs: atMin(15), load: 1, idleSinceMs: atMin(5), offAtMs: Infinity }
    ])
  })

  it("and are planned for, yet not offered anything before they are free", () => {
    const town = makeTown()
    town.online(1, [0, 0])
    town.wanted(0)
    town.tick()
    town.accept(0)
    town.at(1).pickedUp(1)
    town.at(10).online(2, [0, 18])
    town.wanted(1, { pickup: [0, 5] })
    // Courier 1 ends there at 15, courier 2 would be there at 23.
    expect(town.tick()).toEqual([])
    town.at(11).droppedOff(1, 0)
    expect(town.tick()).toEqual([])
    town.at(14).freed(1, [0, 5])
    expect(offers(town.tick())).toEqual([[1, 1]])
  })

  it("but are not waited for when they do not come", () => {
    const town = makeTown({ escalateAfterMs: 24 * 60 * MINUTE_MS })
    town.online(1, [0, 0])
    town.wanted(0)
    town.tick()
    town.accept(0)
    town.at(1).pickedUp(1)
    town.at(10).online(2, [0, 18])
    town.wanted(1, { pickup: [0, 5] })
    expect(town.tick()).toEqual([])
    // Courier 1 was to be free at 15 and is never heard of again.
    const asked: Array<ReadonlyArray<number>> = []
    let rounds = 0
    while (town.nextRoundMin() !== Infinity && asked.length === 0) {
      asked.push(...offers(town.at(town.nextRoundMin()).tick()))
      expect(++rounds).toBeLessThan(40)
    }
    expect(asked).toEqual([[2, 1]])
    expect(town.candidates(1)).toContain(2)
  })
})

describe("a queue is served when a courier comes online (USER-ASKS 6)", () => {
  it("with the first one at once", () => {
    const town = makeTown()
    town.wanted(0)
    town.wanted(1)
    expect(town.tick()).toEqual([])
    expect(town.waitingCount()).toBe(2)
    town.at(10).tick()
    expect(town.nextRoundMin()).toBe(Infinity)
    town.at(45).online(1, [3, 0])
    expect(town.nextRoundMin()).toBe(45)
    expect(offers(town.tick())).toEqual([[1, 0]])
    town.at(46).online(2, [3, 0])
    expect(offers(town.tick())).toEqual([[2, 1]])
  })

  it("with one who came nearer, or was freed", () => {
    const town = makeTown()
    town.online(1, [30, 0])
    town.wanted(0)
    expect(offers(town.tick())).toEqual([])
    town.at(10).moved(1, [20, 0])
    expect(offers(town.tick())).toEqual([[1, 0]])
    town.accept(0)
    town.wanted(1)
    town.at(31).pickedUp(1)
    town.at(41).droppedOff(1, 0)
    expect(offers(town.tick())).toEqual([])
    town.at(45).freed(1, [0, 5])
    expect(offers(town.tick())).toEqual([[1, 1]])
  })
})
