import { haversineM, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { makePlannerPolicy } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../../src/check/makeCheckers.ts"
import { generateCity } from "../../../src/scenario/generateCity.ts"
import { play } from "../../world/play.ts"
import { EVENING, playTown, scenarioOf, town, townWith, type DisturbanceInput } from "./disturbed.ts"

const plain = townWith([])
const middle = { fromMs: 18.5 * HOUR_MS, toMs: 19.5 * HOUR_MS } as const

/** One of every kind, with something to say. */
const everything: ReadonlyArray<DisturbanceInput> = [
  { kind: "rain", ...middle, rampMs: 10 * MINUTE_MS, kitchens: 1.2 },
  { kind: "kitchen-slowdown", ...EVENING, factor: 2, share: 0.5, told: 0.5 },
  { kind: "courier-dropout", ...middle, share: 0.3 },
  { kind: "courier-wave", ...EVENING, share: 0.2 },
  { kind: "stadium-exit", ...middle, stadium: { radiusM: 300, eastM: 500 }, orders: 40 },
  { kind: "promotion", ...EVENING, share: 0.2, factor: 3 },
  { kind: "zone-ban", ...middle, zone: { radiusM: 400, northM: 600 } },
  { kind: "demand", ...middle, factor: 1.5, where: { regions: ["south"] } },
  { kind: "gateway-outage", fromMs: 19 * HOUR_MS, toMs: 19.05 * HOUR_MS },
  { kind: "maps-outage", ...middle }
]

describe("a disturbed day", () => {
  it("breaks no promise whatever happens on it, and is the same each time", () => {
    const city = townWith(everything)
    const played = playTown(everything)
    expect(checkRun(city, played.entries)).toEqual([])
    expect(playTown(everything).report.hash).toBe(played.report.hash)
    expect(played.report.delivered).toBeGreaterThan(played.report.placed * 0.8)
  })

  it("breaks no promise under the planner either", () => {
    const scenario = scenarioOf({ ...town, disturbances: everything })
    const city = generateCity(scenario, {
      seed: 2,
      fromMs: 18.9 * HOUR_MS,
      toMs: 19.2 * HOUR_MS,
      couriersX: 0.6
    })
    const { entries, report } = play(city, makePlannerPolicy(), 2)
    expect(checkRun(city, entries)).toEqual([])
    expect(report.placed).toBeGreaterThan(50)
  })

  it("is a usual day where every disturbance is one in name only", () => {
    const nothing: ReadonlyArray<DisturbanceInput> = [
      {
        kind: "rain",
        ...EVENING,
        demand: 1,
        acceptance: 1,
        speeds: { walking: 1, bicycle: 1, motorcycle: 1, car: 1 }
      },
      { kind: "kitchen-slowdown", ...EVENING, factor: 1 },
      { kind: "kitchen-slowdown", ...EVENING, factor: 3, share: 0 },
      { kind: "courier-dropout", ...EVENING, share: 0 },
      { kind: "courier-wave", ...EVENING, share: 0 },
      { kind: "promotion", ...EVENING, share: 0.5, factor: 1 },
      { kind: "demand", ...EVENING, factor: 1 },
      { kind: "demand", fromMs: 3 * HOUR_MS, toMs: 4 * HOUR_MS, factor: 5 },
      { kind: "gateway-outage", ...EVENING, share: 0 }
    ]
    expect(playTown(nothing).report.hash).toBe(playTown([]).report.hash)
  })

  it("leaves what no disturbance is about as it was (common random numbers)", () => {
    const { couriers, orders } = townWith(everything)
    const before = new Map(plain.orders.map((order) => [order.id, order]))
    const kept = orders.filter(({ id }) => before.has(id))
    expect(kept.length).toBeGreaterThan(plain.orders.length * 0.7)
    for (const order of kept) expect(order).toEqual(before.get(order.id))
    const people = new Map(plain.couriers.map((courier) => [courier.id, courier]))
    for (const { offAtMs, plannedOffAtMs, ...courier } of couriers) {
      const known = people.get(courier.id)
      if (known !== undefined) expect({ ...courier, offAtMs: plannedOffAtMs ?? offAtMs }).toEqual(known)
    }
  })
})

describe("rain", () => {
  const rain: DisturbanceInput = { kind: "rain", ...EVENING, noticedAfterMs: 15 * MINUTE_MS }

  it("slows everybody down by its factor, in its ramps by less, and elsewhere not at all", () => {
    const { travel } = townWith([{ ...rain, rampMs: HOUR_MS, where: { regions: ["north"] } }])
    const [a, b] = [
      { lat: 41.4, lng: 2.2 },
      { lat: 41.41, lng: 2.2 }
    ]
    const dry = plain.travel.durationMs(a, b, "bicycle", 19 * HOUR_MS)
    const wet = (atHour: number) => travel.durationMs(a, b, "bicycle", atHour * HOUR_MS) / dry
    expect(wet(19)).toBeCloseTo(1 / 0.8, 4)
    expect(wet(18.5)).toBeCloseTo(1 / 0.9, 4)
    expect(wet(17.9)).toBe(1)
    expect(wet(20)).toBe(1)
    const [c, d] = [
      { lat: 41.1, lng: 2.2 },
      { lat: 41.11, lng: 2.2 }
    ]
    expect(travel.durationMs(c, d, "bicycle", 19 * HOUR_MS)).toBe(
      plain.travel.durationMs(c, d, "bicycle", 19 * HOUR_MS)
    )
    expect(travel.topSpeedMps).toBe(plain.travel.topSpeedMps)
  })

  it("is noticed late by the maps", () => {
    const { plannedTravel, travel } = townWith([rain])
    const [a, b] = [
      { lat: 41.4, lng: 2.2 },
      { lat: 41.41, lng: 2.2 }
    ]
    const believed = (minutes: number) =>
      plannedTravel?.durationMs(
        a,
        b,
        "car",
        18 * HOUR_MS + minutes * MINUTE_MS,
        18 * HOUR_MS + minutes * MINUTE_MS
      )
    expect(believed(10)).toBe(plain.travel.durationMs(a, b, "car", 18 * HOUR_MS))
    expect(believed(16)).toBe(travel.durationMs(a, b, "car", 18.3 * HOUR_MS))
  })

  it("brings orders and takes willingness: deliveries take longer", () => {
    const dry = playTown([]).report
    const wet = playTown([rain]).report
    expect(wet.placed / dry.placed).toBeGreaterThan(1.1)
    expect(wet.placed / dry.placed).toBeLessThan(1.4)
    expect(wet.clickToDoor.mean).toBeGreaterThan(dry.clickToDoor.mean)
    const refused = ({ offers, offersRejected }: typeof wet) => (offersRejected ?? 0) / offers
    expect(refused(wet)).toBeGreaterThan(refused(dry))
  })
})

describe("demand", () => {
  it("is multiplied in its time and place and nowhere else; a larger factor holds a smaller one", () => {
    const at = (factor: number) =>
      townWith([{ kind: "demand", ...middle, factor, where: { regions: ["north"] } }]).orders
    const inside = (orders: ReturnType<typeof at>) =>
      orders.filter(
        ({ id, placedAtMs }) =>
          id.startsWith("north") && placedAtMs >= middle.fromMs && placedAtMs < middle.toMs
      )
    const usual = inside(plain.orders).length
    expect(inside(at(4)).length / usual).toBeGreaterThan(3)
    expect(inside(at(4)).length / usual).toBeLessThan(5)
    const outside = (orders: ReturnType<typeof at>) =>
      orders.filter((order) => !inside(orders).includes(order))
    expect(outside(at(4))).toEqual(outside(plain.orders))
    const more = new Set(at(4).map(({ id }) => id))
    expect(at(2.5).every(({ id }) => more.has(id))).toBe(true)
    expect(inside(at(0))).toEqual([])
  })

  it("moves to promoted restaurants", () => {
    const { orders } = townWith([{ kind: "promotion", ...EVENING, share: 0.3, factor: 3, newDemand: 0 }])
    const count = (list: typeof orders) => {
      const counts = new Map<number, number>()
      for (const { restaurant } of list) counts.set(restaurant, (counts.get(restaurant) ?? 0) + 1)
      return counts
    }
    const [before, after] = [count(plain.orders), count(orders)]
    const rising = [...before].filter(([restaurant, orders]) => (after.get(restaurant) ?? 0) > orders).length
    expect(rising / before.size).toBeGreaterThan(0.1)
    expect(rising / before.size).toBeLessThan(0.5)
    expect(orders.length / plain.orders.length).toBeGreaterThan(0.6)
    expect(orders.length / plain.orders.length).toBeLessThan(1.6)
  })

  it("leaves a closed zone alone, and through traffic goes around it", () => {
    const zone = { radiusM: 800 }
    const { orders, restaurants, travel } = townWith([{ kind: "zone-ban", ...middle, zone }])
    const centres = [
      { lat: 41.4, lng: 2.2 },
      { lat: 41.1, lng: 2.2 }
    ]
    const closed = (where: { lat: number; lng: number }) =>
      centres.some((centre) => haversineM(centre, where) < 795)
    const during = orders.filter(({ placedAtMs }) => placedAtMs >= middle.fromMs && placedAtMs < middle.toMs)
    const shopOf = (index: number) => restaurants[index]?.position ?? { lat: 0, lng: 0 }
    expect(during.filter(({ dropoff, restaurant }) => closed(dropoff) || closed(shopOf(restaurant)))).toEqual(
      []
    )
    expect(plain.orders.some(({ dropoff }) => closed(dropoff))).toBe(true)
    // Across the middle of it: half the circle instead of its diameter, and two short tangents.
    const [west, east] = [
      { lat: 41.4, lng: 2.18 },
      { lat: 41.4, lng: 2.22 }
    ]
    const times =
      travel.durationMs(west, east, "car", 19 * HOUR_MS) / travel.durationMs(west, east, "car", 18 * HOUR_MS)
    const d = haversineM(west, east) / 2
    const arc = 800 * (Math.PI - 2 * Math.acos(800 / d))
    expect(times).toBeCloseTo((2 * Math.sqrt(d * d - 800 * 800) + arc) / (2 * d), 3)
    expect(travel.durationMs(east, west, "car", 19 * HOUR_MS)).toBe(
      travel.durationMs(west, east, "car", 19 * HOUR_MS)
    )
  })

  it("comes in a crowd from a stadium: within its circle, early, from restaurants nearby", () => {
    const { orders } = townWith([
      {
        kind: "stadium-exit",
        ...middle,
        where: { regions: ["south"] },
        stadium: { radiusM: 250 },
        orders: 100
      }
    ])
    const crowd = orders.filter(({ id }) => id.endsWith("-s1"))
    expect(crowd.length).toBe(100)
    for (const { dropoff } of crowd) expect(haversineM(dropoff, { lat: 41.1, lng: 2.2 })).toBeLessThan(251)
    const early = crowd.filter(({ placedAtMs }) => placedAtMs < 19 * HOUR_MS).length
    expect(early).toBeGreaterThan(60)
    expect(orders.length).toBe(plain.orders.length + 100)
  })
})

describe("couriers", () => {
  it("go home: about the share, at moments of their own, and nobody is told before", () => {
    const { couriers } = townWith([{ kind: "courier-dropout", ...middle, share: 0.4 }])
    const there = plain.couriers.filter(
      ({ offAtMs, onAtMs }) => onAtMs < middle.toMs && offAtMs > middle.fromMs
    )
    const gone = there.filter(
      ({ id, offAtMs }) => couriers.find((courier) => courier.id === id)?.offAtMs !== offAtMs
    )
    expect(gone.length / there.length).toBeGreaterThan(0.28)
    expect(gone.length / there.length).toBeLessThan(0.52)
    for (const courier of couriers) {
      if (courier.plannedOffAtMs === undefined) continue
      expect(courier.offAtMs).toBeGreaterThanOrEqual(middle.fromMs)
      expect(courier.offAtMs).toBeLessThan(Math.min(middle.toMs, courier.plannedOffAtMs))
    }
  })

  it("come in waves besides the others", () => {
    const { couriers } = townWith([
      { kind: "courier-wave", ...middle, share: 0.5, where: { regions: ["north"] } }
    ])
    const north = plain.couriers.filter(({ region }) => region === 0).length
    expect(couriers.length).toBe(plain.couriers.length + Math.round(north / 2))
    expect(couriers.slice(0, plain.couriers.length)).toEqual(plain.couriers)
    for (const { onAtMs } of couriers.slice(plain.couriers.length)) {
      expect(onAtMs).toBeGreaterThanOrEqual(middle.fromMs)
      expect(onAtMs).toBeLessThanOrEqual(middle.toMs)
    }
  })
})

describe("kitchens", () => {
  it("take longer by the factor; what they say of it is another matter", () => {
    const slowdown = { kind: "kitchen-slowdown", ...EVENING, factor: 2 } as const
    const { conditions } = townWith([{ ...slowdown, told: 0.5 }])
    expect(conditions?.preparationFactor(3, 19 * HOUR_MS)).toBe(2)
    expect(conditions?.estimateFactor(3, 19 * HOUR_MS)).toBe(1.5)
    expect(conditions?.preparationFactor(3, 21 * HOUR_MS)).toBe(1)
    const slow = townWith([{ ...slowdown, share: 0.3 }]).conditions
    const meant = plain.restaurants.filter((_, i) => slow?.preparationFactor(i, 19 * HOUR_MS) === 2).length
    expect(meant / plain.restaurants.length).toBeGreaterThan(0.15)
    expect(meant / plain.restaurants.length).toBeLessThan(0.45)
    expect(playTown([slowdown]).report.clickToDoor.mean).toBeGreaterThan(
      playTown([]).report.clickToDoor.mean + 10
    )
  })
})

describe("the gateway", () => {
  const outage = {
    kind: "gateway-outage",
    fromMs: 19 * HOUR_MS,
    toMs: 19 * HOUR_MS + 1.5 * MINUTE_MS
  } as const

  it("is silent for a while: orders wait, and are authorised when it is back (S108)", () => {
    const { entries, report } = playTown([outage])
    const paid = new Map<string, number>()
    for (const { atMs, order, type } of entries) {
      if (type === "PaymentAuthorised" && order !== undefined) paid.set(order, atMs)
    }
    const city = townWith([outage])
    const caught = city.orders.filter(
      ({ placedAtMs }) => placedAtMs >= outage.fromMs && placedAtMs < outage.toMs
    )
    expect(caught.length).toBeGreaterThan(2)
    for (const { id } of caught) expect(paid.get(id)).toBeGreaterThanOrEqual(outage.toMs)
    expect(report.delivered + report.cancelled + report.lost).toBe(report.placed)
  })

  it("refuses for a while: those orders end, and no others", () => {
    const { entries } = playTown([{ ...outage, failure: "refuses" }])
    const declined = entries.filter(({ type }) => type === "PaymentDeclined")
    expect(declined.length).toBeGreaterThan(2)
    for (const { atMs } of declined) {
      expect(atMs).toBeGreaterThanOrEqual(outage.fromMs)
      expect(atMs).toBeLessThan(outage.toMs)
    }
  })
})

describe("the maps", () => {
  it("fail: dispatch believes in straight lines while they do, and in the truth before and after (S95)", () => {
    const { plannedTravel, travel } = townWith([
      { kind: "rain", ...EVENING, noticedAfterMs: 0 },
      { kind: "maps-outage", ...middle }
    ])
    const [a, b] = [
      { lat: 41.4, lng: 2.2 },
      { lat: 41.41, lng: 2.21 }
    ]
    const believed = (atMs: number) => plannedTravel?.durationMs(a, b, "car", atMs, atMs)
    expect(believed(19 * HOUR_MS)).toBe(plain.travel.durationMs(a, b, "car", 19 * HOUR_MS))
    expect(believed(18.2 * HOUR_MS)).toBe(travel.durationMs(a, b, "car", 18.2 * HOUR_MS))
    expect(travel.durationMs(a, b, "car", 19 * HOUR_MS)).toBeGreaterThan(
      plain.travel.durationMs(a, b, "car", 19 * HOUR_MS)
    )
  })
})
