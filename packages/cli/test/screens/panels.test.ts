import { at, f64, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { generateCity, recordIntervalMs, scenarioNamed, startRun } from "@hotbag/sim"
import type { Progress, RunRecord } from "@hotbag/sim"
import { beforeAll, describe, expect, it } from "vitest"
import { glyphsOf } from "../../src/screens/bars.ts"
import { cityGrid } from "../../src/screens/cityGrid.ts"
import { panelLines } from "../../src/screens/panels.ts"

let record: RunRecord
let progress: Progress
beforeAll(() => {
  const scenario = scenarioNamed("pereira-lunch")
  if (scenario === undefined) throw new Error("the scenario ships")
  const window = { fromMs: 12 * HOUR_MS, toMs: 13 * HOUR_MS }
  const city = generateCity(scenario, { seed: 1, couriersX: 0.4, ...window })
  const recordEveryMs = recordIntervalMs(city)
  const run = startRun({ city, policy: nearest, seed: 1, commit: "test", recordEveryMs })
  run.advance(12.9 * HOUR_MS)
  record = run.record()
  progress = run.progress()
})

const lines = (panel: "curves" | "map" | "worst", width: number, height: number) =>
  panelLines(panel, record, progress, { width, height, glyphs: glyphsOf(true) })

describe("panels of the live screen", () => {
  it("keep within their room, in ASCII where that is all there is", () => {
    for (const panel of ["curves", "map", "worst"] as const) {
      for (const [width, height] of [
        [40, 3],
        [80, 19],
        [100, 50]
      ] as const) {
        const shown = lines(panel, width, height)
        expect(shown.length, panel).toBeLessThanOrEqual(height)
        for (const { text } of shown) {
          expect(text.length, panel).toBeLessThanOrEqual(width)
          if (panel !== "map") expect(text).toMatch(/^[\u0020-\u007e]*$/)
        }
      }
    }
  })

  it("say of every curve where it stands", () => {
    const text = lines("curves", 80, 24).map((line) => line.text)
    expect(text).toContainEqual(`wait for a courier: ${record.series.waiting.at(-1)}`)
  })

  it("show every order under way on the map, once", () => {
    const { open, rows } = cityGrid(record, 60, 18)
    const expected = record.city.orders.filter(
      (_, order) => record.orders.outcomes[order] === 0 && !Number.isNaN(f64(record.orders.placedAtMs, order))
    ).length
    expect(expected).toBeGreaterThan(5)
    expect(open).toBe(expected)
    expect(rows.flat().reduce((sum, count) => sum + count, 0)).toBe(expected)
  })

  it("name the orders that are furthest behind their promise, worst first", () => {
    const shown = lines("worst", 80, 24).map(({ text }) => text)
    const from = shown.findIndex((text) => text.startsWith("orders under way"))
    const behind = shown.slice(from + 1).map((text) => {
      const id = text.split(" ", 1)[0] ?? ""
      const order = record.city.orders.findIndex((known) => known.id === id)
      return (progress.nowMs - at(record.city.orders, order).promisedAtMs) / MINUTE_MS
    })
    expect(behind.length).toBeGreaterThan(3)
    expect(behind).toEqual(behind.toSorted((a, b) => b - a))
  })
})
