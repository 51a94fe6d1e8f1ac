import { at, i32 } from "@hotbag/core"
import { makeStream, numberOfName, type Stream } from "../kernel/streams.ts"
import type { City, Uniform } from "./City.ts"

/**
 * What people do, drawn from named streams. A draw belongs to the pair or the order it is about, not to the moment
 * of asking: whichever policy plays, the same courier gives the same answer to the same order, and the same door
 * takes the same time, also when there are other orders and couriers besides (common random numbers).
 */
export interface Behaviour {
  /** How the courier answers an offer of this order, and after how long; `ignores`: never answers. */
  readonly answer: (
    courier: number,
    order: number,
    atMs: number
  ) => { readonly kind: "accepts" | "rejects" | "ignores"; readonly afterMs: number }
  readonly beforePickupMs: (order: number) => number
  readonly afterPickupMs: (order: number) => number
  readonly beforeDropoffMs: (order: number) => number
  readonly afterDropoffMs: (order: number) => number
  /** Whether the customer gives up when patience ends and nobody carries the order. */
  readonly givesUp: (order: number) => boolean
}

/** The behaviour of a city's people under a seed. */
export const makeBehaviour = (city: City, seed: number): Behaviour => {
  const { rules } = city
  const stream = (purpose: string) => makeStream(seed, purpose)
  const orderKeys = Int32Array.from(city.orders, ({ id }) => numberOfName(id))
  const courierKeys = Int32Array.from(city.couriers, ({ id }) => numberOfName(id))
  const dwell = (interval: Uniform, purpose: string) => {
    const draws = stream(purpose)
    return (order: number) => within(interval, draws, i32(orderKeys, order))
  }
  const answers = stream("courier.answer")
  const silence = stream("courier.silence")
  const thinking = stream("courier.thinking")
  const patience = stream("customer.patience")
  return {
    answer: (courier, order, atMs) => {
      if (rules.offers === "obeyed") return { kind: "accepts", afterMs: 0 }
      const who = i32(courierKeys, courier)
      const what = i32(orderKeys, order)
      const afterMs = within(rules.offers.answerAfter, thinking, who, what)
      const willing = at(city.couriers, courier).acceptance * weatherFactor(city, order, atMs)
      if (answers.uniform(who, what) < willing) return { kind: "accepts", afterMs }
      const ignores = silence.uniform(who, what) < rules.offers.ignores
      return { kind: ignores ? "ignores" : "rejects", afterMs }
    },
    beforePickupMs: dwell(rules.beforePickup, "order.beforePickup"),
    afterPickupMs: dwell(rules.afterPickup, "order.afterPickup"),
    beforeDropoffMs: dwell(rules.beforeDropoff, "order.beforeDropoff"),
    afterDropoffMs: dwell(rules.afterDropoff, "order.afterDropoff"),
    givesUp: (order) =>
      rules.patience !== null && patience.uniform(i32(orderKeys, order)) < rules.patience.customerProbability
  }
}

const weatherFactor = ({ conditions, orders, restaurants }: City, order: number, atMs: number): number => {
  if (conditions === undefined) return 1
  const { position, region } = at(restaurants, at(orders, order).restaurant)
  return conditions.acceptanceFactor(region, position, atMs)
}

const within = ({ minMs, maxMs }: Uniform, stream: Stream, who: number, count?: number): number =>
  Math.round(minMs + (maxMs - minMs) * stream.uniform(who, count))
