import { at, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { MinutesSummary } from "../../src/report/Report.ts"
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
  return 0
}

const summaryOf = (values: ReadonlyArray<number>): MinutesSummary => ({
  mean: meanOf(values) ?? 0,
  p50: thousandths(quantileOf(values, 0.5)),
  p90: thousandths(quantileOf(values, 0.9)),
  p99: thousandths(quantileOf(values, 0.99)),
  max: thousandths(Math.max(0, ...values))
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

const judgements = (city: City, orders: ReadonlyMap<string, Moments>) => {
  const never = Infinity
  const taken = [...orders.values()].filter(({ confirmedAtMs }) => confirmedAtMs !== undefined)
  const cooked = [...orders.values()].filter(({ readyAtMs }) => readyAtMs !== undefined)
  const within = (
    list: ReadonlyArray<Moments>,
    minutes: number,
    from: (order: Moments) => number | undefined,
    to: (order: Moments) => number | undefined
  ) => ({
    good: countOf(list, (order) => (to(order) ?? never) <= (from(order) ?? never) + minutes * MINUTE_MS),
    total: list.length
  })
  const promised = new Map(city.orders.map(({ id, promisedAtMs }) => [id, promisedAtMs]))
  const kept = [...orders].filter(
    ([id, { deliveredAtMs = never }]) => deliveredAtMs <= (promised.get(id) ?? never) + 20 * MINUTE_MS
  )
  return {
    carried: { good: countOf(taken, ({ outcome }) => outcome !== "lost"), total: taken.length },
    "courier-in-time": within(
      cooked,
      5,
      ({ readyAtMs }) => readyAtMs,
      ({ assignedAtMs }) => assignedAtMs
    ),
    fresh: within(
      cooked,
      15,
      ({ readyAtMs }) => readyAtMs,
      ({ pickedUpAtMs }) => pickedUpAtMs
    ),
    "click-to-door": within(
      taken,
      60,
      ({ placedAtMs }) => placedAtMs,
      ({ deliveredAtMs }) => deliveredAtMs
    ),
    promise: {
      good: countOf(kept, ([, { confirmedAtMs }]) => confirmedAtMs !== undefined),
      total: taken.length
    }
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
    clickToDoorOverageMean: meanOf(clickToDoor.map((minutes) => Math.max(0, minutes - targetMin))) ?? 0,
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
    courierUtilization: allDutyMs === 0 ? 0 : thousandths(allWorkedMs / allDutyMs),
    ordersPerCourierHour: allDutyMs === 0 ? 0 : thousandths(outcomes("delivered") / (allDutyMs / HOUR_MS)),
    offers: distinct(entries, "DeliveryOffered"),
    offersRejected: distinct(entries, "OfferRejected"),
    offersTimedOut: distinct(entries, "OfferTimedOut"),
    // The saga's own alerts, such as of a silent restaurant, say nothing of a search.
    escalations: countOf(entries, ({ type, searchedM }) => type === "Escalate" && searchedM !== undefined),
    ordersPerBundle: accepted === 0 ? 0 : thousandths(accepted / distinct(entries, "OfferAccepted")),
    eventsPerSecond: 0
  })
  expect(report.courierUtilization).toBeLessThanOrEqual(1)
  const slos = judgements(city, orders)
  expect(Object.fromEntries(report.slos.map(({ good, name, total }) => [name, { good, total }]))).toEqual(
    slos
  )
  for (const { attained, budgetSpent, good, met, objective, total } of report.slos) {
    expect(attained).toBe(total === 0 ? 1 : good / total)
    expect(budgetSpent).toBeCloseTo(total === 0 ? 0 : (1 - good / total) / (1 - objective), 9)
    expect(met).toBe(total === 0 || good / total >= objective)
  }
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
