import { at } from "@hotbag/core"
import { assignment, type DispatchPolicy } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { makeTown } from "./town.ts"

describe("reasons", () => {
  it("are made when asked for, once, and not before", () => {
    let asked = 0
    const explain: DispatchPolicy["explain"] = (...of) => {
      asked++
      return assignment.explain(...of)
    }
    const town = makeTown({ policy: { ...assignment, explain } })
    town.online(1, [1, 0])
    town.wanted(0)
    const offer = at(town.round(), 1)
    expect(asked).toBe(0)
    expect(offer).toMatchObject({ _tag: "Offer", reasons: [{ delivery: 0, chosen: 1 }] })
    expect(asked).toBe(1)
  })
})
