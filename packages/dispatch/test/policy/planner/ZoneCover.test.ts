import { type LatLng, MINUTE_MS, at, haversineTravel, i32 } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Demand, fillExpectedWaits, makeDemand } from "../../../src/policy/planner/demand.ts"
import { defaultPlannerOptions } from "../../../src/policy/planner/planner.ts"
import { makePlanState, type PlanState, reserve } from "../../../src/policy/planner/PlanState.ts"
import { addPlace, makeTravelCache } from "../../../src/policy/planner/TravelCache.ts"
import { defaultPlannerWeights } from "../../../src/policy/planner/Weights.ts"
import { makeZoneCover, type ZoneCover } from "../../../src/policy/planner/ZoneCover.ts"
import { makeZones, metresBeside, zoneBeside, type Zones } from "../../../src/policy/planner/zones.ts"
import { seededRandom } from "./mdrpHarness.ts"

const COURIERS = 30
const VEHICLES = [1, 2, 3]
/** Sums of the same terms in another sequence. */
const ROUNDING = 1 + 1e-9

interface Town {
  readonly s: PlanState
  readonly demand: Demand
  readonly zones: Zones
  readonly cover: ZoneCover
}

const makeTown = (seed: number): Town => {
  const random = seededRandom(seed)
  const cache = makeTravelCache(haversineTravel())
  const demand = makeDemand()
  for (let i = 0; i < 120; i++) {
    const spot: LatLng = { lat: 4.65 + 0.04 * random(), lng: -74.06 + 0.04 * random() }
    demand.restaurants.push(addPlace(cache, spot))
    demand.weights.push(1 + Math.floor(9 * random()))
    demand.leads[Math.floor(20 * random())] = 1
  }
  const s = makePlanState(defaultPlannerWeights, cache, 1)
  reserve(s, 0, COURIERS)
  s.beforePickupMs = 4 * MINUTE_MS
  for (let c = 0; c < COURIERS; c++) s.vehicle[c] = at(VEHICLES, c % VEHICLES.length)
  const zones = makeZones(demand, cache)
  return { s, demand, zones, cover: makeZoneCover(s, demand, zones, defaultPlannerOptions) }
}

/** Courier, zone and minutes of everybody who comes; who leaves again, by place in that list. */
const comings = fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 20, noNaN: true })), {
  minLength: 1,
  maxLength: COURIERS
})

describe("the cover of zones", () => {
  it("says what food waits less by one courier more, as when all couriers of all zones are looked at", () => {
    fc.assert(
      fc.property(fc.nat(1_000), comings, fc.nat(), (seed, all, to) => {
        const { cover, demand, s, zones } = makeTown(seed)
        const { depth, depthFactor, nearness } = defaultPlannerOptions
        const waits = new Float64Array(46)
        fillExpectedWaits(demand, s.beforePickupMs / MINUTE_MS, waits)
        const waitOf = (minutes: number) => {
          const i = Math.min(45, Math.ceil(minutes))
          return (waits[i] ?? 0) + nearness * i
        }
        const paces = VEHICLES.map((vehicle) => paceOf(s, zones, vehicle))
        const minutesAt = Array.from({ length: zones.count }, (): Array<number> => [])
        all.forEach(([zone, inMin], c) => {
          const from = zone % zones.count
          cover.add(c, from, inMin)
          for (let i = 0; i < i32(zones.neighbourCount, from); i++)
            at(minutesAt, zoneBeside(zones, from, i)).push(
              inMin + metresBeside(zones, from, i) * at(paces, c % VEHICLES.length)
            )
        })
        const costOf = (minutes: ReadonlyArray<number>) =>
          [...minutes, ...Array.from({ length: depth }, () => 45)]
            .sort((a, b) => a - b)
            .slice(0, depth)
            .reduce((sum, one, k) => sum + depthFactor ** k * waitOf(one), 0)
        const from = to % zones.count
        VEHICLES.forEach((vehicle, v) => {
          let saved = 0
          for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
            const zone = zoneBeside(zones, from, i)
            const there = at(minutesAt, zone)
            const own = metresBeside(zones, from, i) * at(paces, v)
            saved += (zones.weight[zone] ?? 0) * (costOf(there) - costOf([...there, own]))
          }
          expect(cover.gain(vehicle, from, 0)).toBeCloseTo(saved, 6)
        })
      }),
      { numRuns: 30 }
    )
  })

  it("never says less than that where it spares the work, whoever comes and leaves", () => {
    fc.assert(
      fc.property(fc.nat(1_000), comings, fc.array(fc.nat(), { maxLength: 20 }), (seed, all, leaving) => {
        const { cover, zones } = makeTown(seed)
        all.forEach(([zone, inMin], c) => cover.add(c, zone % zones.count, inMin))
        expectBounds(cover, zones)
        const here = all.map(([zone, inMin], c) => ({ c, zone: zone % zones.count, inMin }))
        for (const number of leaving) {
          const [one] = here.splice(number % Math.max(1, here.length), 1)
          if (one === undefined) break
          cover.leave(one.c, one.zone, one.inMin)
          cover.add(one.c, number % zones.count, 0)
          expectBounds(cover, zones)
        }
      }),
      { numRuns: 30 }
    )
  })
})

const expectBounds = (cover: ZoneCover, zones: Zones): void => {
  for (const vehicle of VEHICLES) {
    for (let zone = 0; zone < zones.count; zone++) {
      const gain = cover.gain(vehicle, zone, 0)
      const rough = cover.roughGain(vehicle, zone)
      expect(gain).toBeLessThanOrEqual(rough * ROUNDING)
      // Every other zone stays rough, for whoever leaves next.
      if (zone % 2 === 0) continue
      const most = cover.mostGain(vehicle, zone)
      expect(gain).toBeLessThanOrEqual(most * ROUNDING)
      expect(most).toBeLessThanOrEqual(rough * ROUNDING)
    }
  }
}

/** Minutes per metre, as the farthest neighbour of the first zone with any shows them. */
const paceOf = (s: PlanState, zones: Zones, vehicle: number): number => {
  let from = 0
  while (from < zones.count - 1 && i32(zones.neighbourCount, from) < 2) from++
  const i = i32(zones.neighbourCount, from) - 1
  const { positions, travel } = s.travel
  const end = at(zones.restaurant, zoneBeside(zones, from, i))
  const names = ["walking", "bicycle", "motorcycle", "car"] as const
  const ms = travel.durationMs(
    at(positions, at(zones.restaurant, from)),
    at(positions, end),
    at(names, vehicle),
    0
  )
  return ms / MINUTE_MS / metresBeside(zones, from, i)
}
