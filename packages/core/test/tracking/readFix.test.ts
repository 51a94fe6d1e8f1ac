import { Fix, Limits, readFix } from "@hotbag/core"
import { Option, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readInstant } from "../../src/tracking/readInstant.ts"

const decodeFix = Schema.decodeUnknownOption(Fix)

describe("a fix as phones write it", () => {
  it("is read like its schema says, whatever is in it", () => {
    const numbers = fc.oneof(
      fc.double(),
      fc.integer({ min: -400, max: 400 }),
      fc.constantFrom(-90, 90, -180, 180, 0, 360, 1e308, Number.NaN, Infinity)
    )
    const wild = fc.oneof(numbers, fc.constant(null), fc.string({ maxLength: 3 }), fc.boolean())
    fc.assert(
      fc.property(wild, wild, wild, wild, wild, (lat, lng, speed, heading, accuracy) => {
        const read = readFix({ lat, lng, speed, heading, accuracy }, 1_000)
        const expected = decodeFix({
          at: { lat, lng },
          atMs: 1_000,
          speedMps: speed,
          headingDeg: heading,
          accuracyM: accuracy
        })
        expect(read).toEqual(Option.getOrNull(expected))
      }),
      { numRuns: 2_000 }
    )
  })

  it("C4, C29: takes lon for lng, and times with any zone; without a time it is of now", () => {
    expect(readFix({ lat: 1, lon: 2 }, 5)).toEqual({
      at: { lat: 1, lng: 2 },
      atMs: 5,
      speedMps: null,
      headingDeg: null,
      accuracyM: null
    })
    expect(readFix({ lat: 1, lng: 2, lon: 2 }, 5)).not.toBeNull()
    expect(readFix({ lat: 1, lng: 2, lon: 3 }, 5)).toBeNull()
    expect(readFix({ lat: 1, lng: 2, at: "2026-11-22T19:30:00+01:00" }, 5)?.atMs).toBe(
      Date.parse("2026-11-22T18:30:00Z")
    )
  })

  it("is nothing when it is none", () => {
    const bad = [
      null,
      undefined,
      1,
      "x",
      [],
      {},
      { lat: 1 },
      { lng: 1 },
      { lat: 91, lng: 0 },
      { lat: 100, lng: 50 },
      { lat: 1e308, lng: 0 },
      { lat: "1", lng: "2" },
      { lat: 1, lng: 2, at: 5 },
      { lat: 1, lng: 2, at: "yesterday" },
      { lat: 1, lng: 2, speed: Limits.phoneSpeedMps + 1 },
      { lat: 1, lng: 2, heading: 361 },
      { lat: 1, lng: 2, accuracy: -1 }
    ]
    for (const json of bad) expect(readFix(json, 0)).toBeNull()
  })
})

describe("a moment", () => {
  it("C29: is what the engine's own calendar makes of it", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9998-12-31"), noInvalidDate: true }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        fc.integer({ min: 0, max: 9 }),
        (date, zoneMinutes, fraction) => {
          const local = new Date(date.getTime() + zoneMinutes * 60_000).toISOString()
          fc.pre(local.length === 24)
          const two = (n: number) => String(n).padStart(2, "0")
          const off = Math.abs(zoneMinutes)
          const zone = `${zoneMinutes < 0 ? "-" : "+"}${two(Math.floor(off / 60))}:${two(off % 60)}`
          const cut =
            fraction === 0 ? local.slice(0, 19) : `${local.slice(0, 23)}000000`.slice(0, 20 + fraction)
          for (const text of [`${cut}${zone}`, `${local.slice(0, 16)}${zone}`, `${cut}Z`]) {
            expect(readInstant(text), text).toBe(Date.parse(text))
          }
        }
      ),
      { numRuns: 1_000 }
    )
  })

  it("is nothing when it is none", () => {
    const bad = [
      "",
      "2026-11-22",
      "2026-11-22T18:30:00",
      "2026-13-22T18:30:00Z",
      "2026-11-32T18:30:00Z",
      "2026-11-22T24:30:00Z",
      "2026-11-22T18:60:00Z",
      "2026-11-22T18:30:60Z",
      "2026-11-22T18:30:00.Z",
      "2026-11-22T18:30:00.1234567890Z",
      "2026-11-22T18:30:00+1:00",
      "2026-11-22T18:30:00+25:00",
      "2026-11-22 18:30:00Z",
      "2026-11-22T18:30:00ZZ",
      "+2026-11-22T18:30:00Z",
      "２026-11-22T18:30:00Z"
    ]
    for (const text of bad) expect(readInstant(text), text).toBeNaN()
  })
})
