import { gridCourierIndex } from "@hotbag/core"
import * as fc from "fast-check"
import { expect, test } from "vitest"
import { makeCourierTable } from "../../src/region/CourierTable.ts"
import { makeFreeCouriers } from "../../src/region/FreeCouriers.ts"
import { place } from "./town.ts"

const HANDLES = 12
const kilometres = fc.integer({ min: -5, max: 5 })
const change = fc.record({
  courier: fc.nat(HANDLES - 1),
  to: fc.tuple(kilometres, kilometres),
  what: fc.constantFrom("online" as const, "offline" as const, "moved" as const, "busy" as const),
  isNewRound: fc.boolean()
})

test("an index of who is free holds those on duty who can leave, where they are, whatever changes between rounds", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const couriers = makeCourierTable(gridCourierIndex())
      const leavesAtMs = (handle: number) => (couriers.get(handle).state === "idle" ? 0 : Infinity)
      const free = makeFreeCouriers(couriers, leavesAtMs)
      for (const { courier, isNewRound, to, what } of changes) {
        const known = couriers.has(courier) ? couriers.get(courier) : undefined
        const isGone = known === undefined || known.offAtMs === -Infinity
        if (what === "online" && isGone) couriers.online(courier, place(to), "bicycle", Infinity, 0)
        if (what === "offline" && !isGone) couriers.offline(courier)
        if (what === "moved" && known !== undefined) couriers.moved(courier, place(to))
        if (what === "busy" && known !== undefined && !isGone) couriers.busy(known, place(to), 10)
        if (!isNewRound) continue
        free.begin()
        const index = free.index()
        expect(free.index()).toBe(index)
        const expected = couriers.onDuty().filter(({ state }) => state === "idle")
        expect(index.size).toBe(expected.length)
        for (const { handle, position } of expected) expect(index.position(handle)).toEqual(position)
      }
    }),
    { numRuns: 300 }
  )
})
