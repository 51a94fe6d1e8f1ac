import { destination, gridCourierIndex, InvariantViolation } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { bruteForceCourierIndex } from "./bruteForceCourierIndex.ts"
import { courierIndexCases } from "./courierIndexCases.ts"

courierIndexCases("gridCourierIndex", gridCourierIndex)
courierIndexCases("gridCourierIndex of 50 m cells", () => gridCourierIndex({ cellM: 50 }))
courierIndexCases("gridCourierIndex of 700 km cells", () => gridCourierIndex({ cellM: 700_000 }))
courierIndexCases("gridCourierIndex of 1,000 km cells", () => gridCourierIndex({ cellM: 1_000_000 }))

describe("gridCourierIndex", () => {
  it("answers as brute force does while couriers gather and scatter, and cells follow", () => {
    const index = gridCourierIndex()
    const oracle = bruteForceCourierIndex()
    const random = sequence(7)
    const found = new Int32Array(2_000)
    const expected = new Int32Array(2_000)
    const foundM = new Float64Array(2_000)
    const expectedM = new Float64Array(2_000)
    // From a country to a square, and back: the density changes a million times.
    for (const widthDeg of [5, 0.5, 0.01, 0.5, 5]) {
      for (let round = 0; round < 5; round++)
        for (let courier = 0; courier < 1_200; courier++) {
          const position = { lat: 48 + random() * widthDeg, lng: 11 + random() * widthDeg }
          for (const one of [index, oracle]) one.upsert(courier, position)
        }
      for (let search = 0; search < 40; search++) {
        const from = { lat: 48 + random() * widthDeg, lng: 11 + random() * widthDeg }
        const accept = (courier: number) => courier % (1 + (search % 3)) === 0
        for (const [k, radiusM] of [
          [10, 3_000],
          [33, 50_000],
          [1, Infinity]
        ] as const) {
          const count = index.nearest(from, k, radiusM, accept, found, foundM)
          expect(count).toBe(oracle.nearest(from, k, radiusM, accept, expected, expectedM))
          expect(found.subarray(0, count)).toEqual(expected.subarray(0, count))
          expect(foundM.subarray(0, count)).toEqual(expectedM.subarray(0, count))
        }
        const all = index.within(from, 3_000, accept, found)
        expect(all).toBe(oracle.within(from, 3_000, accept, expected))
        expect(found.subarray(0, all).sort()).toEqual(expected.subarray(0, all).sort())
      }
    }
  })

  it("puts those in sequence whom a flat view cannot tell apart: millimetres, ties, and the rim of the circle", () => {
    const index = gridCourierIndex()
    const oracle = bruteForceCourierIndex()
    const random = sequence(11)
    const from = { lat: 60, lng: 24 }
    // On rings around the centre, a tenth of a millimetre apart, some at the same place.
    for (let courier = 0; courier < 600; courier++) {
      const ringM = 1_000 * (1 + (courier % 3)) + 1e-4 * (courier % 7)
      const position = destination(from, 30 * (courier % 12) + (courier % 2 ? random() : 0), ringM)
      for (const one of [index, oracle]) one.upsert(courier, position)
    }
    const found = new Int32Array(600)
    const expected = new Int32Array(600)
    for (const k of [1, 2, 10, 31, 32, 33, 200])
      for (const radiusM of [1_000, 1_000.0003, 2_000.0001, 3_000, 3_000.0004]) {
        const count = index.nearest(from, k, radiusM, everybody, found)
        expect(count).toBe(oracle.nearest(from, k, radiusM, everybody, expected))
        expect(found.subarray(0, count)).toEqual(expected.subarray(0, count))
        const all = index.within(from, radiusM, everybody, found)
        expect(all).toBe(oracle.within(from, radiusM, everybody, expected))
        expect(found.subarray(0, all).sort()).toEqual(expected.subarray(0, all).sort())
      }
  })

  it("refuses cells too small or too large to be a grid", () => {
    for (const cellM of [0, -1, 49.9, NaN, Infinity, 1_000_001])
      expect(() => gridCourierIndex({ cellM })).toThrow(InvariantViolation)
  })

  it("finds nobody twice near a pole, where a row has three columns and a circle touches them all before it holds the pole", () => {
    const index = gridCourierIndex({ cellM: 600 })
    const metresFromPole = (metres: number) => 90 - metres / 111_195
    for (let courier = 0; courier < 36; courier++)
      index.upsert(courier, { lat: metresFromPole(250 + (courier % 4) * 40), lng: courier * 10 - 180 })
    const out = new Int32Array(100)
    for (let metres = 301; metres < 320; metres += 3)
      for (let lng = -180; lng <= 180; lng += 3) {
        const from = { lat: metresFromPole(metres), lng }
        expect(index.nearest(from, 100, 1_000, () => true, out)).toBe(36)
        expect(new Set(out.subarray(0, 36)).size).toBe(36)
      }
  })
})

const everybody = () => true

/** A small generator of numbers in [0, 1), the same for every run (MINSTD). */
const sequence = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
