import { InvariantViolation, makeZoneIndex, type LatLng } from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const wrapped = (lng: number) => (lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng)
const square = (lat: number, lng: number, size: number): ReadonlyArray<LatLng> =>
  [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 0]
  ].map(([north = 0, east = 0]) => ({ lat: lat + north * size, lng: wrapped(lng + east * size) }))

describe("makeZoneIndex", () => {
  it("knows the inside of a star by its winding, wherever the star lies", () => {
    const star = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 3, maxLength: 20 })
    const centre = fc.record({
      lat: fc.double({ min: -80, max: 80, noNaN: true }),
      lng: fc.constantFrom(0, 13.4, 179.5, -179.9, 180)
    })
    const offset = fc.double({ min: -1.2, max: 1.2, noNaN: true })
    fc.assert(
      fc.property(star, centre, offset, offset, fc.boolean(), (radii, centre, north, east, reversed) => {
        const flat = radii.map((radius, i) => {
          const angle = (2 * Math.PI * i) / radii.length
          return { north: radius * Math.sin(angle), east: radius * Math.cos(angle) }
        })
        const corners = flat.map(({ north, east }) => ({
          lat: centre.lat + north,
          lng: wrapped(centre.lng + east)
        }))
        const index = Result.getOrThrow(makeZoneIndex([reversed ? corners.toReversed() : corners]))
        // Angles from the point to the corners, all the way around: a whole turn inside, none outside.
        const angles = flat.map((corner) => Math.atan2(corner.north - north, corner.east - east))
        const turns = angles.reduce((sum, angle, i) => {
          const step = (angles[(i + 1) % angles.length] ?? 0) - angle
          return sum + (step > Math.PI ? step - 2 * Math.PI : step < -Math.PI ? step + 2 * Math.PI : step)
        }, 0)
        const position = { lat: centre.lat + north, lng: wrapped(centre.lng + east) }
        expect(index.zonesAt(position)).toEqual(Math.abs(turns) > 1 ? [0] : [])
      }),
      { numRuns: 2_000 }
    )
  })

  it("puts every place of a chequered area into exactly one zone, borders included", () => {
    for (const west of [13, 179, -180]) {
      const zones = Array.from({ length: 16 }, (_, i) =>
        square(50 + (i >> 2) * 0.5, wrapped(west + (i & 3) * 0.5), 0.5)
      )
      const index = Result.getOrThrow(makeZoneIndex(zones))
      for (let north = 0; north < 2; north += 0.125)
        for (let east = 0; east < 2; east += 0.125) {
          const zone = Math.floor(north / 0.5) * 4 + Math.floor(east / 0.5)
          expect(index.zonesAt({ lat: 50 + north, lng: wrapped(west + east) })).toEqual([zone])
        }
    }
  })

  it("shares a slanted side between neighbours without a gap or an overlap", () => {
    const degree = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(degree, degree, degree, degree, (south, north, lat, share) => {
        const left = [
          { lat: 0, lng: 0 },
          { lat: 0, lng: south },
          { lat: 1, lng: north },
          { lat: 1, lng: 0 }
        ]
        const right = [
          { lat: 1, lng: north },
          { lat: 1, lng: 1 },
          { lat: 0, lng: 1 },
          { lat: 0, lng: south }
        ]
        const index = Result.getOrThrow(makeZoneIndex([left, right]))
        expect(index.zonesAt({ lat, lng: south + lat * (north - south) })).toHaveLength(1)
        expect(index.zonesAt({ lat, lng: share })).toHaveLength(1)
      }),
      { numRuns: 1_000 }
    )
  })

  it("lists all zones around a place in sequence", () => {
    const zones = [square(0, 0, 4), square(50, 0, 1), square(1, 1, 2), square(-1, -1, 10)]
    expect(Result.getOrThrow(makeZoneIndex(zones)).zonesAt({ lat: 2, lng: 2 })).toEqual([0, 2, 3])
  })

  it("refuses a ring without area and one around a pole, and says which zone", () => {
    const triangle = square(0, 0, 1)
    const cap = [-120, 0, 120].map((lng) => ({ lat: 70, lng }))
    expect(makeZoneIndex([triangle, triangle.slice(0, 2)])).toMatchObject(
      Result.fail({ _tag: "ZoneWithoutArea", zone: 1 })
    )
    expect(makeZoneIndex([cap])).toMatchObject(Result.fail({ _tag: "ZoneAroundPole", zone: 0 }))
    expect(() => makeZoneIndex([[{ lat: NaN, lng: 0 }, ...triangle]])).toThrow(InvariantViolation)
    expect(() => Result.getOrThrow(makeZoneIndex([triangle])).zonesAt({ lat: 0, lng: NaN })).toThrow(
      InvariantViolation
    )
  })
})
