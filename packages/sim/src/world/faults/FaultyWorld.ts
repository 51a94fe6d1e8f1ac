import { at, type SagaReaction } from "@hotbag/core"
import type { EventQueue } from "../../kernel/EventQueue.ts"
import type { City } from "../City.ts"
import type { World } from "../World.ts"
import { type FaultFigures, type Faults, noFaultsFelt } from "./Faults.ts"
import { type Held, type Lane, makeHeld, makeLane } from "./Lane.ts"

/** What a day with faults keeps besides: what waits, in which sequence, and how often. */
export interface FaultyWorld {
  readonly faults: Faults
  readonly held: Held
  readonly figures: FaultFigures
  readonly regionOfOrder: (order: number) => number
  readonly regionOfCourier: (courier: number) => number
  /** What a courier's app has to say, in sequence. */
  readonly appOf: (courier: number) => Lane
  /** What the region's dispatcher is told of commits, in sequence. */
  readonly busOf: (region: number) => Lane
  /** Notices, payments and tickets of a region, in sequence. */
  readonly relayOf: (region: number) => Lane
  /** When the courier's command of this moment is committed. */
  readonly reportedAtMs: (courier: number) => number
  /** When the courier's answer is in, who needs so long for it. */
  readonly answeredAtMs: (courier: number, thinksMs: number) => number
  /** What a saga wants goes out when the relay works. `false`: it works. */
  readonly relays: (order: number, reaction: SagaReaction, send: () => void) => boolean
}

/** Nothing waits yet. */
export const makeFaultyWorld = (
  world: () => World,
  city: City,
  queue: EventQueue,
  faults: Faults
): FaultyWorld => {
  const held = makeHeld(queue)
  const figures = noFaultsFelt()
  const nowMs = () => world().nowMs
  const lanes = () => {
    const known = new Map<number, Lane>()
    return (who: number): Lane => {
      const lane = known.get(who) ?? makeLane(held, nowMs)
      known.set(who, lane)
      return lane
    }
  }
  const regionOfOrder = (order: number) => at(city.restaurants, at(city.orders, order).restaurant).region
  const regionOfCourier = (courier: number) => at(city.couriers, courier).region
  const reportedAtMs = (courier: number, atMs: number) =>
    faults.committedAtMs(regionOfCourier(courier), faults.connectedAtMs(courier, atMs))
  const relayOf = lanes()
  return {
    faults,
    held,
    figures,
    regionOfOrder,
    regionOfCourier,
    appOf: lanes(),
    busOf: lanes(),
    relayOf,
    reportedAtMs: (courier) => reportedAtMs(courier, nowMs()),
    answeredAtMs: (courier, thinksMs) => {
      const readMs = faults.connectedAtMs(courier, nowMs())
      const answeredMs = reportedAtMs(courier, readMs + thinksMs)
      if (answeredMs > nowMs() + thinksMs) figures.answersLate++
      return answeredMs
    },
    relays: (order, { _tag }, send) => {
      if (_tag !== "RequestPayment" && _tag !== "AskRestaurant" && _tag !== "Notify") return false
      const region = regionOfOrder(order)
      if (!relayOf(region).pass(faults.heardAtMs(region, nowMs()), order, send)) figures.messagesLate++
      return true
    }
  }
}
