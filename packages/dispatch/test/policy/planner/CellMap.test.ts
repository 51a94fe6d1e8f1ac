import * as fc from "fast-check"
import { expect, test } from "vitest"
import { makeCellMap } from "../../../src/policy/planner/CellMap.ts"
import { ZONE_COLUMNS } from "../../../src/policy/planner/zoneCell.ts"

const near = fc.record({ row: fc.integer({ min: -30, max: 30 }), column: fc.integer({ min: -30, max: 30 }) })
const anywhere = fc.record({
  row: fc.integer({ min: -22_500, max: 22_500 }),
  column: fc.integer({ min: -45_000, max: 45_000 })
})
const cellOf = ({ column, row }: { readonly row: number; readonly column: number }) =>
  row * ZONE_COLUMNS + column

test.each([
  ["of a city", near],
  ["too far apart for a table", anywhere]
])("cells %s have the zones of the map, and others none", (_, cell) => {
  fc.assert(
    fc.property(
      fc.array(cell, { maxLength: 40 }),
      fc.array(fc.oneof(cell, near), { maxLength: 40 }),
      (with_, asked) => {
        const byCell = new Map(with_.map((one, zone) => [cellOf(one), zone]))
        const zoneIn = makeCellMap(byCell)
        for (const one of [...with_, ...asked])
          expect(zoneIn(cellOf(one))).toBe(byCell.get(cellOf(one)) ?? -1)
      }
    )
  )
})
