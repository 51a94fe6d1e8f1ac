import { at, i32, f64 } from "@hotbag/core"
import { makeEventQueue, makeStream } from "@hotbag/sim"

/**
 * The smallest model of a delivery city: customers order, kitchens with a few slots cook first come first served, couriers of
 * one pool carry what is ready, the longest waiting first, and come back. Everything random is drawn beforehand, so that
 * whoever plays it plays the same day.
 */
export interface SmallCity {
  readonly restaurants: number
  /** Orders that each kitchen cooks at once. */
  readonly slots: number
  readonly couriers: number
  /** One per order, in whole nanoseconds, which add up exactly: when it is placed, in sequence … */
  readonly placedAt: Float64Array
  readonly restaurant: Int32Array
  /** … how long it cooks … */
  readonly cooking: Float64Array
  /** … and how long its courier is away. */
  readonly carrying: Float64Array
}

const SECOND = 1e9
const SECONDS_BETWEEN_ORDERS = 0.5
const COOKING_SECONDS = { shortest: 300, meanBeyond: 600 }
const CARRYING_SECONDS = { shortest: 600, meanBeyond: 900 }

/**
 * Two orders a second, 400 kitchens with eight slots each (busy 56 % of the time), 3,300 couriers (busy 91 %): Poisson arrivals,
 * exponential times beyond a shortest one.
 */
export const makeSmallCity = (orders: number, seed: number): SmallCity => {
  const restaurants = 400
  const draws = (purpose: string) => makeStream(seed, purpose)
  const [gaps, where, cooks, carries] = [
    draws("placed"),
    draws("restaurant"),
    draws("cooking"),
    draws("carrying")
  ]
  const whole = (seconds: number) => Math.round(seconds * SECOND)
  const beyond = (uniform: number, mean: number) => -mean * Math.log(uniform)
  const placedAt = new Float64Array(orders)
  let now = 0
  for (let order = 0; order < orders; order++) {
    now += whole(beyond(gaps.uniform(order), SECONDS_BETWEEN_ORDERS))
    placedAt[order] = now
  }
  const times = ({ meanBeyond, shortest }: typeof COOKING_SECONDS, stream: typeof cooks) =>
    Float64Array.from(placedAt, (_, order) => whole(shortest + beyond(stream.uniform(order), meanBeyond)))
  return {
    restaurants,
    slots: 8,
    couriers: 3_300,
    placedAt,
    restaurant: Int32Array.from(placedAt, (_, order) => Math.floor(where.uniform(order) * restaurants)),
    cooking: times(COOKING_SECONDS, cooks),
    carrying: times(CARRYING_SECONDS, carries)
  }
}

const PLACED = 0
const COOKED = 1
const BACK = 2

/** Plays it on our kernel. @returns the sum of all times from the order to the courier's return, in nanoseconds. */
export const playSmallCity = (city: SmallCity): number => {
  const { carrying, cooking, couriers, placedAt, restaurant, restaurants, slots } = city
  const queue = makeEventQueue({ capacity: 8_192 })
  const orders = placedAt.length
  const cookingNow = new Int32Array(restaurants)
  const kitchens = Array.from({ length: restaurants }, () => makeLine())
  const ready = makeLine()
  let idle = couriers
  let sum = 0
  queue.schedule(f64(placedAt, 0), PLACED, 0)
  while (queue.pop()) {
    const { kind, subject: order, timeMs: now } = queue
    if (kind === PLACED) {
      if (order + 1 < orders) queue.schedule(f64(placedAt, order + 1), PLACED, order + 1)
      const shop = i32(restaurant, order)
      if (i32(cookingNow, shop) === slots) at(kitchens, shop).join(order)
      else {
        cookingNow[shop] = i32(cookingNow, shop) + 1
        queue.schedule(now + f64(cooking, order), COOKED, order)
      }
    } else if (kind === COOKED) {
      const shop = i32(restaurant, order)
      const next = at(kitchens, shop).leave()
      if (next >= 0) queue.schedule(now + f64(cooking, next), COOKED, next)
      else cookingNow[shop] = i32(cookingNow, shop) - 1
      if (idle === 0) ready.join(order)
      else {
        idle--
        queue.schedule(now + f64(carrying, order), BACK, order)
      }
    } else {
      sum += now - f64(placedAt, order)
      const next = ready.leave()
      if (next >= 0) queue.schedule(now + f64(carrying, next), BACK, next)
      else idle++
    }
  }
  return sum
}

/** First come, first served. */
const makeLine = () => {
  const waiting: Array<number> = []
  let head = 0
  return {
    join: (order: number): void => void waiting.push(order),
    /** Who came first, or -1. */
    leave: (): number => {
      if (head === waiting.length) return -1
      const order = at(waiting, head++)
      if (head === waiting.length) {
        waiting.length = 0
        head = 0
      }
      return order
    }
  }
}
