import { at, HOUR_MS, InvariantViolation, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRun } from "../src/check/makeCheckers.ts"
import type { LogEntry } from "../src/report/LogEntry.ts"
import { reportText } from "../src/report/text.ts"
import type { Run } from "../src/Run.ts"
import { startRun } from "../src/startRun.ts"
import type { City, CityCourier, CityOrder } from "../src/world/City.ts"
import { busyDay } from "./check/days.ts"
import { account, countOf, meanOf, minutesBetween, type Moments } from "./report/account.ts"
import { arbitraryCity, FROM_MS } from "./world/arbitraryCity.ts"
import { play, POLICIES, start } from "./world/play.ts"

/** Random cities for each law and policy. */
const RUNS = 80

/** What happens in some city of eighty, or the cities prove too little. */
const HAPPENS = [
  "OrderPlaced",
  "PaymentAuthorised",
  "OrderConfirmed",
  "OrderRejected",
  "PreparationStarted",
  "PreparationRevised",
  "FoodReady",
  "OrderPickedUp",
  "OrderDelivered",
  "OrderCancelled by customer",
  "OrderCancelled by platform",
  "CourierNoted",
  "DeliveryRequested",
  "DeliveryOffered",
  "OfferAccepted",
  "OfferRejected",
  "OfferTimedOut",
  "CourierAtRestaurant",
  "DeliveryPickedUp",
  "CourierAtCustomer",
  "DeliveryCompleted",
  "DeliveryCancelled",
  "RequestPayment",
  "Notify",
  "Escalate"
]

/** Minutes of the first two hours and a half, in which nearly everything happens. */
const minute = fc.integer({ min: -20, max: 150 }).map((count) => FROM_MS + count * MINUTE_MS)

/** The city with one more courier, who has no shift to speak of. */
const withCourier = (city: City, courier: Partial<CityCourier>): City => ({
  ...city,
  couriers: [
    ...city.couriers,
    {
      id: "one-more",
      region: 0,
      position: { lat: 0, lng: 0 },
      vehicle: "bicycle",
      onAtMs: FROM_MS,
      offAtMs: FROM_MS,
      acceptance: 1,
      ...courier
    }
  ]
})

/** The day does not end before midnight: somebody is on duty elsewhere. */
const openAllDay = (city: City): City =>
  withCourier(
    { ...city, regions: [...city.regions, { id: "elsewhere", name: "Elsewhere" }] },
    { region: city.regions.length, onAtMs: 0, offAtMs: 24 * HOUR_MS }
  )

/** What was known by a moment: `takesMs` is for who judges a run afterwards, and nobody in it reads the log. */
const knownBefore = (entries: ReadonlyArray<LogEntry>, endMs: number) =>
  entries.filter(({ atMs }) => atMs < endMs).map((entry) => ({ ...entry, takesMs: undefined }))

describe.each(POLICIES)("a run of any city under $name", (policy) => {
  it("keeps every promise that a checker knows of, and everything happens (P2–P8)", () => {
    const happened = new Set<string>()
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { entries, report } = play(city, policy, seed)
        expect(checkRun(city, entries)).toEqual([])
        expect(report.placed).toBe(city.orders.length)
        expect(report.delivered + report.cancelled + report.lost).toBe(report.placed)
        for (const { by, type } of entries) happened.add(typeof by === "string" ? `${type} by ${by}` : type)
      }),
      { numRuns: RUNS }
    )
    const journeys = policy.openBundles === true ? ["Preposition", "CourierArrived"] : []
    expect([...HAPPENS, ...journeys].filter((what) => !happened.has(what))).toEqual([])
  })

  it("is the same in slices of any length, and whether or not anybody logs", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), fc.array(minute), (city, seed, cuts) => {
        const { entries, report } = play(city, policy, seed)
        const sliced = start(city, policy, seed)
        for (const cut of cuts) sliced.run.advance(cut)
        sliced.run.advance(Infinity)
        expect(sliced.run.report()).toEqual(report)
        expect(sliced.entries).toEqual(entries)
        const silent = startRun({ city, policy, seed, commit: "test" })
        silent.advance(Infinity)
        expect(silent.report()).toEqual(report)
      }),
      { numRuns: RUNS / 4 }
    )
  })

  it("does not know the future: what is ordered later changes nothing before", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (anyCity, seed) => {
        const city = openAllDay(anyCity)
        const whole = start(city, policy, seed)
        for (let minute = 0; minute < 50; minute += 5) {
          const untilMs = FROM_MS + minute * MINUTE_MS
          const cut = start(
            { ...city, orders: city.orders.filter(({ placedAtMs }) => placedAtMs <= untilMs) },
            policy,
            seed
          )
          whole.run.advance(untilMs)
          cut.run.advance(untilMs)
          expect(cut.entries).toEqual(whole.entries)
          expect(cut.run.progress()).toEqual(whole.run.progress())
        }
      }),
      { numRuns: RUNS / 4 }
    )
  })

  it("does not know how long a kitchen will take, or a restaurant to answer, before it did", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), fc.nat(), (anyCity, seed, pick) => {
        const city = openAllDay(anyCity)
        const slow = city.orders[pick % Math.max(1, city.orders.length)]
        if (slow === undefined) return
        const { entries } = play(city, policy, seed)
        const momentOf = (type: string) =>
          entries.find((entry) => entry.order === slow.id && entry.type === type)?.atMs ?? Infinity
        const later = (longer: Partial<CityOrder>) =>
          play(
            {
              ...city,
              orders: city.orders.map((order) => (order === slow ? { ...slow, ...longer } : order))
            },
            policy,
            seed
          ).entries
        for (const [type, longer] of [
          ["FoodReady", { preparationMs: slow.preparationMs + HOUR_MS }],
          ["OrderConfirmed", { acceptAfterMs: slow.acceptAfterMs + HOUR_MS }]
        ] as const) {
          const endMs = Math.min(momentOf(type), momentOf("OrderCancelled"))
          expect(knownBefore(later(longer), endMs)).toEqual(knownBefore(entries, endMs))
        }
      }),
      { numRuns: RUNS / 4 }
    )
  })

  it("is the same for everybody when somebody is added who never works", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { entries } = play(city, policy, seed)
        expect(play(withCourier(city, {}), policy, seed).entries).toEqual(entries)
      }),
      { numRuns: RUNS / 4 }
    )
  })

  it("accounts for every order and every courier at any time", () => {
    fc.assert(
      fc.property(
        arbitraryCity,
        fc.nat(),
        fc.array(minute, { minLength: 1, maxLength: 4 }),
        (city, seed, times) => {
          const { entries, run } = start(city, policy, seed)
          for (const untilMs of times.toSorted((a, b) => a - b)) {
            run.advance(untilMs)
            expectAccounts(city, run, untilMs, entries)
          }
        }
      ),
      { numRuns: RUNS / 4 }
    )
  })
})

describe("a run", () => {
  const { city } = busyDay
  const hashOf = (seed: number, place: City = city, policy = nearest) => play(place, policy, seed).report.hash

  it("is its seed, its city and its policy, and nothing else (P11)", () => {
    expect(play(city, nearest, 7)).toEqual(play(city, nearest, 7))
    expect(play(city, nearest, 8).entries).not.toEqual(play(city, nearest, 7).entries)
    const hashes = [1, 2, 3, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map((seed) => hashOf(seed))
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(new Set(POLICIES.map((policy) => hashOf(1, city, policy))).size).toBe(POLICIES.length)
    expect(hashOf(1, { ...city, name: "another" })).not.toBe(hashOf(1))
    const [first, ...others] = city.orders
    if (first === undefined) throw new Error("the day has orders")
    const later = { ...first, preparationMs: first.preparationMs + 1 }
    expect(hashOf(1, { ...city, orders: [later, ...others] })).not.toBe(hashOf(1))
  })

  it("of an empty city is over at once, and says nothing of what did not happen: no mean of nothing is 0", () => {
    const empty = { ...city, couriers: [], orders: [], restaurants: [] }
    const { entries, report, trips } = play(empty, nearest)
    expect([entries, trips]).toEqual([[], []])
    const json: unknown = JSON.parse(JSON.stringify(report))
    const never = { mean: null, p50: null, p90: null, p99: null, max: null }
    expect(json).toMatchObject({
      placed: 0,
      delivered: 0,
      clickToDoor: never,
      clickToDoorOverageMean: null,
      readyToDoor: never,
      timeToFirstOffer: never,
      courierUtilization: null,
      ordersPerCourierHour: null,
      courierUnevenness: null,
      ordersPerBundle: null,
      rounds: { p50Ms: null, p99Ms: null, maxMs: null },
      eventsPerSecond: null,
      seconds: { run: null, rounds: null, world: null }
    })
    expect(report.slos.every(({ attained, met }) => Number.isNaN(attained) && met)).toBe(true)
    expect(reportText(report)).not.toMatch(/NaN|null/)
  })

  it.each(POLICIES)("without couriers loses every order that the restaurants take ($name)", (policy) => {
    const { entries, report } = play({ ...city, couriers: [] }, policy)
    expect(report).toMatchObject({ delivered: 0, offers: 0, couriers: 0, courierUtilization: Number.NaN })
    expect(report.lost + report.cancelled).toBe(city.orders.length)
    expect(checkRun({ ...city, couriers: [] }, entries)).toEqual([])
  })

  it.each(POLICIES)("in which everybody declines asks everybody once for each order ($name)", (policy) => {
    const unwilling = { ...city, couriers: city.couriers.map((courier) => ({ ...courier, acceptance: 0 })) }
    const { entries, report } = play(unwilling, policy)
    // Only who goes somewhere without an order is at work at all.
    const sent = entries.some(({ type }) => type === "Preposition")
    expect(report).toMatchObject({ delivered: 0, courierUtilization: sent ? expect.any(Number) : 0 })
    expect((report.offersRejected ?? 0) + (report.offersTimedOut ?? 0)).toBe(report.offers)
    const asked = entries.filter(({ type }) => type === "DeliveryOffered")
    expect(new Set(asked.map(({ courier, order }) => `${courier} ${order}`)).size).toBe(asked.length)
    expect(checkRun(unwilling, entries)).toEqual([])
  })

  it("plays up to and including the time it is told", () => {
    const { run } = start(city, nearest)
    run.advance(city.fromMs - 1)
    expect(run.progress()).toMatchObject({ nowMs: city.fromMs, placed: 0, events: 0 })
    run.advance(city.fromMs)
    expect(run.progress()).toMatchObject({ nowMs: city.fromMs, placed: 4 })
    run.advance(city.fromMs + MINUTE_MS)
    expect(run.progress()).toMatchObject({
      nowMs: city.fromMs + MINUTE_MS,
      open: { awaitingRestaurant: 1, preparing: 3 }
    })
  })

  it("reports only when it is done, and stays as it is from then on", () => {
    const { entries, run } = start(city, nearest)
    expect(() => run.report()).toThrow(InvariantViolation)
    run.advance(city.fromMs + HOUR_MS)
    expect(run.done).toBe(false)
    expect(() => run.report()).toThrow(InvariantViolation)
    run.advance(Infinity)
    expect(run.done).toBe(true)
    const report = run.report()
    const told = entries.length
    run.advance(Infinity)
    expect(run.report()).toEqual(report)
    expect(entries).toHaveLength(told)
  })

  it("counts its speed in domain events per second of the clock it is given", () => {
    let nowMs = 0
    const wallClock = () => (nowMs += 250)
    const run = startRun({ city, policy: nearest, seed: 1, commit: "test", wallClock })
    run.advance(city.fromMs + HOUR_MS)
    run.advance(Infinity)
    const { events, eventsPerSecond, rounds, seconds, worldEventsPerSecond } = run.report()
    // The clock moves by a quarter of a second whenever somebody looks: twice for a slice, twice for a round.
    expect(eventsPerSecond).toBe(Math.round(events / (2 * 0.25 + 2 * 0.25 * rounds.count)))
    expect(rounds).toEqual({ count: run.roundsMs().length, p50Ms: 250, p99Ms: 250, maxMs: 250 })
    expect(rounds.count).toBeGreaterThan(0)
    // A quarter for each round itself; what is left of it is the world's.
    const inRounds = 0.25 * rounds.count
    expect(seconds).toEqual({ run: 0.5 + 2 * inRounds, rounds: inRounds, world: 0.5 + inRounds })
    expect(worldEventsPerSecond).toBe(Math.round(events / seconds.world))
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("refuses the seed %d", (seed) => {
    expect(() => startRun({ city, policy: nearest, seed, commit: "test" })).toThrow(InvariantViolation)
  })

  it("refuses rules that leave dispatch or couriers no time", () => {
    const { rules } = city
    for (const spoilt of [
      { ...rules, windowMs: 0 },
      { ...rules, windowMs: Number.NaN },
      { ...rules, offers: { answerAfter: { minMs: 0, maxMs: 0 }, timeOutMs: 0, ignores: 0 } }
    ]) {
      expect(() => start({ ...city, rules: spoilt }, nearest)).toThrow(InvariantViolation)
    }
  })

  it("refuses orders that are not sorted by their placement", () => {
    expect(() => start({ ...city, orders: city.orders.toReversed() }, nearest)).toThrow(InvariantViolation)
  })
})

/** Holds what a live screen shows against the history so far. */
const expectAccounts = (city: City, run: Run, untilMs: number, entries: ReadonlyArray<LogEntry>): void => {
  const progress = run.progress()
  const orders = [...account(entries).values()]
  const open = orders.filter(({ outcome }) => outcome === undefined)
  const outcomes = (outcome: string) => countOf(orders, (order) => order.outcome === outcome)
  const recent = orders.filter(
    ({ deliveredAtMs = -Infinity }) => deliveredAtMs >= progress.nowMs - 30 * MINUTE_MS
  )
  const clickToDoor = minutesBetween(
    recent,
    ({ placedAtMs }) => placedAtMs,
    ({ deliveredAtMs }) => deliveredAtMs
  )
  const stage = ({ confirmedAtMs, pickedUpAtMs, readyAtMs }: Moments) =>
    pickedUpAtMs !== undefined
      ? "onTheWay"
      : readyAtMs !== undefined
        ? "ready"
        : confirmedAtMs !== undefined
          ? "preparing"
          : "awaitingRestaurant"
  expect(progress).toMatchObject({
    placed: orders.length,
    delivered: outcomes("delivered"),
    cancelled: outcomes("cancelled"),
    lost: outcomes("lost"),
    unassigned: countOf(open, ({ waiting }) => waiting),
    recentClickToDoorMin: recent.length === 0 ? null : expect.closeTo(meanOf(clickToDoor), 2),
    open: Object.fromEntries(
      ["awaitingRestaurant", "preparing", "ready", "onTheWay"].map((name) => [
        name,
        countOf(open, (order) => stage(order) === name)
      ])
    )
  })
  expectCouriers(city, run, untilMs, entries)
}

/** Whoever has accepted something, or was sent somewhere, and has not finished that, is at work; else the shift decides. */
const expectCouriers = (city: City, run: Run, untilMs: number, entries: ReadonlyArray<LogEntry>): void => {
  const { couriers } = run.progress()
  const done = new Set(
    run.trips().flatMap(({ drops }) => drops.map(({ order }) => at(city.orders, order).id))
  )
  const atWork = new Map<string, string>()
  for (const { courier = "", order = "", type } of entries) {
    if (type === "CourierArrived") atWork.delete(courier)
    if (STOPS.has(type) && !done.has(order)) atWork.set(courier, type)
  }
  const isOnTheWay = (type: string) => type === "OfferAccepted" || type === "Preposition"
  const onDuty = ({ offAtMs, onAtMs }: CityCourier) => onAtMs <= untilMs && untilMs < offAtMs
  const others = city.couriers.filter(({ id }) => !atWork.has(id))
  expect(couriers).toMatchObject({
    idle: countOf(others, onDuty),
    offline: countOf(others, (courier) => !onDuty(courier)),
    toRestaurant: countOf(atWork.values(), isOnTheWay)
  })
  expect(couriers.atRestaurant + couriers.toCustomer).toBe(atWork.size - couriers.toRestaurant)
  expect(couriers.atRestaurant).toBeGreaterThanOrEqual(
    countOf(atWork.values(), (type) => type === "CourierAtRestaurant")
  )
}

const STOPS: ReadonlySet<string> = new Set([
  "Preposition",
  "OfferAccepted",
  "CourierAtRestaurant",
  "DeliveryPickedUp",
  "CourierAtCustomer",
  "DeliveryCompleted"
])
