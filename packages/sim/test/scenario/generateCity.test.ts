import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, haversineM } from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { DRAIN_MS } from "../../src/scenario/drain.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import type { GenerateOptions } from "../../src/scenario/generateCity.ts"
import type { Scenario } from "../../src/scenario/Scenario.ts"
import { scenarioNamed, scenarios } from "../../src/scenario/scenarios.ts"
import type { City } from "../../src/world/City.ts"
import { smallScenario } from "./smallScenario.ts"

const scenarioOf = (input: unknown): Scenario => Result.getOrThrow(decodeScenario(input))
const small = scenarioOf(smallScenario)
const seed = fc.nat(1_000_000)

/** An order without its index into the list of restaurants, which a further region would shift. */
const ordersById = (city: City) =>
  new Map(
    city.orders.map(({ restaurant, ...order }) => [
      order.id,
      { ...order, from: city.restaurants[restaurant]?.id }
    ])
  )
const couriersById = (city: City) =>
  new Map(city.couriers.map(({ region: _region, ...courier }) => [courier.id, courier]))

const expectPartOf = (part: ReadonlyMap<string, unknown>, whole: ReadonlyMap<string, unknown>) => {
  for (const [id, value] of part) expect(whole.get(id), id).toEqual(value)
}

describe("generateCity", () => {
  it("gives the same city for the same seed, and another for another", () => {
    const plain = ({ travel: _travel, ...city }: City) => city
    expect(plain(generateCity(small, { seed: 5 }))).toEqual(plain(generateCity(small, { seed: 5 })))
    expect(generateCity(small, { seed: 6 }).orders).not.toEqual(generateCity(small, { seed: 5 }).orders)
  })

  it("makes cities that a run can trust (laws)", () => {
    const options = fc.record({
      seed,
      ordersX: fc.double({ min: 0.05, max: 3, noNaN: true }),
      couriersX: fc.double({ min: 0.05, max: 3, noNaN: true }),
      fromMs: fc.nat(DAY_MS / 2),
      toMs: fc.integer({ min: DAY_MS / 2 + 1, max: DAY_MS })
    })
    fc.assert(
      fc.property(options, (given) => {
        const city = generateCity(small, given)
        const whole = (...values: ReadonlyArray<number>) =>
          expect(values.every(Number.isSafeInteger)).toBe(true)
        let beforeMs = given.fromMs
        for (const order of city.orders) {
          expect(order.placedAtMs >= beforeMs && order.placedAtMs < given.toMs).toBe(true)
          beforeMs = order.placedAtMs
          whole(
            order.placedAtMs,
            order.acceptAfterMs,
            order.preparationMs,
            order.estimatedPreparationMs,
            order.promisedAtMs
          )
          expect(order.promisedAtMs).toBeGreaterThan(order.placedAtMs + order.estimatedPreparationMs)
          expect(city.restaurants[order.restaurant]).toBeDefined()
        }
        for (const courier of city.couriers) {
          whole(courier.onAtMs, courier.offAtMs)
          expect(given.fromMs <= courier.onAtMs && courier.onAtMs < courier.offAtMs).toBe(true)
          expect(courier.offAtMs).toBeLessThanOrEqual(given.toMs + DRAIN_MS)
          expect(courier.acceptance > 0.4 && courier.acceptance < 1).toBe(true)
        }
        for (const { kitchenSlots } of city.restaurants) expect(kitchenSlots).toBeGreaterThanOrEqual(4)
        for (const list of [city.orders, city.couriers, city.restaurants]) {
          expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
        }
      }),
      { numRuns: 25 }
    )
  })

  it("keeps every order when demand rises, and every courier when there are more (common random numbers)", () => {
    const factors = fc.tuple(
      fc.double({ min: 0.05, max: 4, noNaN: true }),
      fc.double({ min: 0.05, max: 4, noNaN: true })
    )
    fc.assert(
      fc.property(seed, factors, (seed, [a, b]) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        const quiet = generateCity(small, { seed, ordersX: less, couriersX: less })
        const busy = generateCity(small, { seed, ordersX: more, couriersX: more })
        expectPartOf(ordersById(quiet), ordersById(busy))
        expectPartOf(couriersById(quiet), couriersById(busy))
        expect(busy.restaurants).toEqual(quiet.restaurants)
        expect(generateCity(small, { seed, ordersX: less, couriersX: more }).orders).toEqual(quiet.orders)
      }),
      { numRuns: 25 }
    )
  })

  it("places as many orders as the factor says, within five standard deviations", () => {
    const window = { fromMs: 0, toMs: DAY_MS }
    for (const ordersX of [0.5, 1, 2.5, 7]) {
      const expected = 600 * ordersX
      const { orders } = generateCity(small, { seed: 11, ordersX, ...window })
      expect(Math.abs(orders.length - expected)).toBeLessThan(5 * Math.sqrt(expected))
    }
  })

  it("cuts windows from the same day", () => {
    const day = generateCity(small, { seed: 3, fromMs: 0, toMs: DAY_MS })
    const dinner = generateCity(small, { seed: 3, fromMs: 17 * HOUR_MS, toMs: 22 * HOUR_MS })
    expectPartOf(ordersById(dinner), ordersById(day))
    expect(dinner.orders.length).toBe(
      day.orders.filter(({ placedAtMs }) => placedAtMs >= 17 * HOUR_MS && placedAtMs < 22 * HOUR_MS).length
    )
    const early = dinner.couriers.filter(({ onAtMs }) => onAtMs === 17 * HOUR_MS)
    expect(early.length).toBeGreaterThan(0)
    for (const { id } of early) expect(couriersById(day).get(id)?.onAtMs).toBeLessThanOrEqual(17 * HOUR_MS)
  })

  it("does not change a region when another one joins", () => {
    const second = { ...smallScenario.regions[0], id: "uptown", name: "Uptown" }
    const alone = generateCity(small, { seed: 9 })
    for (const regions of [
      [...smallScenario.regions, second],
      [second, ...smallScenario.regions]
    ]) {
      const both = generateCity(scenarioOf({ ...smallScenario, regions }), { seed: 9 })
      expectPartOf(ordersById(alone), ordersById(both))
      expectPartOf(couriersById(alone), couriersById(both))
      for (const order of both.orders) {
        const restaurant = both.restaurants[order.restaurant]
        const region = both.regions[restaurant?.region ?? -1]
        expect(order.id.startsWith(`${region?.id}-`) && restaurant?.id.startsWith(`${region?.id}-`)).toBe(
          true
        )
      }
    }
  })

  it("makes a city of every scenario that is accepted, at the ends of what is allowed", () => {
    const ends = (...values: ReadonlyArray<number>) => fc.constantFrom(...values)
    const extreme = fc.record({
      region: fc.record({
        centre: fc.record({ lat: ends(-70, 0, 70), lng: ends(-175, 0, 175) }),
        ordersPerDay: ends(0, 0.1, 300),
        restaurants: ends(1, 30),
        couriers: ends(0, 40),
        hotSpots: ends(1, 1_000),
        spreadM: ends(100, 10_000)
      }),
      restaurants: fc.record({
        popularitySigma: ends(0, 3),
        acceptMedianMs: ends(1, 60_000),
        preparationMedianMs: ends(1, DAY_MS),
        preparationSigma: ends(0.01, 2),
        estimateSigma: ends(0, 2),
        estimateGrainMs: ends(1, HOUR_MS),
        kitchenSpare: ends(0, 20)
      }),
      distance: fc.record({ medianM: ends(100, 1_999), p90M: ends(2_000), maxM: ends(2_001, 50_000) })
    })
    fc.assert(
      fc.property(extreme, seed, ({ region, restaurants, distance }, seed) => {
        const regions = [{ ...smallScenario.regions[0], ...region }]
        const city = generateCity(
          scenarioOf({ name: "extreme", regions, restaurants, demand: { distance } }),
          { seed }
        )
        for (const { dropoff } of city.orders) {
          expect(Math.abs(dropoff.lat) < 72 && Math.abs(dropoff.lng) <= 180).toBe(true)
        }
        for (const order of city.orders) {
          expect(Number.isSafeInteger(order.promisedAtMs) && Number.isSafeInteger(order.preparationMs)).toBe(
            true
          )
        }
        for (const { position } of [...city.restaurants, ...city.couriers]) {
          expect(Number.isFinite(position.lat) && Number.isFinite(position.lng)).toBe(true)
        }
      }),
      { numRuns: 200 }
    )
  })

  it.each<[string, Partial<GenerateOptions>]>([
    ["ordersX", { ordersX: 0 }],
    ["couriersX", { couriersX: 101 }],
    ["ordersX", { ordersX: NaN }],
    ["window", { fromMs: 5, toMs: 5 }]
  ])("takes a senseless %s for a bug", (what, options) => {
    expect(() => generateCity(small, { seed: 1, ...options })).toThrow(what)
  })
})

describe("the default figures", () => {
  const metro = scenarioNamed("metro-launch") ?? small
  const city = generateCity(metro, { seed: 20, fromMs: 0, toMs: DAY_MS })
  const quantiles = (values: ReadonlyArray<number>, ...at: ReadonlyArray<number>) => {
    const sorted = Float64Array.from(values).sort()
    return at.map((q) => sorted[Math.floor(q * (sorted.length - 1))] ?? NaN)
  }
  const expectNear = (measured: ReadonlyArray<number>, figures: ReadonlyArray<number>, tolerance: number) => {
    for (const [i, figure] of figures.entries()) {
      expect(
        Math.abs((measured[i] ?? NaN) / figure - 1),
        `${measured.join(" ")} against ${figures.join(" ")}`
      ).toBeLessThan(tolerance)
    }
  }

  it("are believable: acceptance, preparation, distance", () => {
    const accept = city.orders.map(({ acceptAfterMs }) => acceptAfterMs / SECOND_MS)
    expectNear(quantiles(accept, 0.1, 0.5, 0.9), [36, 64, 111], 0.05)
    const preparation = city.orders.map(({ preparationMs }) => preparationMs / MINUTE_MS)
    // Lognormal, mu 2.94 and sigma 0.58 of minutes.
    expectNear(quantiles(preparation, 0.1, 0.5, 0.9), [9, 18.9, 39.8], 0.03)
    const distance = city.orders.map(({ restaurant, dropoff }) =>
      haversineM(city.restaurants[restaurant]?.position ?? dropoff, dropoff)
    )
    expectNear(quantiles(distance, 0.5, 0.9), [1_400, 3_000], 0.03)
    expect(Math.max(...distance)).toBeLessThan(8_001)
  })

  it("are believable: demand by hour", () => {
    const expected = metro.demand.hourShares
    const total = expected.reduce((sum, share) => sum + share, 0)
    for (const [hour, share] of expected.entries()) {
      const mean = (city.orders.length * share) / total
      const placed = city.orders.filter(({ placedAtMs }) => Math.floor(placedAtMs / HOUR_MS) === hour).length
      expect(Math.abs(placed - mean), `hour ${hour}`).toBeLessThan(5 * Math.sqrt(mean) + 3)
    }
  })

  it("are believable: promises rise from 25 over 30 to 40 minutes where the kitchen allows it", () => {
    const quick = city.orders.filter(({ estimatedPreparationMs }) => estimatedPreparationMs <= 5 * MINUTE_MS)
    const promise = quick.map(({ promisedAtMs, placedAtMs }) => (promisedAtMs - placedAtMs) / MINUTE_MS)
    expectNear(quantiles(promise, 0.05, 0.5, 0.95), [25, 30, 40], 0.05)
    const soonest = promise.filter((minutes) => minutes <= 25).length / promise.length
    expect(soonest > 0.025 && soonest < 0.08, `${soonest} at most 25 min`).toBe(true)
  })

  it("are believable: vehicles, acceptance, a few restaurants with most orders", () => {
    const bogota = city.couriers.filter(({ region }) => region === 0)
    const share = (vehicle: string) =>
      bogota.filter((courier) => courier.vehicle === vehicle).length / bogota.length
    expect(share("bicycle")).toBeCloseTo(0.44, 1)
    expect(share("motorcycle")).toBeCloseTo(0.4, 1)
    const acceptance = city.couriers.map((courier) => courier.acceptance)
    expectNear(quantiles(acceptance, 0.1, 0.5, 0.9), [0.46, 0.7, 0.94], 0.03)
    const sold = new Float64Array(city.restaurants.length)
    for (const { restaurant } of city.orders) sold[restaurant] = (sold[restaurant] ?? 0) + 1
    const best = sold.sort().reverse()
    const topTenth =
      best.slice(0, best.length / 10).reduce((sum, count) => sum + count, 0) / city.orders.length
    // The real days of Bogotá and Medellín: .44 to .47.
    expect(topTenth).toBeGreaterThan(0.42)
    expect(topTenth).toBeLessThan(0.49)
    // The best of a thousand: about one order in a hundred of its city.
    expect((best[0] ?? 0) / (city.orders.length / 2)).toBeLessThan(0.015)
  })

  it("have couriers on duty when people order: at dinner 1.4 to 2.2 orders for each and hour", () => {
    for (const [index] of city.regions.entries()) {
      for (const hour of [18, 19]) {
        const atMs = (hour + 0.5) * HOUR_MS
        const onDuty = city.couriers.filter(
          ({ region, onAtMs, offAtMs }) => region === index && onAtMs <= atMs && offAtMs > atMs
        ).length
        const placed = city.orders.filter(
          ({ restaurant, placedAtMs }) =>
            city.restaurants[restaurant]?.region === index && Math.floor(placedAtMs / HOUR_MS) === hour
        ).length
        expect(placed / onDuty).toBeGreaterThan(1.4)
        expect(placed / onDuty).toBeLessThan(2.2)
      }
    }
  })
})

describe("the shipped scenarios", () => {
  it("have distinct names and say in one line what they are", () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length)
    for (const { description } of scenarios) expect(description).toMatch(/^[^\n]{20,100}$/)
  })

  it("metro-launch is two metros, each with 1,000 restaurants and 2,000 couriers (S118, C26)", () => {
    const metro = scenarioNamed("metro-launch")
    expect(metro?.regions.map(({ restaurants, couriers }) => [restaurants, couriers])).toEqual([
      [1_000, 2_000],
      [1_000, 2_000]
    ])
    const { orders } = generateCity(metro ?? small, { seed: 1 })
    expect(orders.length).toBeGreaterThan(14_000)
    expect(orders.length).toBeLessThan(18_000)
  })

  it("pereira-lunch has the size of the real day", () => {
    const city = generateCity(scenarioNamed("pereira-lunch") ?? small, { seed: 1, fromMs: 0, toMs: DAY_MS })
    expect(Math.abs(city.orders.length - 844)).toBeLessThan(5 * Math.sqrt(844))
    expect([city.couriers.length, city.restaurants.length]).toEqual([415, 181])
  })
})
