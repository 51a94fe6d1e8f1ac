import { HOUR_MS } from "@hotbag/core"
import type { CityRiver, CityZone } from "@hotbag/sim"
import { describe, expect, it } from "vitest"
import { barriersGeoJson } from "../../src/report/export/barriersGeoJson.ts"
import { barrierLegend, barrierShapes } from "../../src/report/page/barriers.ts"
import { bridgeBar } from "../../src/report/page/bridgeBar.ts"

const square = [
  { lat: 0, lng: 0 },
  { lat: 0, lng: 1 },
  { lat: 1, lng: 1 },
  { lat: 1, lng: 0 }
]
const river: CityRiver = {
  region: 0,
  line: [
    { lat: 0, lng: 0 },
    { lat: 2, lng: 2 }
  ],
  bridges: [{ lat: 1, lng: 1 }]
}
const closed: CityZone = {
  region: 0,
  effect: { kind: "closed" },
  cause: "zone-ban",
  fromMs: 18 * HOUR_MS,
  toMs: 19.5 * HOUR_MS,
  outlines: [square]
}
const slow: CityZone = {
  ...closed,
  effect: { kind: "slow", timesAsLong: 5 / 3 },
  cause: "traffic",
  outlines: [square, square]
}
const bare = { regions: [{ id: "here", name: "Here" }] }
const city = { ...bare, rivers: [river], zones: [closed, slow] }
/** One unit of the map for each degree. */
const frame = {
  region: 0,
  name: "North",
  orders: 1,
  x: ({ lng }: { readonly lng: number }) => 100 * lng,
  y: ({ lat }: { readonly lat: number }) => 100 * lat
}

describe("barriers.geojson", () => {
  it("has a line and a point for each river and bridge, and an area with its times for each zone", () => {
    const parsed: { readonly features: ReadonlyArray<unknown> } = JSON.parse(
      [...barriersGeoJson(city)].join("")
    )
    expect(parsed.features).toEqual([
      {
        type: "Feature",
        properties: { kind: "river", region: "here", river: 0 },
        geometry: {
          type: "LineString",
          coordinates: [
            [0, 0],
            [2, 2]
          ]
        }
      },
      {
        type: "Feature",
        properties: { kind: "bridge", region: "here", river: 0 },
        geometry: { type: "Point", coordinates: [1, 1] }
      },
      {
        type: "Feature",
        properties: {
          kind: "closed",
          region: "here",
          cause: "zone-ban",
          about: "closed to couriers: no orders from or to it, ways go around it",
          fromMs: 64_800_000,
          toMs: 70_200_000
        },
        geometry: { type: "Polygon", coordinates: [ring] }
      },
      {
        type: "Feature",
        properties: {
          kind: "slow",
          timesAsLong: 5 / 3,
          region: "here",
          cause: "traffic",
          about: "slow: ways that begin or end there take up to 1.67 times as long",
          fromMs: 64_800_000,
          toMs: 70_200_000
        },
        geometry: { type: "MultiPolygon", coordinates: [[ring], [ring]] }
      }
    ])
  })

  it("is there without a feature where nothing lies in the way", () => {
    expect(JSON.parse([...barriersGeoJson(bare)].join(""))).toEqual({
      type: "FeatureCollection",
      features: []
    })
  })
})

const ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0]
]

describe("barriers on the map", () => {
  it("are rivers with a bar for each bridge, and zones with the times at which they hold", () => {
    const shapes = barrierShapes(city, frame, 3).map(({ text }) => text)
    const zones = shapes.filter((text) => text.includes('class="zone'))
    expect(zones.length).toBe(2)
    expect(zones[0]).toContain('data-from="64800000" data-to="70200000"')
    expect(zones[0]).toContain("ways go around it, 18:00 to 19:30")
    expect(zones[0]).toContain('d="M0 0L100 0L100 100L0 100Z"')
    // A pattern is in the same picture as who is filled with it.
    expect(shapes.join("")).toContain('id="hatch-closed-3"')
    expect(zones[0]).toContain('fill="url(#hatch-closed-3)"')
    const rivers = shapes.filter((text) => text.includes('class="river'))
    expect(rivers.length).toBe(1)
    expect(rivers[0]).toContain("crossed at 1 bridge")
    expect(barrierShapes(city, { ...frame, region: 1 }, 0)).toEqual([])
  })

  it("are told by a legend and a table, of what there is only", () => {
    const { text } = barrierLegend(city, [frame])
    for (const word of ["river", "bridge", 'data-zones="closed"', 'data-zones="slow"', "18:00", "zone-ban"])
      expect(text).toContain(word)
    expect(text).not.toContain("no-orders")
    expect(barrierLegend({}, [frame]).text).toBe("")
    expect(barrierLegend({ rivers: [river] }, [frame]).text).not.toContain("<table")
  })
})

describe("the bar of a bridge", () => {
  it("lies across the nearest part of the course, at a right angle to it", () => {
    const course = [
      [0, 0],
      [100, 0],
      [100, 100]
    ] as const
    expect(bridgeBar(course, [40, 3])).toEqual([
      [40, -7],
      [40, 7]
    ])
    expect(bridgeBar(course, [98, 60])).toEqual([
      [107, 60],
      [93, 60]
    ])
    expect(bridgeBar(course, [100, 300])[0][1]).toBe(100)
  })
})
