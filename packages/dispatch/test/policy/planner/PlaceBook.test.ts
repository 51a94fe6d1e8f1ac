import { HOUR_MS, type LatLng, haversineTravel, planarWholeMinutes } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makePlaceBook } from "../../../src/policy/planner/PlaceBook.ts"
import {
  addPlace,
  duration,
  makeTravelCache,
  releasePlaces,
  setOut
} from "../../../src/policy/planner/TravelCache.ts"

const booked = () => {
  const cache = makeTravelCache(haversineTravel(), 8)
  const book = makePlaceBook({
    addPlace: (position) => addPlace(cache, position),
    releasePlaces: (isUsed) => releasePlaces(cache, isUsed)
  })
  return { book, cache }
}
const spot = (i: number): LatLng => ({ lat: i / 100_000, lng: -i / 50_000 })

describe("the planner's places", () => {
  it("have one handle for the same coordinates while they are in use", () => {
    const { book } = booked()
    book.beginRound()
    const place = book.placeOf(spot(1))
    expect(book.placeOf(spot(1))).toBe(place)
    expect(book.placeOf(spot(2))).not.toBe(place)
    const shop = spot(1)
    expect(book.restaurantOf(shop)).toBe(place)
    expect(book.restaurantAt(place), "as the delivery says it, not as somebody stood there").toBe(shop)
  })

  it("are the same whether a courier or somebody else is asked for, also after they were forgotten", () => {
    const { book } = booked()
    const stands = Array.from({ length: 40 }, (_, courier) => spot(courier))
    for (let round = 0; round < 300; round++) {
      book.beginRound()
      // Others come and go, one courier moves in each round, and who did not is elsewhere in the book now and then.
      for (let i = 0; i < 60; i++) book.placeOf(spot(1_000 + round * 60 + i))
      stands[round % 40] = spot(20 + round)
      stands.forEach((position, courier) => {
        if ((round + courier) % 3 === 0) return
        expect(book.placeOfCourier(courier, position)).toBe(
          book.placeOf({ lat: position.lat, lng: position.lng })
        )
      })
    }
  })

  it("do not grow over a day (P8), and travel times stay true when a handle means another place", () => {
    const { book, cache } = booked()
    const travel = haversineTravel()
    for (let round = 0; round < 400; round++) {
      book.beginRound()
      const here = Array.from({ length: 60 }, (_, i) => spot(round * 40 + i))
      const places = here.map(book.placeOf)
      expect(new Set(places).size).toBe(here.length)
      here.forEach((position, i) => {
        const from = places[0] ?? -1
        const to = places[i] ?? -1
        expect(duration(cache, 3, from, to)).toBe(travel.durationMs(spot(round * 40), position, "car", 0))
      })
    }
    expect(cache.positions.length).toBeLessThan(5_000)
  })
})

describe("the planner's places that stay for themselves", () => {
  it("are no reason to forget all others, however many they are", () => {
    const cache = makeTravelCache(haversineTravel(), 8)
    let forgotten = 0
    const shops = new Set<number>()
    const book = makePlaceBook({
      addPlace: (position) => addPlace(cache, position),
      releasePlaces: (isUsed) => {
        forgotten++
        return releasePlaces(cache, (place) => isUsed(place) || shops.has(place))
      }
    })
    for (let i = 0; i < 20_000; i++) shops.add(book.restaurantOf(spot(i)))
    for (let round = 0; round < 200; round++) {
      book.beginRound()
      for (let i = 0; i < 50; i++) book.placeOf(spot(20_000 + round * 50 + i))
    }
    expect(forgotten).toBeLessThan(3)
    for (let i = 0; i < 20_000; i += 999) expect(shops.has(book.placeOf(spot(i)))).toBe(true)
  })

  it("are found again by their coordinates alone, and only by those", () => {
    const coordinate = fc.double({ min: -90, max: 90, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 200 }), (points) => {
        const { book } = booked()
        book.beginRound()
        const model = new Map<string, number>()
        for (const [lat, lng] of [...points, ...points]) {
          const place = book.placeOf({ lat, lng })
          const known = model.get(`${lat} ${lng}`)
          if (known === undefined) expect([...model.values()]).not.toContain(place)
          else expect(place).toBe(known)
          model.set(`${lat} ${lng}`, place)
        }
      })
    )
  })
})

describe("cached travel times", () => {
  it("are those of the hour of departure", () => {
    const hourFactor = Array.from({ length: 24 }, (_, hour) => 1 + hour / 10)
    const travel = haversineTravel({ hourFactor })
    const cache = makeTravelCache(travel, 6)
    const places = [0, 500, 900].map((i) => addPlace(cache, spot(i)))
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 200 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 2 }),
        (hour, vehicle, to) => {
          const atMs = hour * HOUR_MS + 60_000
          setOut(cache, travel, atMs)
          const name = (["walking", "bicycle", "motorcycle", "car"] as const)[vehicle] ?? "car"
          const expected = travel.durationMs(spot(0), spot([0, 500, 900][to] ?? 0), name, atMs)
          expect(duration(cache, vehicle, places[0] ?? -1, places[to] ?? -1)).toBe(expected)
        }
      )
    )
  })

  it("are asked for once an hour", () => {
    let asked = 0
    const plane = planarWholeMinutes({ metersPerMinute: 300 })
    const cache = makeTravelCache(plane, 6)
    const counting = {
      ...plane,
      durationMs: (...way: Parameters<typeof plane.durationMs>) => {
        asked++
        return plane.durationMs(...way)
      }
    }
    const [from, to] = [addPlace(cache, spot(1)), addPlace(cache, spot(900))]
    for (const atMs of [0, 1, HOUR_MS - 1]) {
      setOut(cache, counting, atMs)
      duration(cache, 3, from, to)
    }
    expect(asked).toBe(1)
  })
})
