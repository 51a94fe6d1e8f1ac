import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeNearestZones } from "../../../src/policy/planner/NearestZones.ts"

describe("the nearest zones", () => {
  it("are those that sorting all of them puts first, ties by number", () => {
    const nearest = makeNearestZones()
    fc.assert(
      fc.property(
        // Few distances: many zones are as far as others.
        fc.array(fc.nat({ max: 12 }), { maxLength: 150 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat({ max: 5 }),
        (metres, wanted, from) => {
          // Whoever looks around meets them in no order of their numbers.
          const found = metres.map((m, i) => ({ zone: (i * 37) % 151, m }))
          nearest.begin(wanted)
          for (const { m, zone } of found) nearest.add(zone, m)
          const expected = [...found].sort((a, b) => a.m - b.m || a.zone - b.zone).slice(0, wanted)
          const zones = new Int32Array(70).fill(-1)
          const distancesM = new Float64Array(70).fill(-1)
          nearest.writeTo(zones, distancesM, from)
          const end = from + nearest.count
          expect(Array.from(zones.subarray(from, end))).toEqual(expected.map(({ zone }) => zone))
          expect(Array.from(distancesM.subarray(from, end))).toEqual(expected.map(({ m }) => m))
          expect([zones[end], zones[from - 1] ?? -1], "nothing beside").toEqual([-1, -1])
        }
      )
    )
  })
})
