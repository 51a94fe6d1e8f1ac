import {
  boundaryOf,
  CellId,
  cellOf,
  cellsOfPolygon,
  centreOf,
  disk,
  haversineM,
  InvariantViolation,
  parentOf,
  resolutionOf,
  ring
} from "@hotbag/core"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { places } from "./places.ts"

const anywhere = fc.oneof(...Object.values(places))

describe("Cell", () => {
  it("decodes what is an H3 cell and nothing else", () => {
    const isCell = Schema.is(CellId)
    fc.assert(
      fc.property(anywhere, fc.nat(15), (position, resolution) => {
        const cell = cellOf(position, resolution)
        expect(isCell(cell)).toBe(true)
        expect(resolutionOf(cell)).toBe(resolution)
      })
    )
    for (const text of ["", "8", "zzzzzzzzzzzzzzz", "88283080dfffffff", "ffffffffffffffff", 42])
      expect(isCell(text)).toBe(false)
  })

  it("holds the position: no other cell nearby has a nearer centre by more than its distortion", () => {
    fc.assert(
      fc.property(anywhere, (position) => {
        const cell = cellOf(position, 8)
        const edgesM = boundaryOf(cell).map((corner) => haversineM(centreOf(cell), corner))
        expect(haversineM(position, centreOf(cell))).toBeLessThanOrEqual(Math.max(...edgesM) * 1.01)
      })
    )
  })

  it("has a disk of rings, each as many steps away", () => {
    fc.assert(
      fc.property(anywhere, fc.nat(4), (position, k) => {
        const cell = cellOf(position, 7)
        const rings = Array.from({ length: k + 1 }, (_, steps) => ring(cell, steps))
        expect(rings[0]).toEqual([cell])
        expect(new Set(disk(cell, k))).toEqual(new Set(rings.flat()))
        expect(rings.flat()).toHaveLength(disk(cell, k).length)
      })
    )
  })

  it("belongs to the parent that holds its centre, and to that one's parents", () => {
    fc.assert(
      fc.property(anywhere, (position) => {
        const cell = cellOf(position, 9)
        expect(parentOf(cell, 9)).toBe(cell)
        expect(parentOf(cell, 8)).toBe(cellOf(centreOf(cell), 8))
        for (const resolution of [7, 4, 0])
          expect(parentOf(cell, resolution)).toBe(parentOf(parentOf(cell, 8), resolution))
      })
    )
    expect(() => parentOf(cellOf({ lat: 0, lng: 0 }, 5), 6)).toThrow(InvariantViolation)
  })

  it("covers a polygon: centres inside, whole cells inside, or all that touch", () => {
    const corners = [
      { lat: 52.5, lng: 13.3 },
      { lat: 52.5, lng: 13.5 },
      { lat: 52.6, lng: 13.5 },
      { lat: 52.6, lng: 13.3 }
    ]
    const [inside, centre, overlapping] = (["inside", "centre", "overlapping"] as const).map((which) =>
      cellsOfPolygon(corners, 8, which)
    )
    expect(inside?.length).toBeLessThan(centre?.length ?? 0)
    expect(centre?.length).toBeLessThan(overlapping?.length ?? 0)
    expect(overlapping).toEqual(expect.arrayContaining([...(centre ?? [])]))
    expect(centre).toEqual(expect.arrayContaining([...(inside ?? [])]))
    for (const cell of centre ?? []) {
      expect(centreOf(cell).lat).toBeGreaterThan(52.5)
      expect(centreOf(cell).lng).toBeLessThan(13.5)
    }
    fc.assert(
      fc.property(
        fc.double({ min: 52.5, max: 52.6, noNaN: true }),
        fc.double({ min: 13.3, max: 13.5, noNaN: true }),
        (lat, lng) => {
          expect(overlapping).toContain(cellOf({ lat, lng }, 8))
        }
      )
    )
  })

  it("covers a polygon across the antimeridian", () => {
    const cells = cellsOfPolygon(
      [
        { lat: -17, lng: 179.9 },
        { lat: -17, lng: -179.9 },
        { lat: -16.9, lng: 180 }
      ],
      7
    )
    expect(cells.length).toBeGreaterThan(5)
    for (const cell of cells) expect(Math.abs(centreOf(cell).lng)).toBeGreaterThan(179.8)
  })

  it("refuses resolutions, steps and polygons that are none", () => {
    const cell = cellOf({ lat: 0, lng: 0 }, 5)
    for (const bad of [-1, 0.5, NaN, 16])
      expect(() => cellOf({ lat: 0, lng: 0 }, bad)).toThrow(InvariantViolation)
    for (const bad of [-1, 0.5, NaN, 501]) {
      expect(() => disk(cell, bad)).toThrow(InvariantViolation)
      expect(() => ring(cell, bad)).toThrow(InvariantViolation)
    }
    expect(() =>
      cellsOfPolygon(
        [
          { lat: 0, lng: 0 },
          { lat: 1, lng: 1 }
        ],
        5
      )
    ).toThrow(InvariantViolation)
  })
})
