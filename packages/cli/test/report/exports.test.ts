import { at, DAY_MS, f64, haversineM } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { generateCity, recordIntervalMs, scenarioNamed, startRun } from "@hotbag/sim"
import type { RunRecord } from "@hotbag/sim"
import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { csvLine } from "../../src/report/export/csv.ts"
import { cellsGeoJson, tripsGeoJson } from "../../src/report/export/geojson.ts"
import { pingsTable } from "../../src/report/export/pings.ts"
import { couriersTable, ordersTable, seriesTable } from "../../src/report/export/tables.ts"

let record: RunRecord
let report: ReturnType<ReturnType<typeof startRun>["report"]>
beforeAll(() => {
  const scenario = scenarioNamed("pereira-lunch")
  if (scenario === undefined) throw new Error("the scenario ships")
  const fromMs = DAY_MS / 2
  const city = generateCity(scenario, { seed: 1, fromMs, toMs: fromMs + 3_600_000 })
  const recordEveryMs = recordIntervalMs(city)
  const run = startRun({ city, policy: nearest, seed: 1, commit: "test", recordEveryMs })
  run.advance(Infinity)
  record = run.record()
  report = run.report()
})

/** Reads a CSV line as RFC 4180 has it: a small second reader, for the writer to agree with. */
const readLine = (line: string): ReadonlyArray<string> => {
  const cells = [""]
  let quoted = false
  const text = line.slice(0, -2).replaceAll('""', "\u0000")
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (character === "," && !quoted) cells.push("")
    else cells[cells.length - 1] += character
  }
  return cells.map((cell) => cell.replaceAll("\u0000", '"'))
}

describe("a line of CSV", () => {
  it("is read back as it was written, and is no formula in any spreadsheet (S16)", () => {
    const text = fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", ",", '"', "\n", "a", "é", "'") })
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (values) => {
        const read = readLine(csvLine(values))
        expect(read.map((value, i) => (value === values[i] ? value : value.slice(1)))).toEqual(values)
        for (const value of read) expect(value).not.toMatch(/^[=+\-@\t\r]/)
      })
    )
  })

  it("leaves empty what never came, and keeps negative figures figures", () => {
    expect(csvLine([null, Number.NaN, -1.5, 0.1 + 0.2, 61_200_000])).toBe(",,-1.5,0.3,61200000\r\n")
  })
})

describe("what phones would have sent", () => {
  it("is where the couriers were, give or take the errors of a phone, in the sequence of time", () => {
    const everyMs = 30_000
    const fixes = [...pingsTable(record, 1, everyMs).rows()]
    expect(fixes.length).toBeGreaterThan(1_000)
    expect([...pingsTable(record, 1, everyMs).rows()]).toEqual(fixes)
    const { city, trips } = record
    // At the restaurant, between arrival and pickup, everybody knows where the courier is.
    let near = 0
    let all = 0
    for (const trip of trips) {
      const who = at(city.couriers, trip.courier).id
      const { position } = at(city.restaurants, trip.restaurant)
      for (const [id, atMs, lat, lng] of fixes) {
        if (id !== who || Number(atMs) < trip.arrivedAtMs || Number(atMs) > trip.pickedUpAtMs) continue
        all++
        if (haversineM(position, { lat: Number(lat), lng: Number(lng) }) < 20) near++
      }
    }
    expect(all).toBeGreaterThan(100)
    // One in sixty-six is far off.
    expect(near / all).toBeGreaterThan(0.93)
    const times = fixes.filter(([id]) => id === fixes[0]?.[0]).map(([, atMs]) => Number(atMs))
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })
})

describe("tables of a run", () => {
  it("have as many cells in each row as columns, and a row for every order, courier and look", () => {
    const rowsOf = ({ columns, rows }: ReturnType<typeof ordersTable>) => {
      const all = [...rows()]
      for (const row of all) expect(row.length).toBe(columns.length)
      return all.length
    }
    expect(rowsOf(ordersTable(record))).toBe(report.placed)
    expect(rowsOf(couriersTable(record))).toBe(record.city.couriers.length)
    expect(rowsOf(seriesTable(record, report))).toBe(record.series.atMs.length)
  })

  it("say of an order what the run says", () => {
    const { columns, rows } = ordersTable(record)
    for (const [order, row] of [...rows()].entries()) {
      const cell = (name: string) => row[columns.indexOf(name)]
      expect(cell("order")).toBe(at(record.city.orders, order).id)
      expect(cell("delivered_ms")).toBe(f64(record.orders.deliveredAtMs, order))
      expect(cell("courier") === null).toBe(Number.isNaN(f64(record.orders.deliveredAtMs, order)))
    }
  })
})

interface Feature {
  readonly geometry: { readonly type: string; readonly coordinates: ReadonlyArray<unknown> }
  readonly properties: Readonly<Record<string, unknown>>
}

const featuresOf = (pieces: Iterable<string>): ReadonlyArray<Feature> => {
  const parsed: { readonly features: ReadonlyArray<Feature> } = JSON.parse([...pieces].join(""))
  return parsed.features
}

/** Twice the area of a ring, positive when it goes counter-clockwise. */
const turn = (ring: ReadonlyArray<ReadonlyArray<number>>): number =>
  ring.reduce((sum, corner, i) => {
    const [x = 0, y = 0] = corner
    const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? []
    return sum + (x * nextY - nextX * y)
  }, 0)

const isRing = (ring: unknown): ring is ReadonlyArray<ReadonlyArray<number>> => Array.isArray(ring)

describe("maps of a run", () => {
  it("close every ring and turn it to the right hand's side (RFC 7946)", () => {
    const features = featuresOf(cellsGeoJson(record))
    expect(features.length).toBeGreaterThan(10)
    for (const { geometry } of features) {
      expect(geometry.type).toBe("Polygon")
      const [ring] = geometry.coordinates
      if (!isRing(ring)) throw new Error("a polygon has a ring")
      expect(ring.at(-1)).toEqual(ring[0])
      expect(turn(ring.slice(0, -1))).toBeGreaterThan(0)
    }
    const orders = features.reduce((sum, { properties }) => sum + Number(properties["orders"]), 0)
    expect(orders).toBe(report.placed)
  })

  it("cut a cell in two where it crosses the antimeridian, each half closed and in its own hemisphere", () => {
    const presence = [{ position: { lat: 0.5, lng: 180 }, region: 0, idleMs: 3_600_000, busyMs: 0 }]
    const [crossing] = featuresOf(cellsGeoJson({ ...record, city: { ...record.city, orders: [] }, presence }))
    expect(crossing?.geometry.type).toBe("MultiPolygon")
    const halves = (crossing?.geometry.coordinates ?? []).flatMap((polygon) =>
      Array.isArray(polygon) && isRing(polygon[0]) ? [polygon[0]] : []
    )
    expect(halves.length).toBe(2)
    const [west = [], east = []] = halves
    for (const half of halves) {
      expect(half.at(-1)).toEqual(half[0])
      expect(turn(half.slice(0, -1))).toBeGreaterThan(0)
    }
    for (const [lng = 0] of west) expect(lng).toBeGreaterThan(179)
    for (const [lng = 0] of east) expect(lng).toBeLessThan(-179)
  })

  it("have a line for every trip, with a time for each of its points", () => {
    const features = featuresOf(tripsGeoJson(record))
    expect(features.length).toBe(record.trips.length)
    for (const { geometry, properties } of features) {
      expect(geometry.type).toBe("LineString")
      const { atMs } = properties
      if (!Array.isArray(atMs)) throw new Error("a trip has times")
      expect(atMs.length).toBe(geometry.coordinates.length)
      expect(atMs.map(Number)).toEqual(atMs.map(Number).toSorted((a, b) => a - b))
    }
  })
})
