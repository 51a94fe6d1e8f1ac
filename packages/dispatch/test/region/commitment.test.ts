import { assignment, makeAssignment, type Decision, type DispatchPolicy } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { atMin, makeTown } from "./town.ts"

const SECOND_MIN = 1 / 60

/** Who is asked to carry what, in the sequence of the offers. */
const asked = (decisions: ReadonlyArray<Decision>) =>
  decisions.flatMap((decision) =>
    decision._tag === "Offer" ? [[decision.courier, ...decision.deliveries]] : []
  )

describe("an offer waits until the courier has to leave (C10)", () => {
  it("goes out when courier and food will meet, not before", () => {
    const town = makeTown()
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    // 3 km to the restaurant and 1 min there.
    expect(town.nextRoundMin()).toBe(16)
    expect(town.at(16 - SECOND_MIN).tick()).toEqual([])
    expect(town.at(16).tick()).toMatchObject([
      { _tag: "Offer", atMs: atMin(16), courier: 7, deliveries: [1], expiresAtMs: atMin(17) }
    ])
    expect(town.nextRoundMin()).toBe(Infinity)
  })

  it("goes out at once when the food is ready", () => {
    const town = makeTown()
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: -5 })
    expect(asked(town.tick())).toEqual([[7, 1]])
  })

  it("goes out earlier to a courier with time to spare", () => {
    const spare: DispatchPolicy = {
      ...assignment,
      plan: (snapshot, budget) => {
        const plan = assignment.plan(snapshot, budget)
        return { ...plan, trips: plan.trips.map((trip) => ({ ...trip, spareMs: 3 * 60_000 })) }
      }
    }
    const town = makeTown({ policy: spare })
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(13)
    expect(asked(town.at(13).tick())).toEqual([[7, 1]])
  })

  it("goes out earlier by the time that an answer takes", () => {
    const town = makeTown({ answerLeadMs: 2 * 60_000 })
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(14)
    expect(town.at(14 - SECOND_MIN).tick()).toEqual([])
    expect(asked(town.at(14).tick())).toEqual([[7, 1]])
  })

  it("leaves a delivery alone until its food is near enough to plan for", () => {
    const town = makeTown({ planAheadMs: 5 * 60_000 })
    town.online(7, [10, 0])
    town.wanted(1, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(15)
    expect(town.at(15 - SECOND_MIN).tick()).toEqual([])
    // The courier is 11 min away: late, because nobody was asked before.
    expect(asked(town.at(15).tick())).toEqual([[7, 1]])
  })

  it("plans deliveries that are due while others are not", () => {
    const town = makeTown({ planAheadMs: 5 * 60_000 })
    town.online(7, [1, 0])
    town.online(8, [2, 0])
    town.wanted(1, { readyMin: 30 })
    town.wanted(2, { readyMin: 4 })
    expect(town.tick()).toEqual([])
    expect(town.candidates(1)).toEqual([])
    expect(town.candidates(2)).toEqual([7, 8])
    expect(town.nextRoundMin()).toBe(2)
  })
})

describe("an offer does not wait for the food longer than customers do", () => {
  const patient = { offerWithinMs: 10 * 60_000 }

  it("and goes out by then, however long the kitchen takes", () => {
    const town = makeTown(patient)
    town.online(7, [3, 0])
    town.at(2).wanted(1, { placedMin: 1, readyMin: 60 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(11)
    expect(asked(town.at(11).tick())).toEqual([[7, 1]])
  })

  it("nor, where more time was promised, longer than shortly before that", () => {
    const town = makeTown(patient)
    town.online(7, [3, 0])
    town.wanted(1, { promisedMin: 50, readyMin: 90 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(43)
    expect(asked(town.at(43).tick())).toEqual([[7, 1]])
  })

  it("and is planned by then, however far ahead planning goes", () => {
    const town = makeTown({ ...patient, planAheadMs: 5 * 60_000 })
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: 60 })
    town.tick()
    expect(town.nextRoundMin()).toBe(10)
    expect(asked(town.at(10).tick())).toEqual([[7, 1]])
  })

  it("and goes to somebody free when the one it was planned for is still at work", () => {
    const search = { stepsM: [20_000], enough: 1, most: 8, soonFreeMs: Infinity }
    const town = makeTown({ ...patient, search, policy: makeAssignment({ untilFree: 0 }) })
    town.online(7, [0, 0])
    town.wanted(1, { dropoff: [0, 15] })
    town.tick()
    town.accept(0)
    town.at(1).pickedUp(7)
    // Courier 7 ends in front of the restaurant at 25, in time for the food; courier 8 is 9 km away.
    town.online(8, [9, 15])
    town.wanted(2, { pickup: [0, 15], readyMin: 60 })
    expect(town.tick()).toEqual([])
    expect(town.candidates(2)).toEqual([7, 8])
    expect(town.nextRoundMin()).toBe(11)
    expect(asked(town.at(11).tick())).toEqual([[8, 2]])
    expect(town.candidates(2)).toEqual([8])
  })
})

describe("a plan is tentative", () => {
  it("gives the delivery to a better courier who appears before the offer", () => {
    const town = makeTown()
    town.online(7, [9, 0])
    town.wanted(1, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(10)
    town.at(8).online(8, [2, 0])
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(17)
    expect(town.at(10).tick()).toEqual([])
    expect(asked(town.at(17).tick())).toEqual([[8, 1]])
  })

  it("follows the couriers as they move", () => {
    const town = makeTown()
    town.online(7, [3, 0])
    town.online(8, [9, 0])
    town.wanted(1, { readyMin: 20 })
    town.tick()
    town.at(1).moved(7, [9, 1])
    expect(town.nextRoundMin()).toBe(1)
    town.moved(8, [1, 0])
    town.tick()
    expect(asked(town.at(18).tick())).toEqual([[8, 1]])
  })

  it("gives an early delivery's courier to a late one that needs him more", () => {
    const town = makeTown()
    town.online(7, [1, 0])
    town.online(8, [6, 0])
    town.wanted(1, { readyMin: 20 })
    town.tick()
    expect(town.nextRoundMin()).toBe(18)
    // Ready at once: the near courier goes there, the far one is still in time for the other.
    town.at(2).wanted(2, { readyMin: 2 })
    expect(asked(town.tick())).toEqual([[7, 2]])
    expect(town.nextRoundMin()).toBe(13)
    expect(asked(town.at(13).tick())).toEqual([[8, 1]])
  })

  it("waits longer when the food will be ready later, and less when sooner", () => {
    const town = makeTown()
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: 20 })
    town.tick()
    town.at(10).ready(1, 30)
    town.tick()
    expect(town.nextRoundMin()).toBe(26)
    town.at(11).ready(1, 12)
    expect(asked(town.tick())).toEqual([[7, 1]])
  })

  it("keeps an offer that is out, whatever appears", () => {
    const town = makeTown()
    town.online(7, [9, 0])
    town.wanted(1)
    expect(asked(town.tick())).toEqual([[7, 1]])
    town.at(0.5).online(8, [1, 0])
    expect(town.tick()).toEqual([])
    expect(town.accept(0)).toMatchObject([{ _tag: "Commit", courier: 7 }])
  })
})

describe("the time of the next round", () => {
  it("is never while there is nothing to do", () => {
    const town = makeTown()
    expect(town.nextRoundMin()).toBe(Infinity)
    expect(town.tick()).toEqual([])
  })

  it("is now after any news, and later after the round", () => {
    const town = makeTown()
    town.online(7, [3, 0])
    expect(town.nextRoundMin()).toBe(0)
    town.tick()
    town.at(2).wanted(1, { readyMin: 20 })
    expect(town.nextRoundMin()).toBe(2)
    town.tick()
    expect(town.nextRoundMin()).toBe(16)
  })

  it("is the earliest of everything that time alone brings about", () => {
    const town = makeTown({ planAheadMs: 12 * 60_000, escalateAfterMs: 3 * 60_000 })
    town.online(7, [3, 0])
    town.wanted(1, { readyMin: 11 })
    town.wanted(2, { readyMin: 13 })
    town.wanted(3, { readyMin: 25 })
    town.tick()
    expect(town.nextRoundMin()).toBe(1)
    town.at(1).tick()
    // The offer of 1 at 7, the escalation of 2 at 16, the planning of 3 at 13.
    expect(town.nextRoundMin()).toBe(7)
    expect(asked(town.at(7).tick())).toEqual([[7, 1]])
    expect(town.nextRoundMin()).toBe(13)
    town.at(13).tick()
    expect(town.nextRoundMin()).toBe(16)
    expect(town.at(16).tick()).toMatchObject([{ _tag: "Escalate", delivery: 2 }])
    expect(town.nextRoundMin()).toBe(28)
  })

  it("stays when the news changes nothing", () => {
    const town = makeTown()
    town.online(7, [3, 0])
    town.wanted(1)
    town.tick()
    town.accept(0)
    town.tick()
    expect(town.nextRoundMin()).toBe(Infinity)
    town.at(2).accept(0)
    town.reject(0)
    town.timeOut(0)
    town.cancel(99)
    town.ready(99, 5)
    town.moved(7, [2, 0])
    expect(town.nextRoundMin()).toBe(Infinity)
  })
})

describe("the order of time", () => {
  it("is kept, or the driver hears of it", () => {
    const town = makeTown()
    town.at(5).online(7, [3, 0])
    expect(() => town.at(4).tick()).toThrow("facts come in the order of time")
  })
})
