import { alertsFor, at, DAY_MS, HOUR_MS, MINUTE_MS, SloTracker } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { Report } from "../../src/report/Report.ts"
import { makeBehaviour } from "../../src/world/behaviour.ts"
import type { City } from "../../src/world/City.ts"
import { busyDay } from "../check/days.ts"
import { arbitraryCity } from "../world/arbitraryCity.ts"
import { play, type Played, POLICIES } from "../world/play.ts"
import { account, countOf, meanOf, minutesBetween, type Moments, thousandths } from "./account.ts"

/** The value that at least the share of all values does not exceed, counted off one by one. */
const quantileOf = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  let counted = 0
  for (const value of sorted) {
    counted++
    if (counted >= share * sorted.length) return value
  }
  return Number.NaN
}

/** Rounded to thousandths somehow: which way a tie goes depends on the sequence of a sum. */
const rounded = (value: number): unknown => expect.closeTo(value, 2)

const summaryOf = (values: ReadonlyArray<number>) => ({
  mean: values.length === 0 ? Number.NaN : rounded(meanOf(values)),
  p50: thousandths(quantileOf(values, 0.5)),
  p90: thousandths(quantileOf(values, 0.9)),
  p99: thousandths(quantileOf(values, 0.99)),
  max: values.length === 0 ? Number.NaN : thousandths(Math.max(...values))
})

const distinct = (entries: ReadonlyArray<LogEntry>, type: string): number =>
  new Set(entries.filter((entry) => entry.type === type).map((entry) => entry["offer"])).size

/** Where the time of each courier went: read off the trips, the history, and what the streams say of handling. */
const workOf = (city: City, seed: number, { entries, trips }: Played) => {
  const behaviour = makeBehaviour(city, seed)
  const reachedAtMs = new Map(
    entries
      .filter(({ type }) => type === "CourierAtRestaurant")
      .map(({ atMs, order }) => [order, atMs] as const)
  )
  const worked = city.couriers.map(() => 0)
  const untilMs = city.couriers.map(() => -Infinity)
  for (const trip of trips) {
    const orders = trip.drops.map(({ order }) => order)
    let leftAtMs = trip.leftRestaurantAtMs
    if (orders.length === 0) {
      const ms = Math.max(0, leftAtMs - Math.max(trip.departedAtMs, city.fromMs))
      worked[trip.courier] = at(worked, trip.courier) + ms
      untilMs[trip.courier] = leftAtMs
      continue
    }
    let ms = (reachedAtMs.get(at(city.orders, at(orders, 0)).id) ?? Number.NaN) - trip.departedAtMs
    ms += Math.max(...orders.map((order) => behaviour.beforePickupMs(order)))
    ms += trip.leftRestaurantAtMs - trip.pickedUpAtMs
    for (const drop of trip.drops) {
      ms += drop.arrivedAtMs - leftAtMs + (drop.leftAtMs - drop.arrivedAtMs)
      leftAtMs = drop.leftAtMs
    }
    worked[trip.courier] = at(worked, trip.courier) + ms
    untilMs[trip.courier] = leftAtMs
  }
  return { worked, untilMs }
}

/** By objective: whether the order was good for it; undefined when it says nothing about it. */
const judged = (order: Moments, promisedAtMs: number): Readonly<Record<string, boolean | undefined>> => {
  const {
    assignedAtMs,
    confirmedAtMs,
    deliveredAtMs,
    endedAtMs,
    outcome,
    pickedUpAtMs,
    placedAtMs,
    readyAtMs
  } = order
  const within = (minutes: number, fromMs: number | undefined, toMs: number | undefined) =>
    (toMs ?? Infinity) - (fromMs ?? 0) <= minutes * MINUTE_MS
  const taken = confirmedAtMs !== undefined
  const cooked = readyAtMs !== undefined
  // In this world nobody cancels who has a courier.
  const failed = cooked && (endedAtMs ?? 0) > promisedAtMs
  return {
    carried: taken && (failed || outcome !== "cancelled") ? outcome === "delivered" : undefined,
    "courier-in-time": cooked ? within(5, readyAtMs, assignedAtMs) : undefined,
    fresh: cooked ? within(15, readyAtMs, pickedUpAtMs) : undefined,
    "click-to-door": taken ? within(60, placedAtMs, deliveredAtMs) : undefined,
    promise: taken ? within(20, promisedAtMs, deliveredAtMs) : undefined
  }
}

/** Judges every order in the sequence in which they ended. */
const expectSlos = (city: City, report: Report, orders: ReadonlyMap<string, Moments>): void => {
  const promised = new Map(city.orders.map(({ id, promisedAtMs }) => [id, promisedAtMs]))
  const ended = [...orders].sort(([, one], [, other]) => (one.endedAtMs ?? 0) - (other.endedAtMs ?? 0))
  expect(report.slos.map(({ name }) => name)).toEqual(
    Object.keys(judged({ placedAtMs: 0, waiting: false }, 0))
  )
  for (const slo of report.slos) {
    const alerts = alertsFor(slo.objective, DAY_MS)
    const tracker = new SloTracker({ ...slo, windowMs: DAY_MS }, { alerts })
    let good = 0
    let total = 0
    for (const [id, order] of ended) {
      const isGood = judged(order, promised.get(id) ?? Number.NaN)[slo.name]
      if (isGood === undefined) continue
      total++
      if (isGood) good++
      tracker.record(order.endedAtMs ?? Number.NaN, isGood)
    }
    const attained = total === 0 ? 1 : good / total
    // Of so few that a single bad one is too many, one is no breach.
    const tooFew = total > 0 && total < Math.round(1 / (1 - slo.objective))
    const met = attained >= slo.objective || (tooFew && total - good === 1)
    expect(slo).toMatchObject({ good, total, met, tooFew })
    expect(slo.spentAtMs === null).toBe(met)
    expect(slo.attained).toBe(total === 0 ? Number.NaN : attained)
    expect(slo.budgetSpent).toBeCloseTo((1 - attained) / (1 - slo.objective), 9)
    expect(slo.burnRates).toEqual(tracker.result().burnRates)
  }
}

/** Orders that each courier brought to the door. */
const carriedBy = (city: City, entries: Played["entries"]): ReadonlyArray<number> =>
  city.couriers.map(({ id }) =>
    countOf(entries, ({ courier, type }) => type === "DeliveryCompleted" && courier === id)
  )

/** Standard deviation of the couriers' rates around the common one, weighed by their time, over the common one. */
const unevenness = (dutyMs: ReadonlyArray<number>, carried: ReadonlyArray<number>): number => {
  const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
  const rate = sum(carried) / sum(dutyMs)
  if (!(rate > 0)) return Number.NaN
  const squares = dutyMs.map((ms, c) => (ms > 0 ? ms * (at(carried, c) / ms - rate) ** 2 : 0))
  return Math.sqrt(sum(squares) / sum(dutyMs)) / rate
}

/** The slow way: at every moment that begins something, whatever has begun by then and not ended is counted. */
const atOnce = (orders: ReadonlyArray<Moments>): Report["concurrent"] => {
  const aliveAt = (from: (order: Moments) => number | undefined, nowMs: number) =>
    countOf(orders, (order) => (from(order) ?? Infinity) <= nowMs && (order.endedAtMs ?? Infinity) > nowMs)
  const most = (from: (order: Moments) => number | undefined) => {
    const moments = orders.flatMap((order) => from(order) ?? []).sort((a, b) => a - b)
    return moments.reduce(
      (best, nowMs) => {
        const count = aliveAt(from, nowMs)
        return count > best.count ? { count, atMs: nowMs } : best
      },
      { count: 0, atMs: 0 }
    )
  }
  const deliveries = most(({ confirmedAtMs }) => confirmedAtMs)
  return {
    orders: most(({ placedAtMs }) => placedAtMs).count,
    deliveries: deliveries.count,
    atMs: deliveries.count === 0 ? null : deliveries.atMs
  }
}

const expectReport = (city: City, seed: number, played: Played): void => {
  const { entries, report } = played
  const orders = account(entries)
  const between = (
    from: (order: Moments) => number | undefined,
    to: (order: Moments) => number | undefined
  ) => minutesBetween(orders.values(), from, to)
  const clickToDoor = between(
    ({ placedAtMs }) => placedAtMs,
    ({ deliveredAtMs }) => deliveredAtMs
  )
  const targetMin = city.rules.clickToDoorTargetMs / MINUTE_MS
  const outcomes = (outcome: string) => countOf(orders.values(), (order) => order.outcome === outcome)
  const { untilMs, worked } = workOf(city, seed, played)
  const dutyMs = city.couriers.map(({ offAtMs, onAtMs }, courier) =>
    Math.max(0, Math.max(Math.min(offAtMs, city.toMs), at(untilMs, courier)) - Math.max(onAtMs, city.fromMs))
  )
  const allDutyMs = dutyMs.reduce((sum, ms) => sum + ms, 0)
  const allWorkedMs = worked.reduce((sum, ms) => sum + ms, 0)
  const accepted = countOf(entries, ({ type }) => type === "OfferAccepted")
  const obeyed = city.rules.offers === "obeyed"
  expect(report).toMatchObject({
    seed,
    scenario: city.name,
    commit: "test",
    fromMs: city.fromMs,
    toMs: city.toMs,
    placed: orders.size,
    delivered: outcomes("delivered"),
    cancelled: outcomes("cancelled"),
    lost: outcomes("lost"),
    clickToDoor: summaryOf(clickToDoor),
    clickToDoorOverageMean:
      clickToDoor.length === 0
        ? Number.NaN
        : rounded(meanOf(clickToDoor.map((minutes) => Math.max(0, minutes - targetMin)))),
    readyToPickup: summaryOf(
      between(
        ({ readyAtMs }) => readyAtMs,
        ({ pickedUpAtMs }) => pickedUpAtMs
      )
    ),
    readyToDoor: summaryOf(
      between(
        ({ readyAtMs }) => readyAtMs,
        ({ deliveredAtMs }) => deliveredAtMs
      )
    ),
    timeToFirstOffer: summaryOf(
      between(
        ({ confirmedAtMs }) => confirmedAtMs,
        ({ firstOfferAtMs }) => firstOfferAtMs
      )
    ),
    couriers: countOf(dutyMs, (ms) => ms > 0),
    courierUtilization: allDutyMs === 0 ? Number.NaN : thousandths(allWorkedMs / allDutyMs),
    ordersPerCourierHour:
      allDutyMs === 0 ? Number.NaN : thousandths(outcomes("delivered") / (allDutyMs / HOUR_MS)),
    courierUnevenness: thousandths(unevenness(dutyMs, carriedBy(city, entries))),
    offers: distinct(entries, "DeliveryOffered"),
    offersRejected: obeyed ? null : distinct(entries, "OfferRejected"),
    offersTimedOut: obeyed ? null : distinct(entries, "OfferTimedOut"),
    // The saga's own alerts, such as of a silent restaurant, say nothing of a search.
    escalations: countOf(entries, ({ type, searchedM }) => type === "Escalate" && searchedM !== undefined),
    concurrent: atOnce([...orders.values()]),
    ordersPerBundle: accepted === 0 ? Number.NaN : thousandths(accepted / distinct(entries, "OfferAccepted")),
    // What has a version is an event of an aggregate.
    events: countOf(entries, (entry) => "version" in entry),
    eventsPerSecond: Number.NaN,
    worldEventsPerSecond: Number.NaN,
    seconds: { run: Number.NaN, rounds: Number.NaN, world: Number.NaN }
  })
  expect(report.courierUtilization > 1).toBe(false)
  expectSlos(city, report, orders)
}

describe("a report", () => {
  it.each(POLICIES)("says what the history says, figure by figure, under $name", (policy) => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        expectReport(city, seed, play(city, policy, seed))
      }),
      { numRuns: 50 }
    )
    expectReport(busyDay.city, 3, play(busyDay.city, policy, 3))
  })

  it("counts couriers as on duty only where the shift and the demand meet, and as long as they carry", () => {
    const { city } = busyDay
    const [courier] = city.couriers
    if (courier === undefined) throw new Error("the day has couriers")
    const shift = (onAtMs: number, offAtMs: number) => ({ ...courier, id: `${onAtMs}`, onAtMs, offAtMs })
    const idle: City = {
      ...city,
      orders: [],
      couriers: [
        shift(city.fromMs - HOUR_MS, city.fromMs + HOUR_MS / 2),
        shift(city.toMs - HOUR_MS / 4, city.toMs + HOUR_MS),
        shift(city.toMs + 1, city.toMs + HOUR_MS),
        shift(city.fromMs - HOUR_MS - 1, city.fromMs)
      ]
    }
    expect(play(idle, nearest).report).toMatchObject({ couriers: 2, courierUtilization: 0 })
  })
})
