import type { Actor } from "../Actor.ts"
import {
  type CourierId,
  type LatLng,
  Limits,
  type OrderCase,
  type OrderId,
  type RegionId,
  type UnassignReason
} from "@hotbag/core"
import { type Deferred, Latch } from "effect"
import type { AssignRefused } from "./errors.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** What somebody wants of a region's dispatcher. */
export type DeskRequest = {
  readonly actor: Actor
  readonly orderId: OrderId
  readonly answer: Deferred.Deferred<OrderCase, AssignRefused | StoreUnavailable>
} & (
  | { readonly _tag: "RouteNow" }
  | { readonly _tag: "AssignTo"; readonly courierId: CourierId }
  | { readonly _tag: "Reassign"; readonly reason: UnassignReason }
)

/**
 * Where news of a region waits for its dispatcher. Only the latest of each case and courier is kept, for the dispatcher is told
 * what is and not what happened: so it holds no more than there are open orders and couriers, however far behind the dispatcher is.
 */
export interface RegionDesk {
  readonly regionId: RegionId
  /** Rings when there is something. */
  readonly bell: Latch.Latch
  readonly orders: Map<OrderId, OrderCase>
  /** Who changed, and has to be looked up. */
  readonly couriers: Set<CourierId>
  /** Where couriers are of whom nothing else has changed. */
  readonly moves: Map<CourierId, LatLng>
  readonly requests: Array<DeskRequest>
  /** Somebody listens: otherwise nothing is kept. */
  isServed: boolean
  /** News may have been lost: look into the stores. */
  isBehind: boolean
  /** Whether whoever serves the desk was ever told of a courier. */
  knows: (courierId: CourierId) => boolean
}

/** A desk that nobody serves yet. */
export const makeDesk = (regionId: RegionId): RegionDesk => ({
  regionId,
  bell: Latch.makeUnsafe(),
  orders: new Map(),
  couriers: new Set(),
  moves: new Map(),
  requests: [],
  isServed: false,
  isBehind: false,
  knows: anybody
})

/** Puts down a case as it is now; an older one than what lies there is thrown away. */
export const putCase = (desk: RegionDesk, state: OrderCase): void => {
  if (!desk.isServed) return
  const { orderId } = state.order
  const there = desk.orders.get(orderId)
  if (there === undefined || there.length < state.length) desk.orders.set(orderId, state)
  Latch.openUnsafe(desk.bell)
}

/** Something about the courier changed. */
export const putCourier = (desk: RegionDesk, courierId: CourierId): void => {
  if (!desk.isServed) return
  desk.couriers.add(courierId)
  Latch.openUnsafe(desk.bell)
}

/** The courier is elsewhere, and nothing else has changed. */
export const putMove = (desk: RegionDesk, courierId: CourierId, at: LatLng): void => {
  if (!desk.isServed) return
  desk.moves.set(courierId, at)
  Latch.openUnsafe(desk.bell)
}

/** News may have been lost. */
export const fallBehind = (desk: RegionDesk): void => {
  desk.isBehind = true
  Latch.openUnsafe(desk.bell)
}

/** Puts down a request; false when nobody serves the desk, or too many wait. */
export const putRequest = (desk: RegionDesk, request: DeskRequest): boolean => {
  if (!desk.isServed || desk.requests.length >= Limits.dispatchRequests) return false
  desk.requests.push(request)
  Latch.openUnsafe(desk.bell)
  return true
}

/** Takes everything off the desk, and begins to collect for whoever serves it from now on. */
export const clearDesk = (desk: RegionDesk, isServed: boolean): void => {
  desk.orders.clear()
  desk.couriers.clear()
  desk.moves.clear()
  desk.isBehind = false
  desk.isServed = isServed
  desk.knows = anybody
}

/** What is to be believed as long as the region is being taken up. */
const anybody = (): boolean => true
