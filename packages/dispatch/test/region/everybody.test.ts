import { assignment, type DispatchPolicy } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { makeTown } from "./town.ts"

describe("a policy that places couriers", () => {
  it("sees everybody once in a while, and only those near open deliveries in between", () => {
    const placing: DispatchPolicy = { ...assignment, seesEverybodyEveryMs: 60_000 }
    const town = makeTown({ policy: placing, search: { stepsM: [2_000], enough: 1, most: 8, soonFreeMs: 0 } })
    const handles = () => town.seen().map(({ handle }) => handle)
    town.online(1, [1, 0])
    town.online(2, [90, 0])
    town.tick()
    expect(handles(), "also when there is nothing to carry").toEqual([1, 2])
    town.at(0.5).wanted(0, { readyMin: 30 })
    town.tick()
    expect(handles()).toEqual([1])
    town.at(1).moved(2, [91, 0])
    town.tick()
    expect(handles()).toEqual([1, 2])
  })

  it("sees them more seldom where the region says so, and hears how seldom", () => {
    const heard: Array<number | undefined> = []
    const placing: DispatchPolicy = {
      ...assignment,
      seesEverybodyEveryMs: 60_000,
      plan: (snapshot, budget) => {
        if (snapshot.listsEverybody === true) heard.push(snapshot.listedEveryMs)
        return assignment.plan(snapshot, budget)
      }
    }
    const town = makeTown({ policy: placing, placeEveryMs: 180_000 })
    town.online(1, [1, 0])
    for (const minute of [0, 1, 2, 3, 4, 5, 6]) {
      town.at(minute).moved(1, [minute, 0])
      town.tick()
    }
    expect(heard).toEqual([180_000, 180_000, 180_000])
  })

  it("sees them by handle, however far apart those are and in whatever sequence they came", () => {
    const town = makeTown({ policy: { ...assignment, seesEverybodyEveryMs: 60_000 } })
    for (const courier of [40_000, 7, 9_000, 0]) town.online(courier, [courier / 1_000, 0])
    town.offline(7)
    town.tick()
    expect(town.seen().map(({ handle }) => handle)).toEqual([0, 9_000, 40_000])
  })
})
