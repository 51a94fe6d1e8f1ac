import {
  constant,
  deliveryEta,
  type Distribution,
  type EtaParts,
  type EtaState,
  HOUR_MS,
  justPlaced,
  lognormalOf,
  MINUTE_MS,
  SECOND_MS
} from "@hotbag/core"
import { BadInput } from "../exit.ts"
import { forEachEventOf } from "../story/readEvents.ts"
import type { Forecast } from "./Forecast.ts"

/** Moments of an order at which it is asked when it will be there. */
export const MOMENTS = ["placement", "confirmed", "picked up"] as const
export type Moment = (typeof MOMENTS)[number]

/**
 * What the ETA model says of each delivered order of an event log at three moments, from what was known then: of the parts of the way how long
 * they took for the last orders that were dropped off before, of the food what the kitchen said.
 *
 * @throws BadInput when the log cannot be read, or nobody got anything.
 */
export const eventForecasts = async (
  path: string,
  stop: AbortSignal
): Promise<ReadonlyMap<Moment, ReadonlyArray<Forecast>>> => {
  const orders = new Map<string, Order>()
  await forEachEventOf(path, Object.keys(FIELDS), stop, (event) => {
    if (event.order === undefined) return
    const order = orders.get(event.order) ?? { ...NOTHING }
    orders.set(event.order, order)
    const field = FIELDS[event.type] ?? FIELDS[pascalCase(event.type)]
    if (field !== undefined) order[field] = event.atMs
    const estimate = event["readyEstimateAtMs"]
    if (field === "confirmedAtMs" && typeof estimate === "number") order.estimateAtMs = estimate
  })
  const delivered = [...orders.values()].filter(isWhole)
  if (delivered.length === 0)
    throw new BadInput(
      path,
      "no order in it was delivered",
      "name the events.ndjson of hotbag simulate --out"
    )
  return new Map(MOMENTS.map((moment) => [moment, forecastsAt(moment, delivered)]))
}

interface Order {
  placedAtMs: number
  confirmedAtMs: number
  estimateAtMs: number
  readyAtMs: number
  acceptedAtMs: number
  atRestaurantAtMs: number
  pickedUpAtMs: number
  atCustomerAtMs: number
  deliveredAtMs: number
}

const NOTHING: Order = {
  placedAtMs: Number.NaN,
  confirmedAtMs: Number.NaN,
  estimateAtMs: Number.NaN,
  readyAtMs: Number.NaN,
  acceptedAtMs: Number.NaN,
  atRestaurantAtMs: Number.NaN,
  pickedUpAtMs: Number.NaN,
  atCustomerAtMs: Number.NaN,
  deliveredAtMs: Number.NaN
}

const FIELDS: Readonly<Record<string, keyof Order>> = {
  OrderPlaced: "placedAtMs",
  OrderConfirmed: "confirmedAtMs",
  FoodReady: "readyAtMs",
  OfferAccepted: "acceptedAtMs",
  CourierAtRestaurant: "atRestaurantAtMs",
  DeliveryPickedUp: "pickedUpAtMs",
  CourierAtCustomer: "atCustomerAtMs",
  DeliveryCompleted: "deliveredAtMs"
}

/** `order-placed` back to `OrderPlaced`. */
const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

const isWhole = (order: Order): boolean => Object.values(order).every((value) => !Number.isNaN(value))

const startOf = (moment: Moment, order: Order): number =>
  moment === "placement"
    ? order.placedAtMs
    : moment === "confirmed"
      ? order.confirmedAtMs
      : order.pickedUpAtMs

const forecastsAt = (moment: Moment, orders: ReadonlyArray<Order>): ReadonlyArray<Forecast> => {
  const asked = [...orders].sort((a, b) => startOf(moment, a) - startOf(moment, b))
  const ended = [...orders].sort((a, b) => a.deliveredAtMs - b.deliveredAtMs)
  const past = makePast()
  let known = 0
  return asked.map((order) => {
    const nowMs = startOf(moment, order)
    for (; (ended[known]?.deliveredAtMs ?? Infinity) <= nowMs; known += 1) {
      const over = ended[known]
      if (over !== undefined) past.learn(over)
    }
    const eta = deliveryEta(stateAt(moment, order), past.partsOf(moment, order), { stepMs: STEP_MS })
    const minutes = (atMs: number) => Math.max(LEAST_MIN, (atMs - nowMs) / MINUTE_MS)
    const localHour = (nowMs / HOUR_MS) % 24
    return {
      atMs: nowMs,
      knownAtMs: order.deliveredAtMs,
      localHour,
      path: [moment, `${moment}/${Math.floor(localHour)}`],
      p10: minutes(eta.quantileMs(0.1)),
      p50: minutes(eta.quantileMs(0.5)),
      p90: minutes(eta.quantileMs(0.9)),
      mean: minutes(eta.meanMs),
      actual: minutes(order.deliveredAtMs)
    }
  })
}

/** Finer than anybody reads a table, and a tenth of the cost. */
const STEP_MS = 30 * SECOND_MS

/** A second: logarithms need something. */
const LEAST_MIN = 1 / 60

const stateAt = (moment: Moment, order: Order): EtaState => {
  const nowMs = startOf(moment, order)
  const placed = { ...justPlaced(order.placedAtMs), nowMs }
  if (moment === "placement") return placed
  if (moment === "confirmed") return { ...placed, acceptedAtMs: order.confirmedAtMs }
  return {
    ...placed,
    acceptedAtMs: order.confirmedAtMs,
    readyAtMs: order.readyAtMs,
    setOutAtMs: order.acceptedAtMs,
    atRestaurantAtMs: order.atRestaurantAtMs,
    pickedUpAtMs: order.pickedUpAtMs
  }
}

/** How long the parts took lately; until there are some, what the quotes of a marketplace begin with. */
const makePast = () => {
  const accept = makePart(45 * SECOND_MS, 150 * SECOND_MS)
  const preparation = makePart(15 * MINUTE_MS, 25 * MINUTE_MS)
  const beyondWord = makePart(1, 1.5)
  const toRestaurant = makePart(8 * MINUTE_MS, 15 * MINUTE_MS)
  const wait = makePart(90 * SECOND_MS, 240 * SECOND_MS)
  const travel = makePart(8 * MINUTE_MS, 14 * MINUTE_MS)
  const handOver = makePart(120 * SECOND_MS, 240 * SECOND_MS)
  return {
    learn: (order: Order): void => {
      accept.add(order.confirmedAtMs - order.placedAtMs)
      preparation.add(order.readyAtMs - order.confirmedAtMs)
      beyondWord.add((order.readyAtMs - order.confirmedAtMs) / (order.estimateAtMs - order.confirmedAtMs))
      toRestaurant.add(order.atRestaurantAtMs - order.confirmedAtMs)
      wait.add(order.pickedUpAtMs - Math.max(order.readyAtMs, order.atRestaurantAtMs))
      travel.add(order.atCustomerAtMs - order.pickedUpAtMs)
      handOver.add(order.deliveredAtMs - order.atCustomerAtMs)
    },
    partsOf: (moment: Moment, order: Order): EtaParts => ({
      accept: accept.now(1),
      // What the kitchen says is known from the confirmation on.
      preparation:
        moment === "placement"
          ? preparation.now(1)
          : beyondWord.now(Math.max(MINUTE_MS, order.estimateAtMs - order.confirmedAtMs)),
      toRestaurant: toRestaurant.now(1),
      wait: wait.now(1),
      travel: travel.now(1),
      handOver: handOver.now(1)
    })
  }
}

/** Durations of the last orders: more forget a surge too slowly, fewer say nothing of a ninth decile. */
const KEPT = 200
const ENOUGH = 20

const makePart = (median: number, high: number) => {
  const kept: Array<number> = []
  let known: Distribution | null = null
  let scaledBy = 0
  return {
    add: (value: number): void => {
      if (!Number.isFinite(value)) return
      kept.push(Math.max(0, value))
      if (kept.length > KEPT) kept.shift()
      known = null
    },
    now: (factor: number): Distribution => {
      if (known !== null && scaledBy === factor) return known
      const sorted = [...kept].sort((a, b) => a - b)
      const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
      const middle = factor * (kept.length < ENOUGH ? median : quantile(0.5))
      const late = factor * (kept.length < ENOUGH ? high : quantile(0.9))
      known = middle < SECOND_MS ? constant(middle) : lognormalOf(middle, Math.max(1.02 * middle, late))
      scaledBy = factor
      return known
    }
  }
}
