import type { CourierId, LatLng, OfferId, OrderId, RegionId, Vehicle } from "@hotbag/core"
import { gridCourierIndex } from "@hotbag/core"
import { type Fact, makeRegionDispatcher, type RegionDispatcher } from "@hotbag/dispatch"
import { Handles } from "./Handles.ts"
import { guarded, type GuardedPolicy } from "./guardedPolicy.ts"
import { type Intent, intentOf } from "./intents.ts"
import type { DispatchOptions } from "./DispatchSettings.ts"

/** What the dispatcher was told of an order. */
export interface HeardOrder {
  /** Entries of the log that were heard. */
  length: number
  status: string
  readyAtMs: number
  isReady: boolean
}

/** What the dispatcher was told of a courier. */
export interface HeardCourier {
  onDuty: boolean
  offAtMs: number
  vehicle: Vehicle
  position: LatLng
}

/** An offer that the dispatcher holds to be open. */
export interface OpenOffer {
  readonly offerId: OfferId
  readonly courierId: CourierId
  /** In drop-off sequence. */
  readonly orders: ReadonlyArray<OrderId>
  readonly expiresAtMs: number
  /** The courier was asked: it stands in the log of the orders. */
  isMade: boolean
}

/** One region as its driver sees it: the pure dispatcher, and what ids and offers its numbers stand for. */
export interface Region {
  readonly regionId: RegionId
  readonly epoch: number
  readonly options: DispatchOptions
  readonly dispatcher: RegionDispatcher
  readonly policy: GuardedPolicy
  readonly orders: Handles<OrderId>
  readonly couriers: Handles<CourierId>
  readonly heard: Map<OrderId, HeardOrder>
  readonly told: Map<CourierId, HeardCourier>
  /** By the dispatcher's number. */
  readonly offers: Map<number, OpenOffer>
  /** Orders on board that were not dropped off. */
  readonly picked: Set<OrderId>
  /** Where couriers were suggested to wait: nobody is told the same twice. */
  readonly suggested: Map<CourierId, LatLng>
  /** What the dispatcher has decided and nobody has done yet. */
  readonly intents: Array<Intent>
  /** Offers of this epoch before this dispatcher. */
  readonly offersBefore: number
  offerCount: number
  nowMs: number
  lastRoundAtMs: number
}

/** A region without orders and couriers, dispatched under `epoch`. */
export const emptyRegion = (
  options: DispatchOptions,
  lease: { readonly regionId: RegionId; readonly epoch: number; readonly offersBefore: number },
  restaurants: ReadonlyArray<LatLng>
): Region => {
  const { bundleRestaurantsWithinM, region, service, travel } = options
  const policy = guarded(options.policy)
  const dispatcher = makeRegionDispatcher({
    ...region,
    policy: policy.policy,
    openBundles: false,
    travel,
    service,
    restaurants,
    bundleRestaurantsWithinM,
    index: gridCourierIndex({ cellM: region.cellM })
  })
  return {
    ...lease,
    options,
    dispatcher,
    policy,
    orders: new Handles(),
    couriers: new Handles(),
    heard: new Map(),
    told: new Map(),
    offers: new Map(),
    picked: new Set(),
    suggested: new Map(),
    intents: [],
    offerCount: 0,
    nowMs: 0,
    lastRoundAtMs: -Infinity
  }
}

/** Tells the dispatcher a fact; what it decides becomes intents. */
export const tell = (region: Region, fact: Fact): void => {
  for (const decision of region.dispatcher.handle(fact)) region.intents.push(intentOf(region, decision))
}

/** Time for the dispatcher: never runs backwards, even if clocks do. */
export const setTime = (region: Region, atMs: number): void => {
  region.nowMs = Math.max(region.nowMs, atMs)
}

/** The open offer of an order, by the dispatcher's number; undefined when it is not being offered. */
export const offerOf = (region: Region, orderId: OrderId): [number, OpenOffer] | undefined => {
  for (const entry of region.offers) if (entry[1].orders.includes(orderId)) return entry
  return undefined
}
