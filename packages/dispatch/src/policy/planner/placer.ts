import { MINUTE_MS, at, i32 } from "@hotbag/core"
import type { Demand } from "./demand.ts"
import { placeByZones } from "./placeByZones.ts"
import type { ZoneOptions } from "./placeByZones.ts"
import type { PlanState } from "./PlanState.ts"
import type { Departure, PlaceHandle, PlannerView } from "./PlannerView.ts"
import { preposition } from "./preposition.ts"
import { makeZones } from "./zones.ts"
import type { Zones } from "./zones.ts"

/** When idle couriers are placed, and how. */
export interface PlacerOptions extends ZoneOptions {
  /**
   * Cost of empty travel without work where driving costs nothing: the expected wait, in minutes per order, that a minute
   * of driving must save. Empty travel to a pickup is `PlannerWeights.empty`.
   */
  readonly travelWeight: number
  /** Where driving costs: minutes of waiting, of all orders while the courier stays, that a minute of it must save. */
  readonly moveWeight: number
  /**
   * Couriers are placed by single restaurants while idle × restaurants × (couriers + restaurants) is at most this, which
   * is what that looks at; in a larger region by zones.
   */
  readonly mostPlacements: number
  /**
   * An idle courier is considered for a move in every so many-th window, and when just come. Where couriers are placed
   * more seldom than that, everybody is considered each time.
   */
  readonly prepositionEvery: number
  /** Time between rounds in which everybody is seen. */
  readonly windowMs: number
}

/**
 * Sends couriers without work to where demand is expected: restaurant by restaurant in a small region, by zones in a
 * large one. Zones and the pace of demand are looked at again every ten minutes, very many zones every half an hour:
 * neither changes fast.
 */
export const makePlacer = (
  s: PlanState,
  demand: Demand,
  options: PlacerOptions
): ((view: PlannerView) => ReadonlyArray<Departure>) => {
  let pace = { atMs: -Infinity, counted: 0, ordersPerMs: 0 }
  const paceAt = (atMs: number) => {
    const sinceMs = atMs - pace.atMs
    const { counted } = demand
    if (sinceMs >= LOOK_EVERY_MS) pace = { atMs, counted, ordersPerMs: (counted - pace.counted) / sinceMs }
    return pace.ordersPerMs
  }
  let looked: { readonly atMs: number; readonly zones: Zones } | null = null
  const zonesAt = (atMs: number) => {
    const everyMs = looked !== null && looked.zones.count > MANY_ZONES ? SELDOM_MS : LOOK_EVERY_MS
    if (looked === null || atMs >= looked.atMs + everyMs) {
      looked = { atMs, zones: makeZones(demand, s.travel) }
    }
    return looked.zones
  }
  return (view) => {
    const idle = placeable(s, view, options)
    const moves: Array<Departure> = []
    const send = (c: number, restaurant: PlaceHandle) => {
      moves.push({ courier: at(view.couriers, c).handle, restaurant, preposition: true })
    }
    const orders = paceAt(view.atMs) * options.stayMs
    const price = view.sparesTravel === true ? options.moveWeight / orders : options.travelWeight
    // Nobody orders: to drive is worth nothing.
    if (price === Infinity) return []
    const shops = demand.restaurants.length
    if (idle.length * shops * (s.courierCount + shops) <= options.mostPlacements) {
      preposition(s, demand, price, idle, options, send)
    } else placeByZones(s, demand, zonesAt(view.atMs), price, idle, options, send)
    return moves
  }
}

/** Couriers without work whose turn it is, or who have just come. */
const placeable = (s: PlanState, view: PlannerView, options: PlacerOptions): ReadonlyArray<number> => {
  const { prepositionEvery, windowMs } = options
  const everyMs = Math.max(windowMs, view.placedEveryMs ?? windowMs)
  const turns = Math.max(1, Math.round((prepositionEvery * windowMs) / everyMs))
  const idle: Array<number> = []
  view.couriers.forEach((courier, c) => {
    if (courier.freeAtMs > view.atMs || i32(s.length, c) > 0) return
    const turn = (Math.floor(view.atMs / everyMs) + courier.handle) % turns === 0
    if (turn || courier.arrivedAtMs + everyMs > view.atMs) idle.push(c)
  })
  return idle
}

const LOOK_EVERY_MS = 10 * MINUTE_MS
/** More than a city of 5,000 orders a day has. */
const MANY_ZONES = 400
const SELDOM_MS = 30 * MINUTE_MS
