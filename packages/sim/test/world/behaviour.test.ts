import { at, SECOND_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { makeBehaviour } from "../../src/world/behaviour.ts"
import type { City, CityRules } from "../../src/world/City.ts"
import { busyDay } from "../check/days.ts"

const COURIERS = 40
const ORDERS = 500

const ACCEPTANCE = 0.35
const IGNORES = 0.2
const GIVES_UP = 0.75

const rules: CityRules = {
  ...busyDay.city.rules,
  offers: {
    answerAfter: { minMs: 10 * SECOND_MS, maxMs: 30 * SECOND_MS },
    timeOutMs: 45 * SECOND_MS,
    ignores: IGNORES
  },
  beforePickup: { minMs: 0, maxMs: 100 },
  afterPickup: { minMs: 1_000, maxMs: 2_000 },
  beforeDropoff: { minMs: 7, maxMs: 7 },
  afterDropoff: { minMs: 500, maxMs: 1_500 },
  patience: { customerAfterMs: 1, customerProbability: GIVES_UP, platformAfterMs: 2 }
}

const cityOf = (changed: Partial<CityRules> = {}): City => ({
  ...busyDay.city,
  couriers: Array.from({ length: COURIERS }, (_, i) => ({
    ...at(busyDay.city.couriers, 0),
    id: `c${i}`,
    acceptance: ACCEPTANCE
  })),
  orders: Array.from({ length: ORDERS }, (_, i) => ({ ...at(busyDay.city.orders, 0), id: `o${i}` })),
  rules: { ...rules, ...changed }
})

/** Five standard deviations of a mean of `count` draws: the seeds are fixed, so it holds always or never. */
const closeTo = (mean: number, expected: number, deviation: number, count: number) =>
  expect(Math.abs(mean - expected)).toBeLessThan((5 * deviation) / Math.sqrt(count))

const meanOf = (values: ReadonlyArray<number>) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const bit = (share: number) => Math.sqrt(share * (1 - share))

const orders = Array.from({ length: ORDERS }, (_, order) => order)
const pairs = orders.flatMap((order) =>
  Array.from({ length: COURIERS }, (_, courier) => ({ courier, order }))
)

describe("common random numbers", () => {
  it("leave everybody's luck alone when others join the city", () => {
    const small = cityOf()
    const large: City = {
      ...small,
      couriers: [{ ...at(small.couriers, 0), id: "new" }, ...small.couriers],
      orders: [{ ...at(small.orders, 0), id: "new" }, ...small.orders]
    }
    const before = makeBehaviour(small, 7)
    const after = makeBehaviour(large, 7)
    for (const { courier, order } of pairs.slice(0, 1_000)) {
      expect(after.answer(courier + 1, order + 1, 0)).toEqual(before.answer(courier, order, 0))
      expect(after.beforePickupMs(order + 1)).toBe(before.beforePickupMs(order))
      expect(after.givesUp(order + 1)).toBe(before.givesUp(order))
    }
  })
})

describe.each([1, 2, 2 ** 40])("the people of a city under seed %d", (seed) => {
  const behaviour = makeBehaviour(cityOf(), seed)
  const answers = pairs.map(({ courier, order }) => behaviour.answer(courier, order, 0))

  it("accept as often as they are willing to, and leave a share of the other offers unanswered", () => {
    const accepts = answers.map(({ kind }) => (kind === "accepts" ? 1 : 0))
    const others = answers.filter(({ kind }) => kind !== "accepts")
    const ignores = others.map(({ kind }) => (kind === "ignores" ? 1 : 0))
    closeTo(meanOf(accepts), ACCEPTANCE, bit(ACCEPTANCE), answers.length)
    closeTo(meanOf(ignores), IGNORES, bit(IGNORES), others.length)
  })

  it("think for a while that has nothing to do with the answer", () => {
    const { minMs, maxMs } = { minMs: 10 * SECOND_MS, maxMs: 30 * SECOND_MS }
    const deviation = (maxMs - minMs) / Math.sqrt(12)
    for (const kind of ["accepts", "rejects"] as const) {
      const thinking = answers.filter((answer) => answer.kind === kind).map(({ afterMs }) => afterMs)
      expect(Math.min(...thinking)).toBeGreaterThanOrEqual(minMs)
      expect(Math.max(...thinking)).toBeLessThanOrEqual(maxMs)
      closeTo(meanOf(thinking), (minMs + maxMs) / 2, deviation, thinking.length)
    }
  })

  it("handle each stop for a uniform while, in whole milliseconds, the same whenever asked", () => {
    const { afterDropoffMs, afterPickupMs, beforeDropoffMs, beforePickupMs } = behaviour
    for (const [draw, minMs, maxMs] of [
      [beforePickupMs, 0, 100],
      [afterPickupMs, 1_000, 2_000],
      [beforeDropoffMs, 7, 7],
      [afterDropoffMs, 500, 1_500]
    ] as const) {
      const drawn = orders.map(draw)
      expect(drawn.every((ms) => Number.isInteger(ms) && ms >= minMs && ms <= maxMs)).toBe(true)
      expect(orders.toReversed().map(draw).toReversed()).toEqual(drawn)
      if (minMs === maxMs) continue
      closeTo(meanOf(drawn), (minMs + maxMs) / 2, (maxMs - minMs) / Math.sqrt(12), ORDERS)
      // Thirds of the interval: a draw that hugs the middle or the ends would pass for its mean.
      for (const third of [0, 1, 2]) {
        const inThird = drawn.map((ms) =>
          Math.floor((3 * (ms - minMs)) / (maxMs - minMs)) === third ? 1 : 0
        )
        closeTo(meanOf(inThird), 1 / 3, bit(1 / 3), ORDERS)
      }
    }
  })

  it("give up as often as they are said to, whoever they are", () => {
    closeTo(
      meanOf(orders.map((order) => (behaviour.givesUp(order) ? 1 : 0))),
      GIVES_UP,
      bit(GIVES_UP),
      ORDERS
    )
  })

  it("draw from streams of their own: no two of them go together", () => {
    const streams = [
      orders.map((order) => behaviour.beforePickupMs(order)),
      orders.map((order) => behaviour.afterPickupMs(order)),
      orders.map((order) => behaviour.afterDropoffMs(order)),
      orders.map((order) => (behaviour.givesUp(order) ? 1 : 0)),
      orders.map((order) => behaviour.answer(0, order, 0).afterMs),
      orders.map((order) => behaviour.answer(1, order, 0).afterMs),
      orders.map((order) => (behaviour.answer(0, order, 0).kind === "accepts" ? 1 : 0)),
      orders.map((order) => (behaviour.answer(1, order, 0).kind === "accepts" ? 1 : 0))
    ]
    streams.forEach((one, i) =>
      streams.slice(i + 1).forEach((other) => {
        expect(Math.abs(correlation(one, other))).toBeLessThan(5 / Math.sqrt(ORDERS))
      })
    )
  })
})

it("other seeds are other people", () => {
  const people = [1, 2, 2 ** 32 + 1].map((seed) => {
    const behaviour = makeBehaviour(cityOf(), seed)
    return JSON.stringify([
      orders.map((order) => behaviour.beforePickupMs(order)),
      orders.map((order) => behaviour.answer(0, order, 0))
    ])
  })
  expect(new Set(people).size).toBe(people.length)
})

describe("people without a choice", () => {
  it("obey at once where offers are obeyed", () => {
    const behaviour = makeBehaviour(cityOf({ offers: "obeyed" }), 1)
    for (const { courier, order } of pairs.slice(0, 100)) {
      expect(behaviour.answer(courier, order, 0)).toEqual({ kind: "accepts", afterMs: 0 })
    }
  })

  it("never give up where nobody does", () => {
    const behaviour = makeBehaviour(cityOf({ patience: null }), 1)
    expect(orders.some((order) => behaviour.givesUp(order))).toBe(false)
  })
})

const correlation = (one: ReadonlyArray<number>, other: ReadonlyArray<number>): number => {
  const [a, b] = [one, other].map((values) => {
    const mean = meanOf(values)
    return values.map((value) => value - mean)
  })
  if (a === undefined || b === undefined) return Number.NaN
  const product = (x: ReadonlyArray<number>, y: ReadonlyArray<number>) =>
    x.reduce((sum, value, i) => sum + value * at(y, i), 0)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}
