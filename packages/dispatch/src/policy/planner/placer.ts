import { MINUTE_MS, at, i32 } from "@hotbag/core"
import type { Demand } from "./demand.ts"
import { placeByZones } from "./placeByZones.ts"
import type { ZoneOptions } from "./placeByZones.ts"
import type { PlanState } from "./PlanState.ts"
import type { Departure, PlaceHandle, PlannerView } from "./PlannerView.ts"
import { preposition } from "./preposition.ts"
import { makeZones } from "./zones.ts"

/** When idle couriers are placed, and how. */
export interface PlacerOptions extends ZoneOptions {
  /**
   * Couriers are placed by single restaurants while idle × restaurants × (couriers + restaurants) is at most this, which
   * is what that looks at; in a larger region by zones.
   */
  readonly mostPlacements: number
  /** An idle courier is considered for a move in every so many-th round, and when just come. */
  readonly prepositionEvery: number
  /** Time between rounds in which everybody is seen. */
  readonly windowMs: number
}

/**
 * Sends couriers without work to where demand is expected: restaurant by restaurant in a small region, by zones in a
 * large one. Zones and the pace of demand are looked at again every ten minutes: neither changes fast.
 */
export const makePlacer = (
  s: PlanState,
  demand: Demand,
  options: PlacerOptions
): ((view: PlannerView) => ReadonlyArray<Departure>) => {
  let region = { atMs: -Infinity, counted: 0, ordersPerMs: 0, zones: makeZones(demand, s.travel) }
  const look = (atMs: number) => {
    const sinceMs = atMs - region.atMs
    if (sinceMs < LOOK_EVERY_MS) return region
    const { counted } = demand
    const ordersPerMs = (counted - region.counted) / sinceMs
    region = { atMs, counted, ordersPerMs, zones: makeZones(demand, s.travel) }
    return region
  }
  return (view) => {
    const idle = placeable(s, view, options)
    const moves: Array<Departure> = []
    const send = (c: number, restaurant: PlaceHandle) => {
      moves.push({ courier: at(view.couriers, c).handle, restaurant, preposition: true })
    }
    const { ordersPerMs, zones } = look(view.atMs)
    const shops = demand.restaurants.length
    if (idle.length * shops * (s.courierCount + shops) <= options.mostPlacements) {
      preposition(s, demand, idle, options, send)
    } else placeByZones(s, demand, zones, ordersPerMs, idle, options, send)
    return moves
  }
}

/** Couriers without work whose turn it is, or who have just come. */
const placeable = (s: PlanState, view: PlannerView, options: PlacerOptions): ReadonlyArray<number> => {
  const { prepositionEvery, windowMs } = options
  const idle: Array<number> = []
  view.couriers.forEach((courier, c) => {
    if (courier.freeAtMs > view.atMs || i32(s.length, c) > 0) return
    const turn = (Math.floor(view.atMs / windowMs) + courier.handle) % prepositionEvery === 0
    if (turn || courier.arrivedAtMs + windowMs > view.atMs) idle.push(c)
  })
  return idle
}

const LOOK_EVERY_MS = 10 * MINUTE_MS
