import type { Decision } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { atMin, makeTown, type Town } from "./town.ts"

const escalated = (decisions: ReadonlyArray<Decision>) =>
  decisions.filter((decision) => decision._tag === "Escalate")

const whyAt = (town: Town, minutes: number) => escalated(town.at(minutes).tick()).map(({ why }) => why)

describe("a delivery that nobody carries is escalated (S12, P6)", () => {
  it("once, when it waited long enough, and stays in the queue", () => {
    const town = makeTown()
    town.at(2).wanted(0, { readyMin: -30 })
    expect(town.tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(12)
    expect(town.at(11.99).tick()).toEqual([])
    expect(town.at(12).tick()).toEqual([
      {
        _tag: "Escalate",
        atMs: atMin(12),
        delivery: 0,
        why: "no-courier-in-reach",
        waitedMs: 10 * 60_000,
        searchedM: 20_000
      }
    ])
    expect(town.nextRoundMin()).toBe(Infinity)
    expect(town.waitingCount()).toBe(1)
    town.at(50).online(1, [30, 0])
    expect(town.tick()).toEqual([])
    town.at(60).online(2, [3, 0])
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 2, deliveries: [0] }])
    town.reject(0)
    expect(town.tick()).toEqual([])
  })

  it("not before its food is ready", () => {
    const town = makeTown()
    town.wanted(0, { readyMin: 20 })
    town.tick()
    expect(town.nextRoundMin()).toBe(30)
    town.at(25).ready(0, 40)
    town.tick()
    expect(town.nextRoundMin()).toBe(50)
    expect(escalated(town.at(50).tick())).toMatchObject([{ waitedMs: 50 * 60_000 }])
  })

  it("not while somebody is being asked, but at once when that one declines", () => {
    const town = makeTown()
    town.online(1, [3, 0])
    town.at(9.5).wanted(0, { readyMin: 0 })
    town.at(19.4).wanted(9, { pickup: [90, 0], readyMin: 90 })
    town.tick()
    expect(escalated(town.at(19.6).tick())).toEqual([])
    town.at(19.7).reject(0)
    expect(escalated(town.tick())).toMatchObject([{ delivery: 0, why: "everybody-declined" }])
  })

  it("also when one courier after another is asked and declines, round after round", () => {
    const town = makeTown()
    for (let courier = 0; courier < 20; courier++) town.online(courier, [courier / 10, 0])
    town.wanted(0, { readyMin: 0 })
    const alertsAt: Array<number> = []
    for (let minute = 0; minute < 15; minute++) {
      if (escalated(town.at(minute).tick()).length > 0) alertsAt.push(minute)
      town.reject(minute)
    }
    expect(alertsAt).toEqual([10])
  })

  it("the oldest first, when several are due", () => {
    const town = makeTown()
    town.wanted(0)
    town.wanted(1)
    town.wanted(2)
    town.online(1, [3, 0])
    town.tick()
    town.reject(0)
    town.offline(1)
    const told = escalated(town.at(10).tick())
    expect(told.map(({ delivery }) => delivery)).toEqual([0, 1, 2])
  })

  it("not after it was cancelled", () => {
    const town = makeTown()
    town.wanted(0)
    town.tick()
    town.at(5).cancel(0)
    expect(town.at(10).tick()).toEqual([])
    expect(town.nextRoundMin()).toBe(Infinity)
  })
})

describe("an escalation says why", () => {
  it("nobody online is near enough, or on duty long enough", () => {
    const town = makeTown()
    town.online(1, [30, 0])
    town.online(2, [1, 0], 1)
    town.wanted(0)
    town.tick()
    expect(whyAt(town, 10)).toEqual(["no-courier-in-reach"])
  })

  it("everybody near enough declined", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.online(2, [30, 0])
    town.wanted(0)
    town.tick()
    town.at(1).reject(0)
    town.tick()
    expect(whyAt(town, 10)).toEqual(["everybody-declined"])
  })

  it("everybody near enough declined, also when somebody of them is at work by now", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.wanted(0)
    town.tick()
    town.at(1).reject(0)
    town.wanted(1)
    town.tick()
    town.accept(1)
    expect(whyAt(town, 10)).toEqual(["everybody-declined"])
  })

  it("all couriers are busy, and will be soon free", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.wanted(0)
    town.wanted(1)
    town.tick()
    town.accept(0)
    town.tick()
    expect(whyAt(town, 10)).toEqual(["all-couriers-busy"])
  })

  it("all couriers are busy for long", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.wanted(0, { dropoff: [0, 15] })
    town.tick()
    town.accept(0)
    town.wanted(1)
    town.tick()
    expect(town.candidates(1)).toEqual([])
    expect(whyAt(town, 10)).toEqual(["all-couriers-busy"])
  })

  it("all couriers are busy when one declined and the other has work", () => {
    const town = makeTown()
    town.online(1, [1, 0])
    town.online(2, [9, 0])
    town.wanted(0, { dropoff: [0, 15] })
    town.tick()
    town.accept(0)
    town.wanted(1, { pickup: [9, 0] })
    town.tick()
    town.reject(1)
    town.tick()
    expect(whyAt(town, 10)).toEqual(["all-couriers-busy"])
  })

  it("all couriers are busy when the last one is being asked for another delivery", () => {
    const town = makeTown()
    town.wanted(0)
    town.wanted(1)
    town.tick()
    town.at(9.9).online(1, [1, 0])
    town.tick()
    expect(whyAt(town, 10)).toEqual(["all-couriers-busy"])
  })
})
