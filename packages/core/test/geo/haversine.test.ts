import { bearingDeg, destination, EARTH_RADIUS_M, haversineM } from "@hotbag/core"
import fc from "fast-check"
import { greatCircleDistance } from "h3-js"
import { describe, expect, it } from "vitest"
import { places } from "./places.ts"

const anyPair = fc.tuple(fc.oneof(...Object.values(places)), fc.oneof(...Object.values(places)))

describe("haversineM", () => {
  it("agrees with h3's, scaled to the mean radius", () => {
    const H3_RADIUS_M = 6_371_007.180918475
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const theirsM =
          greatCircleDistance([a.lat, a.lng], [b.lat, b.lng], "m") * (EARTH_RADIUS_M / H3_RADIUS_M)
        expect(Math.abs(haversineM(a, b) - theirsM)).toBeLessThan(1)
      })
    )
  })

  it("is symmetric, zero at the same place, and never longer than half way around", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(haversineM(a, b)).toBe(haversineM(b, a))
        expect(haversineM(a, a)).toBe(0)
        expect(haversineM(a, b)).toBeLessThanOrEqual(Math.PI * EARTH_RADIUS_M)
      })
    )
  })

  it("knows some distances", () => {
    const quarterM = (Math.PI / 2) * EARTH_RADIUS_M
    expect(haversineM({ lat: 0, lng: 0 }, { lat: 90, lng: 17 })).toBeCloseTo(quarterM, 6)
    expect(haversineM({ lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 })).toBeCloseTo(quarterM / 90, 6)
    // Paris to London: 343.5 km.
    expect(haversineM({ lat: 48.8566, lng: 2.3522 }, { lat: 51.5074, lng: -0.1278 })).toBeCloseTo(343_556, -2)
  })
})

describe("bearingDeg", () => {
  it("points north, east, south and west", () => {
    const from = { lat: 0, lng: 179.9 }
    expect(bearingDeg(from, { lat: 1, lng: 179.9 })).toBe(0)
    expect(bearingDeg(from, { lat: 0, lng: -179.9 })).toBeCloseTo(90, 9)
    expect(bearingDeg(from, { lat: -1, lng: 179.9 })).toBe(180)
    expect(bearingDeg(from, { lat: 0, lng: 179 })).toBeCloseTo(270, 9)
    expect(bearingDeg(from, from)).toBe(0)
  })

  it("is at least 0 and below 360", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(bearingDeg(a, b)).toBeGreaterThanOrEqual(0)
        expect(bearingDeg(a, b)).toBeLessThan(360)
      })
    )
  })
})

describe("destination", () => {
  const bearing = fc.double({ min: 0, max: 359.999, noNaN: true })

  it("is as far away as one went, and in that direction", () => {
    const mild = fc.record({
      lat: fc.double({ min: -85, max: 85, noNaN: true }),
      lng: fc.double({ min: -180, max: 180, noNaN: true })
    })
    const distance = fc.double({ min: 1, max: 100_000, noNaN: true })
    fc.assert(
      fc.property(mild, bearing, distance, (from, bearing, distanceM) => {
        const to = destination(from, bearing, distanceM)
        expect(Math.abs(haversineM(from, to) - distanceM)).toBeLessThan(1e-5)
        const turned = Math.abs(bearingDeg(from, to) - bearing)
        expect(Math.min(turned, 360 - turned)).toBeLessThan(1e-3)
      })
    )
  })

  it("stays on the map from anywhere, for any distance", () => {
    const distance = fc.double({ min: -1e8, max: 1e8, noNaN: true })
    fc.assert(
      fc.property(fc.oneof(...Object.values(places)), bearing, distance, (from, bearing, distanceM) => {
        const to = destination(from, bearing, distanceM)
        expect(Math.abs(to.lat)).toBeLessThanOrEqual(90)
        expect(Math.abs(to.lng)).toBeLessThanOrEqual(180)
        const around = 2 * Math.PI * EARTH_RADIUS_M
        const rest = Math.abs(distanceM) % around
        expect(Math.abs(haversineM(from, to) - Math.min(rest, around - rest))).toBeLessThan(1)
      })
    )
  })
})
