import { type LatLng, MINUTE_MS, type TravelModel, at, haversineTravel, i32 } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { makeDemand } from "../../../src/policy/planner/demand.ts"
import { defaultPlannerOptions, makePlanner } from "../../../src/policy/planner/planner.ts"
import type { PlannerCourier, PlannerView } from "../../../src/policy/planner/PlannerView.ts"
import { addPlace, makeTravelCache } from "../../../src/policy/planner/TravelCache.ts"
import { makeZones, metresBeside, zoneBeside } from "../../../src/policy/planner/zones.ts"
import { seededRandom } from "./mdrpHarness.ts"

/** Metres east and north of a point in Bogotá. */
const spot = (eastM: number, northM: number): LatLng => ({
  lat: 4.65 + northM / 111_195,
  lng: -74.06 + eastM / 110_830
})

describe("zones", () => {
  it("hold all demand, know their heaviest restaurant, and find the zone of every place", () => {
    const cache = makeTravelCache(haversineTravel())
    const demand = makeDemand()
    const random = seededRandom(3)
    for (let i = 0; i < 300; i++) {
      demand.restaurants.push(addPlace(cache, spot(6_000 * random(), 6_000 * random())))
      demand.weights.push(1 + Math.floor(9 * random()))
    }
    const zones = makeZones(demand, cache)
    expect(zones.weight.reduce((sum, weight) => sum + weight, 0)).toBe(
      demand.weights.reduce((sum, weight) => sum + weight, 0)
    )
    zones.restaurant.forEach((place, zone) => {
      const own = demand.restaurants.filter((other) => zones.zoneOf(other) === zone)
      const weightOf = (other: number) => at(demand.weights, demand.restaurants.indexOf(other))
      expect(weightOf(place)).toBe(Math.max(...own.map(weightOf)))
      const around = Array.from({ length: i32(zones.neighbourCount, zone) }, (_, i) => i)
      expect(zoneBeside(zones, zone, 0)).toBe(zone)
      const metres = around.map((i) => metresBeside(zones, zone, i))
      expect(metres[0]).toBe(0)
      expect(metres).toEqual([...metres].sort((a, b) => a - b))
    })
    const neighbours = zones.restaurant.map(
      (_, zone) =>
        new Set(
          Array.from({ length: i32(zones.neighbourCount, zone) }, (__, i) => zoneBeside(zones, zone, i))
        )
    )
    neighbours.forEach((own, zone) => {
      const sharing = neighbours.flatMap((other, i) => ([...other].some((one) => own.has(one)) ? [i] : []))
      expect([...zones.watching(zone)].sort((a, b) => a - b)).toEqual(sharing)
      expect(zones.watching(zone), "worked out once").toBe(zones.watching(zone))
    })
    expect(zones.zoneOf(addPlace(cache, spot(-90_000, 0))), "far from everything").toBe(-1)
  })
})

describe("couriers of a large region", () => {
  const service = {
    beforePickupMs: 4 * MINUTE_MS,
    afterPickupMs: MINUTE_MS,
    beforeDropoffMs: 2 * MINUTE_MS,
    afterDropoffMs: MINUTE_MS
  }
  /** Ten minutes of orders at one busy corner, then a look at where three idle couriers 1.5 km away are sent. */
  const sent = (offInMin: number) => {
    const travel = haversineTravel()
    const planner = makePlanner(travel, seededRandom(1), { mostPlacements: 0 })
    const corner = planner.addPlace(spot(0, 0))
    const door = planner.addPlace(spot(300, 300))
    const away = planner.addPlace(spot(1_500, 0))
    planner.round(viewAt(0, 0), { steps: 10 })
    return [10, 11, 12, 13].map((minute) => planner.round(viewAt(minute, 200), { steps: 10 }).departures)
    function viewAt(minute: number, orders: number): PlannerView {
      const atMs = minute * MINUTE_MS
      const couriers = [0, 1, 2].map((handle): PlannerCourier => ({
        handle,
        place: away,
        freeAtMs: atMs,
        arrivedAtMs: 0,
        offAtMs: atMs + offInMin * MINUTE_MS,
        vehicle: "motorcycle"
      }))
      const deliveries = Array.from({ length: orders }, (_, i) => ({
        handle: i,
        pickup: corner,
        dropoff: door,
        placedAtMs: atMs,
        readyAtMs: atMs + 2 * MINUTE_MS,
        promisedAtMs: atMs + 30 * MINUTE_MS,
        // Seen, and carried by others.
        couriers: new Int32Array(0)
      }))
      return { atMs, travel, service, deliveries, couriers }
    }
  }

  it("go to where orders come from, without an order", () => {
    const departures = sent(240).flat()
    expect(departures.length).toBeGreaterThan(0)
    for (const departure of departures) expect(departure).toMatchObject({ preposition: true, restaurant: 0 })
  })

  it("go to the same places whether or not zones are ruled out before their ways are asked for", () => {
    const placed = (isBounded: boolean) => {
      let asked = 0
      const model = haversineTravel()
      const travel: TravelModel = {
        ...model,
        // Whoever is infinitely fast may be near everything: nothing is ruled out.
        topSpeedMps: isBounded ? model.topSpeedMps : Infinity,
        durationMs: (...way) => {
          asked++
          return model.durationMs(...way)
        }
      }
      const planner = makePlanner(travel, seededRandom(1), { mostPlacements: 0, priorOrders: 400 })
      const random = seededRandom(7)
      const somewhere = () => planner.addPlace(spot(9_000 * random(), 9_000 * random()))
      planner.expectAt(Array.from({ length: 400 }, somewhere))
      const couriers = Array.from({ length: 60 }, (_, handle): PlannerCourier => ({
        handle,
        place: somewhere(),
        freeAtMs: 0,
        arrivedAtMs: 0,
        offAtMs: Infinity,
        vehicle: handle % 2 === 0 ? "motorcycle" : "bicycle"
      }))
      const departures = [0, 1, 2, 3].flatMap((minute) => {
        const view = { atMs: minute * MINUTE_MS, travel, service, deliveries: [], couriers }
        return planner.round(view, { steps: 10 }).departures
      })
      return { departures, asked }
    }
    const bounded = placed(true)
    const free = placed(false)
    expect(bounded.departures.length).toBeGreaterThan(10)
    expect(bounded.departures).toEqual(free.departures)
    expect(bounded.asked).toBeLessThan(free.asked)
  })

  it("are all considered when they are placed seldom, each in turn otherwise", () => {
    const away = (handle: number) => spot(1_500 + handle, 0)
    const moved = (placedEveryMs?: number) => {
      const travel = haversineTravel()
      const planner = makePlanner(travel, seededRandom(1), { mostPlacements: 0 })
      const corner = planner.addPlace(spot(0, 0))
      planner.expectAt([corner])
      const couriers = [0, 1, 2].map((handle): PlannerCourier => ({
        handle,
        place: planner.addPlace(away(handle)),
        freeAtMs: 0,
        arrivedAtMs: -60 * MINUTE_MS,
        offAtMs: 240 * MINUTE_MS,
        vehicle: "motorcycle"
      }))
      const view = { atMs: 0, travel, service, deliveries: [], couriers }
      return planner.round(
        { ...view, ...(placedEveryMs === undefined ? {} : { placedEveryMs }) },
        { steps: 1 }
      ).departures.length
    }
    expect(moved()).toBe(1)
    expect(moved(MINUTE_MS)).toBe(1)
    expect(moved(3 * MINUTE_MS)).toBeGreaterThan(1)
  })

  it("stay when their shift ends before they could be of use", () => {
    expect(sent(defaultPlannerOptions.stayMs / MINUTE_MS).flat()).toEqual([])
  })
})
