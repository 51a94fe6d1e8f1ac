import { cellOf } from "@hotbag/core"
import type { CellFigures } from "@hotbag/sim"
import { describe, expect, it } from "vitest"
import { breaksOf, classOf, type Layer, LAYERS, legendOf } from "../../src/report/page/layers.ts"

const cell = (orders: number, courierHours: number): CellFigures => ({
  cell: cellOf({ lat: 4.65, lng: -74.08 }, 8),
  region: 0,
  orders,
  delivered: orders,
  lost: 0,
  latenessMin: 0,
  clickToDoorMin: null,
  courierHours,
  idleHours: 0
})
const layerNamed = (id: Layer["id"]): Layer => {
  const layer = LAYERS.find((each) => each.id === id)
  if (layer === undefined) throw new Error(id)
  return layer
}
const textsOf = (id: Layer["id"], cells: ReadonlyArray<CellFigures>) => {
  const layer = layerNamed(id)
  return legendOf(layer, breaksOf(layer, cells)).map(({ text }) => text)
}

describe("the legend of a map", () => {
  it("counts from one, and leaves out what no count can be", () => {
    expect(textsOf("demand", [cell(8, 1)])).toEqual(["1", "2", "4", "6 and more"])
    expect(textsOf("demand", [cell(1, 1)])).toEqual(["1 and more"])
    expect(textsOf("lost", [])).toEqual(["1", "2", "3", "5", "10 and more"])
  })

  it("begins above nothing where values are no counts", () => {
    expect(textsOf("pressure", [])).toEqual(["above 0", "0.5", "1.0", "2.0", "4.0", "8.0 and more"])
  })

  it.each([1, 2, 3, 8, 40, 1_000])("names the class of every count up to %d, rising", (most) => {
    const layer = layerNamed("demand")
    const breaks = breaksOf(layer, [cell(most, 1)])
    const shown = legendOf(layer, breaks).map((entry) => entry.class)
    const classes = Array.from({ length: most }, (_, i) => classOf(i + 1, breaks))
    expect(classes.filter((found) => !shown.includes(found))).toEqual([])
    expect(classes).toEqual(classes.toSorted((a, b) => a - b))
    const texts = legendOf(layer, breaks).map(({ text }) => text)
    expect(new Set(texts).size).toBe(texts.length)
  })
})
