import { InvariantViolation } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  CellStrips,
  NO_STRIP,
  SPOT_EAST_BITS,
  SPOTS_EAST,
  SPOTS_NORTH,
  STRIP_CELLS
} from "../../src/geo/CellStrips.ts"
import { Limits } from "../../src/Limits.ts"

interface Place {
  readonly row: number
  readonly column: number
  readonly east: number
  readonly north: number
}

/** Few rows and columns, so that strips fill, empty and shift; and some far away. */
const place = fc.record({
  row: fc.oneof({ weight: 9, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(60_000) }),
  column: fc.oneof({ weight: 9, arbitrary: fc.nat(19) }, { weight: 1, arbitrary: fc.nat(130_000) }),
  east: fc.nat(SPOTS_EAST - 1),
  north: fc.nat(SPOTS_NORTH - 1)
})

const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant("put" as const), courier: fc.nat(200), place }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("remove" as const), courier: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("putAgain" as const) }) }
)

const put = (strips: CellStrips, courier: number, { row, column, east, north }: Place) => {
  strips.locate(courier, { lat: row, lng: column })
  strips.put(courier, row, column, east, north)
}

/** Who is in a cell with which spot, by courier. */
const found = (strips: CellStrips, row: number, column: number) => {
  const strip = strips.find(row, Math.floor(column / STRIP_CELLS))
  if (strip === NO_STRIP) return []
  const cell = column % STRIP_CELLS
  const slots: Array<{ courier: number; east: number; north: number }> = []
  for (let slot = strips.beginOf(strip, cell); slot < strips.beginOf(strip, cell + 1); slot++) {
    const spot = strips.slots[2 * slot + 1] ?? NaN
    const courier = strips.slots[2 * slot] ?? NaN
    slots.push({ courier, east: spot & (SPOTS_EAST - 1), north: spot >>> SPOT_EAST_BITS })
  }
  return slots.sort((a, b) => a.courier - b.courier)
}

const compare = (strips: CellStrips, model: ReadonlyMap<number, Place>) => {
  expect(strips.size).toBe(model.size)
  const cells = new Map<string, Array<number>>()
  for (const [courier, { row, column }] of model) {
    expect(strips.has(courier)).toBe(true)
    expect([strips.latOf(courier), strips.lngOf(courier)]).toEqual([row, column])
    cells.set(`${row} ${column}`, [...(cells.get(`${row} ${column}`) ?? []), courier])
  }
  for (const [key, couriers] of cells) {
    const [row = NaN, column = NaN] = key.split(" ").map(Number)
    const expected = couriers
      .sort((a, b) => a - b)
      .map((courier) => {
        const { east = NaN, north = NaN } = model.get(courier) ?? {}
        return { courier, east, north }
      })
    expect(found(strips, row, column)).toEqual(expected)
  }
  let all = 0
  for (let strip = 1; strip < strips.endOfStrips; strip++) all += strips.countOf(strip)
  expect(all).toBe(model.size)
}

describe("CellStrips", () => {
  it("keeps every courier in its cell, whatever comes, moves and goes", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: "max" }), (steps) => {
        const strips = new CellStrips()
        const model = new Map<number, Place>()
        for (const step of steps) {
          if (step.do === "put") {
            put(strips, step.courier, step.place)
            model.set(step.courier, step.place)
          } else if (step.do === "remove") {
            expect(strips.has(step.courier)).toBe(model.delete(step.courier))
            if (strips.has(step.courier)) strips.remove(step.courier)
          } else
            strips.putAgain((courier) => {
              const place = model.get(courier)
              expect(place).toBeDefined()
              if (place !== undefined) put(strips, courier, place)
            })
          expect(strips.size).toBe(model.size)
        }
        compare(strips, model)
      }),
      { numRuns: 60 }
    )
  })

  it("keeps thousands in one cell, and gives their memory back when they go", () => {
    const strips = new CellStrips()
    const spot = { row: 7, column: 12, east: 1, north: 2 }
    for (let courier = 0; courier < 5_000; courier++) put(strips, courier, spot)
    expect(found(strips, 7, 12)).toHaveLength(5_000)
    const most = strips.slots.length
    for (let round = 0; round < 20; round++) {
      for (let courier = 0; courier < 5_000; courier++) put(strips, courier, { ...spot, row: 7 + round })
      for (let courier = 0; courier < 5_000; courier++) put(strips, courier, { ...spot, column: 400 * round })
    }
    expect(strips.slots.length).toBeLessThanOrEqual(2 * most)
  })

  it("counts around a cell, and around the median courier", () => {
    const strips = new CellStrips()
    let courier = 0
    for (const [cell, count] of [1, 2, 3, 4, 5, 6, 7, 80].entries())
      for (let i = 0; i < count; i++) put(strips, courier++, { row: 0, column: cell, east: 0, north: 0 })
    const strip = strips.find(0, 0)
    const around = Array.from({ length: STRIP_CELLS }, (_, cell) => strips.countAround(strip, cell))
    expect(around).toEqual([6, 6, 9, 12, 15, 18, 93, 93])
    expect(strips.usualCount()).toBe(93)
    expect(new CellStrips().usualCount()).toBe(0)
  })

  it("refuses a handle beyond the limit, and stays as it was", () => {
    const strips = new CellStrips()
    expect(() => strips.locate(Limits.indexedCouriers, { lat: 0, lng: 0 })).toThrow(InvariantViolation)
    expect(strips.size).toBe(0)
  })
})
