import { MINUTE_MS } from "@hotbag/core"
import { makeStream } from "../kernel/streams.ts"
import type { CityOrder } from "../world/City.ts"
import { makeCopyNames } from "./copyNames.ts"
import { scatter } from "./placeNear.ts"

/** Something of a day, or a copy of it. */
export interface Copy<A> {
  readonly item: A
  /** Place of the item in its list. */
  readonly index: number
  /** 0: the item itself. */
  readonly copy: number
}

/**
 * Every item `factor` times; of a fraction, a draw of its own decides for each item whether it is in. What a smaller
 * factor holds a larger one holds too.
 *
 * @param factor for all alike, or for each its own.
 * @param purpose names the stream of the draws.
 */
export const multiplied = <A>(
  items: ReadonlyArray<A>,
  factor: number | ((item: A) => number),
  seed: number,
  purpose: string
): ReadonlyArray<Copy<A>> => {
  const stream = makeStream(seed, purpose)
  return items.flatMap((item, index) => {
    const times = typeof factor === "number" ? factor : factor(item)
    const count = Math.floor(times) + (stream.uniform(index) < times % 1 ? 1 : 0)
    return Array.from({ length: count }, (_, copy) => ({ item, index, copy }))
  })
}

/**
 * The orders of a day `factor` times, sorted by placement, ties in the sequence of the day. Below 1 some stay away.
 * Above 1 the day's own orders come again, each from the same restaurant with the same preparation, but up to ten whole
 * minutes earlier or later and to a door nearby: the very same door within minutes would be served on the way.
 */
export const moreOrders = (
  orders: ReadonlyArray<CityOrder>,
  factor: number | ((order: CityOrder) => number),
  seed: number
): ReadonlyArray<CityOrder> => {
  const draws = makeStream(seed, "scale.orders")
  const places = makeStream(seed, "scale.places")
  const nameOf = makeCopyNames(orders.map(({ id }) => id))
  return multiplied(orders, factor, seed, "scale.orders")
    .map(({ item, index, copy }) => {
      if (copy === 0) return item
      const shiftMin = Math.floor(draws.uniform(index, copy + 1) * (2 * JITTER_MIN + 1)) - JITTER_MIN
      const shiftMs = Math.max(-item.placedAtMs, shiftMin * MINUTE_MS)
      return {
        ...item,
        id: nameOf(item.id, copy),
        dropoff: scatter(
          item.dropoff,
          JITTER_M,
          places.uniform(index, 2 * copy),
          places.uniform(index, 2 * copy + 1)
        ),
        placedAtMs: item.placedAtMs + shiftMs,
        promisedAtMs: item.promisedAtMs + shiftMs
      }
    })
    .sort((a, b) => a.placedAtMs - b.placedAtMs)
}

/** In the same minute a copy would be carried along for nothing; much later it would be another hour's demand. */
const JITTER_MIN = 10
/** Standard deviation of the way to the other door, east and north: another street of the same quarter. */
const JITTER_M = 300
