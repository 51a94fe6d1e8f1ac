import { destination, haversineM } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { SearchCircle } from "../../src/geo/SearchCircle.ts"
import { SphereGrid } from "../../src/geo/SphereGrid.ts"
import { distanceOfChordM } from "../../src/geo/unitVector.ts"

const centre = fc.record({
  lat: fc.oneof(fc.double({ min: -89.9, max: 89.9, noNaN: true }), fc.constantFrom(0, 60, 85)),
  lng: fc.double({ min: -180, max: 180, noNaN: true })
})
const radius = fc.oneof(
  fc.double({ min: 0.001, max: 70_000, noNaN: true }),
  fc.constantFrom(1, 250, 3_000, 60_000)
)
const M_PER_DEG = 111_195
const turn = (degrees: number) =>
  Math.abs(degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees)

const circleOf = (from: { readonly lat: number; readonly lng: number }, radiusM: number) => {
  const circle = new SearchCircle()
  circle.lat = from.lat
  circle.lng = from.lng
  circle.cosLat = Math.cos((from.lat * Math.PI) / 180)
  circle.sinLat = Math.sin((from.lat * Math.PI) / 180)
  circle.radiusM = radiusM
  circle.widen()
  return circle
}

describe("SearchCircle", () => {
  it("leaves out no place within its radius: not by its box, not by its reach in any row", () => {
    const bearing = fc.double({ min: 0, max: 360, noNaN: true })
    const rowHeight = fc.double({ min: 5e-4, max: 0.5, noNaN: true })
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
          if (!circle.isSmall) return
          // Three rows, the place in the middle one.
          const grid = new SphereGrid(height * M_PER_DEG)
          circle.measureRows(grid.rowOf(place.lat) - 1, 3, grid)
          expect(lng).toBeLessThanOrEqual(circle.outer[1] ?? NaN)
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
        if (!circle.isSmall) return
        // A row as high as some part of the circle, near the centre.
        const grid = new SphereGrid(Math.max(Math.abs(a - b) * radiusM, 50))
        const row = grid.rowOf(from.lat + (2 * a - 1) * circle.latReach)
        const south = row / grid.rowsPerDeg - 90
        const north = (row + 1) / grid.rowsPerDeg - 90
        circle.measureRows(row, 1, grid)
        const inner = circle.inner[0] ?? NaN
        if (inner < 0) return
        covered++
        const place = { lat: south + lat * (north - south), lng: from.lng + (2 * lng - 1) * inner }
        expect(haversineM(from, place)).toBeLessThanOrEqual(radiusM)
      }),
      { numRuns: 5_000 }
    )
    expect(covered).toBeGreaterThan(1_000)
  })

  it("knows a chord that is inside for certain", () => {
    fc.assert(
      fc.property(centre, radius, (from, radiusM) => {
        const circle = circleOf(from, radiusM)
        expect(distanceOfChordM(circle.innerLimit)).toBeLessThanOrEqual(radiusM * (1 + 1e-15))
      }),
      { numRuns: 1_000 }
    )
  })
})
