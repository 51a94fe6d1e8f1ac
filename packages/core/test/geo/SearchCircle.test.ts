import { destination, haversineM } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { SearchCircle } from "../../src/geo/SearchCircle.ts"
import { distanceOfChordM } from "../../src/geo/unitVector.ts"

const centre = fc.record({
  lat: fc.oneof(fc.double({ min: -89.9, max: 89.9, noNaN: true }), fc.constantFrom(0, 60, 85)),
  lng: fc.double({ min: -180, max: 180, noNaN: true })
})
const radius = fc.oneof(
  fc.double({ min: 0.001, max: 70_000, noNaN: true }),
  fc.constantFrom(1, 250, 3_000, 60_000)
)
const turn = (degrees: number) =>
  Math.abs(degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees)

const circleOf = (from: { readonly lat: number; readonly lng: number }, radiusM: number) => {
  const circle = new SearchCircle()
  circle.moveTo(from)
  circle.widenTo(radiusM)
  return circle
}

describe("SearchCircle", () => {
  it("leaves out no place within its radius: not by its box, not by its reach in any row", () => {
    const bearing = fc.double({ min: 0, max: 360, noNaN: true })
    const rowHeight = fc.double({ min: 1e-4, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(
        centre,
        radius,
        bearing,
        fc.double({ min: 0, max: 1, noNaN: true }),
        rowHeight,
        (from, radiusM, bearing, share, height) => {
          const circle = circleOf(from, radiusM)
          const place = destination(from, bearing, radiusM * Math.sqrt(share))
          const lng = turn(place.lng - from.lng)
          expect(Math.abs(place.lat - from.lat)).toBeLessThanOrEqual(circle.latReach)
          expect(lng).toBeLessThanOrEqual(circle.lngReach)
          const south = Math.floor(place.lat / height) * height
          const north = south + height
          const outer = circle.outerReach(south, circle.reachAt(south), north, circle.reachAt(north))
          expect(lng).toBeLessThanOrEqual(outer)
        }
      ),
      { numRuns: 5_000 }
    )
  })

  it("covers altogether what it says it covers of a row", () => {
    const unit = fc.integer({ min: 0, max: 1_000 }).map((share) => share / 1_000)
    let covered = 0
    fc.assert(
      fc.property(centre, radius, unit, unit, unit, unit, (from, radiusM, a, b, lat, lng) => {
        const circle = circleOf(from, radiusM)
        const [south, north] = [Math.min(a, b), Math.max(a, b)].map(
          (share) => from.lat + (2 * share - 1) * circle.latReach
        )
        if (south === undefined || north === undefined) return
        const inner = circle.innerReach(circle.reachAt(south), circle.reachAt(north))
        if (inner < 0) return
        covered++
        const place = { lat: south + lat * (north - south), lng: from.lng + (2 * lng - 1) * inner }
        expect(haversineM(from, place)).toBeLessThanOrEqual(radiusM)
      }),
      { numRuns: 5_000 }
    )
    expect(covered).toBeGreaterThan(1_000)
  })

  it("knows a chord that is inside for certain, and a radius that reaches a chord for certain", () => {
    fc.assert(
      fc.property(centre, radius, (from, radiusM) => {
        const circle = circleOf(from, radiusM)
        expect(distanceOfChordM(circle.innerLimit)).toBeLessThanOrEqual(radiusM * (1 + 1e-15))
        expect(circle.reachOfM(circle.limitOf(radiusM))).toBeGreaterThan(radiusM)
        expect(circle.reachOfM(circle.limitOf(radiusM * 250))).toBeGreaterThan(radiusM * 249)
      }),
      { numRuns: 1_000 }
    )
  })
})
