import { haversineM } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { chordSquared, distanceOfChordM, HALF_AROUND_M, writeUnitVector } from "../../src/geo/unitVector.ts"
import { places } from "./places.ts"

const anywhere = fc.oneof(...Object.values(places))
const RADIANS = Math.PI / 180

describe("unitVector", () => {
  it("agrees with sine and cosine to 5e-16", () => {
    fc.assert(
      fc.property(anywhere, ({ lat, lng }) => {
        const out = new Float64Array(5)
        writeUnitVector(lat, lng, out, 1)
        const cosLat = Math.cos(lat * RADIANS)
        const exact = [
          0,
          cosLat * Math.cos(lng * RADIANS),
          cosLat * Math.sin(lng * RADIANS),
          Math.sin(lat * RADIANS),
          0
        ]
        exact.forEach((value, i) => expect(Math.abs(value - (out[i] ?? NaN))).toBeLessThan(5e-16))
      }),
      { numRuns: 2_000 }
    )
  })

  it("is the same on either side of the antimeridian", () => {
    const [east, west] = [new Float64Array(3), new Float64Array(3)]
    writeUnitVector(12.3, 180, east, 0)
    writeUnitVector(12.3, -180, west, 0)
    expect(east).toEqual(west)
  })

  it("measures by the chord what haversine measures", () => {
    fc.assert(
      fc.property(anywhere, anywhere, (from, to) => {
        const a = new Float64Array(3)
        const b = new Float64Array(3)
        writeUnitVector(from.lat, from.lng, a, 0)
        writeUnitVector(to.lat, to.lng, b, 0)
        const squared = a.reduce((sum, value, i) => sum + (value - (b[i] ?? NaN)) ** 2, 0)
        const exactM = haversineM(from, to)
        expect(Math.abs(distanceOfChordM(squared) - exactM)).toBeLessThan(exactM < 1e6 ? 1e-6 : 1)
      }),
      { numRuns: 2_000 }
    )
  })

  it("turns distances into chords and back", () => {
    const distance = fc.double({ min: 0, max: 1e7, noNaN: true })
    fc.assert(
      fc.property(distance, (distanceM) => {
        expect(Math.abs(distanceOfChordM(chordSquared(distanceM)) - distanceM)).toBeLessThan(1e-5)
      })
    )
    for (const far of [HALF_AROUND_M, 1e9, Infinity]) expect(chordSquared(far)).toBe(4)
  })
})
