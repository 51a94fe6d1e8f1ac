import { Limits } from "@hotbag/core"
import { DRAIN_MS, makeCopyNames, moreOrders, multiplied } from "@hotbag/sim"
import type { City, CityCourier } from "@hotbag/sim"
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
 * Below 1, a draw by seed decides who stays, so that a smaller day is a part of a larger one. Above 1, everybody is
 * there again: orders a little earlier or later and to a door nearby (see `moreOrders`), couriers as they are. A window
 * keeps the orders placed in it, and the couriers on duty in it or soon after; who came earlier begins with it.
 *
 * @throws BadInput when the day gets larger than `Limits.traceRows`, or nobody is left.
 */
export const scaleCity = (city: City, { window, ordersX, couriersX, seed }: CityScale): City => {
  refuseTooMany("--orders-x", city.orders.length * ordersX)
  refuseTooMany("--couriers-x", city.couriers.length * couriersX)
  const orders = moreOrders(city.orders, ordersX, seed).filter(
    ({ placedAtMs }) => placedAtMs >= window.fromMs && placedAtMs < window.toMs
  )
  const nameOf = makeCopyNames(city.couriers.map(({ id }) => id))
  const couriers = multiplied(city.couriers, couriersX, seed, "scale.couriers")
    .map(({ item, copy }): CityCourier => (copy === 0 ? item : { ...item, id: nameOf(item.id, copy) }))
    .filter(({ onAtMs, offAtMs }) => offAtMs > window.fromMs && onAtMs < window.toMs + DRAIN_MS)
    .map((courier) => ({ ...courier, onAtMs: Math.max(courier.onAtMs, window.fromMs) }))
  refuseNone("orders", orders.length)
  refuseNone("couriers", couriers.length)
  return { ...city, ...window, orders, couriers }
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
