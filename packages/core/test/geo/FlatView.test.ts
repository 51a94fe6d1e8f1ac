import { destination, haversineM } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CellStrips, SPOTS_EAST, SPOTS_NORTH, STRIP_CELLS } from "../../src/geo/CellStrips.ts"
import { FlatView } from "../../src/geo/FlatView.ts"
import { SphereGrid } from "../../src/geo/SphereGrid.ts"

const centre = fc.record({
  lat: fc.oneof(fc.double({ min: -89, max: 89, noNaN: true }), fc.constantFrom(0, 60, -85, 89.5)),
  lng: fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(180, -180, 179.99))
})
const radius = fc.oneof(
  fc.double({ min: 0.01, max: 70_000, noNaN: true }),
  fc.constantFrom(1, 300, 3_000, 60_000)
)
const cell = fc.oneof(fc.double({ min: 50, max: 20_000, noNaN: true }), fc.constantFrom(100, 500))

/** A view of one courier, who is at a place that a bearing and a share of the radius tell. */
const viewOf = (
  from: { readonly lat: number; readonly lng: number },
  radiusM: number,
  cellM: number,
  bearing: number,
  share: number
) => {
  const grid = new SphereGrid(cellM)
  const strips = new CellStrips()
  const place = destination(from, bearing, radiusM * share)
  grid.locate(place)
  const { row, column, x, y } = grid
  const west = Math.floor(column / STRIP_CELLS) * STRIP_CELLS
  const east = Math.floor((x - west) * (SPOTS_EAST / STRIP_CELLS))
  const north = Math.floor((y - row) * SPOTS_NORTH)
  expect(Math.max(east / SPOTS_EAST, north / SPOTS_NORTH)).toBeLessThan(1)
  strips.locate(0, place)
  strips.put(0, row, column, east, north)
  const view = new FlatView(grid, strips)
  view.begin(from, radiusM)
  view.circle.radiusM = radiusM
  view.widen()
  return { view, place }
}

const bearing = fc.double({ min: 0, max: 360, noNaN: true })

describe("FlatView", () => {
  it("is off by no more than its slack, within the circle and a little beyond", () => {
    let flat = 0
    fc.assert(
      fc.property(
        centre,
        radius,
        cell,
        bearing,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, radiusM, cellM, bearing, share) => {
          const { view } = viewOf(from, radiusM, cellM, bearing, share)
          if (!view.isFlat) return
          flat++
          view.runs.collectBox()
          view.sift()
          expect(view.near).toBe(1)
          view.measure(0)
          const off = Math.abs(Math.sqrt(view.chords[0] ?? NaN) - Math.sqrt(view.chord))
          expect(off).toBeLessThanOrEqual(view.slack)
        }
      ),
      { numRuns: 5_000 }
    )
    expect(flat).toBeGreaterThan(2_000)
  })

  it("is certain of nobody who is outside, and leaves out nobody who is inside", () => {
    let certain = 0
    fc.assert(
      fc.property(
        centre,
        radius,
        cell,
        bearing,
        fc.oneof(
          fc.double({ min: 0.9, max: 1.1, noNaN: true }),
          fc.double({ min: 0.9999, max: 1.0001, noNaN: true })
        ),
        (from, radiusM, cellM, bearing, share) => {
          const { view, place } = viewOf(from, radiusM, cellM, bearing, share)
          view.measure(0)
          for (const collect of ["collectBox", "collectCircle"] as const) {
            if (collect === "collectCircle" && !view.isFlat) continue
            view.runs[collect]()
            view.sift()
            const isCertain = view.near === 1 && (view.chords[0] ?? NaN) <= view.innerLimit
            if (isCertain || view.runs.covered > 0) {
              certain++
              expect(view.chord).toBeLessThanOrEqual(view.limit)
              expect(haversineM(from, place)).toBeLessThan(radiusM + 1e-6)
            }
            if (view.chord <= view.limit) expect(view.near + view.runs.covered).toBe(1)
          }
        }
      ),
      { numRuns: 5_000 }
    )
    expect(certain).toBeGreaterThan(1_000)
  })

  it("hardly ever has to measure: it is off by centimetres in a city", () => {
    const { view } = viewOf({ lat: 52.5, lng: 13.4 }, 3_000, 500, 45, 0.5)
    expect(view.slack * 6_371_009).toBeLessThan(0.4)
  })
})
