import { HOUR_MS, Limits, MINUTE_MS } from "@hotbag/core"
import { makeStream } from "@hotbag/sim"
import type { City, CityCourier, CityOrder } from "@hotbag/sim"
import { BadInput } from "../exit.ts"
import type { Window } from "./window.ts"

/** How a real day is changed before it is played. */
export interface CityScale {
  readonly window: Window
  /** Multiples of what the trace holds. */
  readonly ordersX: number
  readonly couriersX: number
  readonly seed: number
}

/**
 * A real day with more or fewer orders and couriers, or only a part of it.
 *
 * Below 1, a draw by name and seed decides who stays, so that a smaller day is a part of a larger one. Above 1,
 * everybody is there again: orders placed up to ten whole minutes earlier or later, couriers as they are. A window
 * keeps the orders placed in it, and the couriers on duty in it or soon after; who came earlier begins with it.
 *
 * @throws BadInput when the day gets larger than `Limits.traceRows`, or nobody is left.
 */
export const scaleCity = (city: City, { window, ordersX, couriersX, seed }: CityScale): City => {
  refuseTooMany("--orders-x", city.orders.length * ordersX)
  refuseTooMany("--couriers-x", city.couriers.length * couriersX)
  const orders = copies(city.orders, ordersX, seed, "scale.orders")
    .map(({ item, copy, draw }) => (copy === 0 ? item : placedAgain(item, copy, draw)))
    .filter(({ placedAtMs }) => placedAtMs >= window.fromMs && placedAtMs < window.toMs)
    .sort((a, b) => a.placedAtMs - b.placedAtMs)
  const couriers = copies(city.couriers, couriersX, seed, "scale.couriers")
    .map(({ item, copy }): CityCourier => (copy === 0 ? item : { ...item, id: `${item.id}-${copy + 1}` }))
    .filter(({ onAtMs, offAtMs }) => offAtMs > window.fromMs && onAtMs < window.toMs + DRAIN_MS)
    .map((courier) => ({ ...courier, onAtMs: Math.max(courier.onAtMs, window.fromMs) }))
  refuseNone("orders", orders.length)
  refuseNone("couriers", couriers.length)
  return { ...city, ...window, orders, couriers }
}

/** What is ordered at the end of a window is picked up within this. */
const DRAIN_MS = HOUR_MS

/** A copy of an order comes at another minute: in the same one it would be carried along for nothing. */
const JITTER_MIN = 10

interface Copy<A> {
  readonly item: A
  /** 0: the item itself. */
  readonly copy: number
  /** Uniform in (0, 1), for this copy alone. */
  readonly draw: number
}

/** Every item `factor` times; a fraction by a draw of its own for each item. */
const copies = <A>(
  items: ReadonlyArray<A>,
  factor: number,
  seed: number,
  purpose: string
): ReadonlyArray<Copy<A>> => {
  if (factor === 1) return items.map((item) => ({ item, copy: 0, draw: 0.5 }))
  const stream = makeStream(seed, purpose)
  return items.flatMap((item, i) => {
    const count = Math.floor(factor) + (stream.uniform(i) < factor % 1 ? 1 : 0)
    return Array.from({ length: count }, (_, copy) => ({ item, copy, draw: stream.uniform(i, copy + 1) }))
  })
}

const placedAgain = (order: CityOrder, copy: number, draw: number): CityOrder => {
  const shiftMin = Math.floor(draw * (2 * JITTER_MIN + 1)) - JITTER_MIN
  const shiftMs = Math.max(-order.placedAtMs, shiftMin * MINUTE_MS)
  return {
    ...order,
    id: `${order.id}-${copy + 1}`,
    placedAtMs: order.placedAtMs + shiftMs,
    promisedAtMs: order.promisedAtMs + shiftMs
  }
}

const refuseTooMany = (option: string, count: number) => {
  if (count > Limits.traceRows)
    throw new BadInput(
      option,
      `that would be ${Math.round(count)} of them, at most ${Limits.traceRows} are played`,
      "choose a smaller factor"
    )
}

const refuseNone = (what: string, count: number) => {
  if (count === 0)
    throw new BadInput("--trace", `no ${what} are left of the day`, "choose a wider window or larger factors")
}
