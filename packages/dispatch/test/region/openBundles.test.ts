import type { DispatchPolicy } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { nearest } from "@hotbag/dispatch"
import { makeTown } from "./town.ts"

/** Greedy, but used to bundles that stay open until the pickup. */
const open: DispatchPolicy = { ...nearest, name: "open", openBundles: true }

describe("bundles that stay open until the pickup", () => {
  it("send the courier in time without an order, who gets it at the restaurant when it can be taken", () => {
    const town = makeTown({ policy: open, openBundles: true })
    town.online(1, [3, 0])
    town.wanted(0, { readyMin: 20 })
    expect(town.tick()).toEqual([])
    const leaveMin = town.nextRoundMin()
    const sent = town.at(leaveMin).tick()
    expect(sent).toMatchObject([{ _tag: "Preposition", courier: 1 }])
    expect(town.at(leaveMin + 1).tick(), "nobody is diverted on the way").toEqual([])
  })

  it("are not used by a policy that cannot use them", () => {
    const town = makeTown({ policy: nearest, openBundles: true })
    town.online(1, [3, 0])
    town.wanted(0, { readyMin: 0 })
    expect(town.tick()).toMatchObject([{ _tag: "Offer", courier: 1 }])
  })
})
