import {
  CellId,
  cellOf,
  disk,
  makeRegionMap,
  parentOf,
  RegionId,
  resolutionOf,
  type Region
} from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { cellToCenterChild } from "h3-js"
import { describe, expect, it } from "vitest"

const city = fc.record({
  lat: fc.double({ min: 4.5, max: 4.8, noNaN: true }),
  lng: fc.double({ min: -74.3, max: -74, noNaN: true })
})
const region = (id: string, cells: ReadonlyArray<CellId>): Region => ({ id: RegionId.make(id), cells })

describe("makeRegionMap", () => {
  it("finds the region whose cell holds the place, at any resolutions, as walking all of them does", () => {
    const seeds = fc.array(fc.tuple(city, fc.constantFrom(5, 6, 7, 8)), { maxLength: 12 })
    fc.assert(
      fc.property(seeds, fc.array(city, { maxLength: 20 }), (seeds, places) => {
        const taken: Array<CellId> = []
        const overlaps = (a: CellId, b: CellId) =>
          [4, 5, 6, 7, 8].some((r) => parentSafe(a, r) === b || parentSafe(b, r) === a)
        for (const [place, resolution] of seeds) {
          const cell = cellOf(place, resolution)
          if (!taken.some((other) => overlaps(cell, other))) taken.push(cell)
        }
        const regions = [0, 1, 2].map((n) =>
          region(
            `r${n}`,
            taken.filter((_, i) => i % 3 === n)
          )
        )
        const map = Result.getOrThrow(makeRegionMap(regions))
        for (const place of [...places, ...seeds.map(([place]) => place)]) {
          const finest = cellOf(place, Math.max(0, ...taken.map(resolutionOf)))
          const owner = regions.find(({ cells }) =>
            cells.some((cell) => parentSafe(finest, resolutionOf(cell)) === cell)
          )
          expect(map.regionOf(place)).toBe(owner)
        }
        expect(map.regions).toBe(regions)
      })
    )
  })

  it("refuses two regions that share a cell, and says which", () => {
    const cell = cellOf({ lat: 4.6, lng: -74.1 }, 7)
    const result = makeRegionMap([region("north", disk(cell, 2)), region("south", disk(cell, 1))])
    expect(result).toMatchObject(Result.fail({ _tag: "RegionsOverlap", first: "north", second: "south" }))
  })

  it("refuses a cell inside another region's cell, whichever is given first", () => {
    const coarse = cellOf({ lat: 4.6, lng: -74.1 }, 6)
    const fine = CellId.make(cellToCenterChild(coarse, 8))
    for (const regions of [
      [region("coarse", [coarse]), region("fine", [fine])],
      [region("fine", [fine]), region("coarse", [coarse])]
    ])
      expect(makeRegionMap(regions)).toMatchObject(Result.fail({ _tag: "RegionsOverlap", cell: fine }))
  })

  it("lets a region list a place more than once, and refuses an id given twice", () => {
    const coarse = cellOf({ lat: 4.6, lng: -74.1 }, 6)
    const fine = CellId.make(cellToCenterChild(coarse, 8))
    const twice = region("a", [coarse, coarse, fine])
    expect(Result.getOrThrow(makeRegionMap([twice])).regionOf({ lat: 4.6, lng: -74.1 })).toBe(twice)
    expect(makeRegionMap([twice, region("a", [])])).toMatchObject(
      Result.fail({ _tag: "RegionTwice", id: "a" })
    )
  })

  it("knows no region where there is none", () => {
    expect(Result.getOrThrow(makeRegionMap([])).regionOf({ lat: 0, lng: 0 })).toBeUndefined()
  })
})

const parentSafe = (cell: CellId, resolution: number): CellId | undefined =>
  resolution <= resolutionOf(cell) ? parentOf(cell, resolution) : undefined
