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
})
