import { Schema } from "effect"
import { AtMs, Version } from "../Decider.ts"
import { LatLng } from "../geo/LatLng.ts"
import { CourierId, DeliveryId, OfferId, OrderId, RegionId, RestaurantId } from "../Ids.ts"
import { Reason } from "../order/Order.ts"

/** Where a delivery stands. */
export const DeliveryStatus = Schema.Literals([
  "requested",
  "offered",
  "accepted",
  "at-restaurant",
  "picked-up",
  "at-customer",
  "delivered",
  "failed",
  "cancelled"
])
export type DeliveryStatus = typeof DeliveryStatus.Type

/** Statuses in which a delivery ends: nothing leaves them. */
export const TERMINAL_DELIVERY_STATUSES: ReadonlySet<DeliveryStatus | "none"> = new Set<DeliveryStatus>([
  "delivered",
  "failed",
  "cancelled"
])

/**
 * Why a courier lost a delivery before pickup. The first three are the courier's own doing: such a courier is not asked for
 * this delivery again (S11).
 */
export const UnassignReason = Schema.Literals([
  "courier-gave-up",
  "courier-offline",
  "courier-late",
  "operations",
  "better-plan"
])
export type UnassignReason = typeof UnassignReason.Type

/** Whether losing the delivery for this reason bars the courier from it. */
export const barsCourier = (reason: UnassignReason): boolean =>
  reason === "courier-gave-up" || reason === "courier-offline" || reason === "courier-late"

/**
 * Fencing token of a region's dispatcher: rises each time another one takes over, so that a stale one can be told
 * apart and refused (S84, P3).
 */
export const Epoch = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** What a delivery is from its request on: these fields never change. */
export const deliveryTerms = {
  deliveryId: DeliveryId,
  orderId: OrderId,
  restaurantId: RestaurantId,
  regionId: RegionId,
  pickup: LatLng,
  dropoff: LatLng,
  /** What the customer was told. */
  promisedAtMs: AtMs
}

/** A delivery: who carries the order, and how far they got. Flat, so that a copy is cheap. */
export const Delivery = Schema.Struct({
  ...deliveryTerms,
  status: DeliveryStatus,
  version: Version,
  requestedAtMs: AtMs,
  /** Couriers may be asked; before that the delivery is only planned with (C10). */
  released: Schema.Boolean,
  /** When the food is expected to be ready, as known at the request. */
  readyEstimateAtMs: AtMs,
  /** The open offer. */
  offerId: Schema.NullOr(OfferId),
  /** Whom it was made to. */
  offeredTo: Schema.NullOr(CourierId),
  /** From this moment on it cannot be accepted. */
  offerExpiresAtMs: Schema.NullOr(AtMs),
  /** The latest offer, open or not: tells a late repeat from a mistake. */
  lastOfferId: Schema.NullOr(OfferId),
  /** Offers made so far. */
  attempts: Schema.Int,
  /** Couriers who are never asked again (S11), in order of their refusals. */
  declinedBy: Schema.Array(CourierId),
  /** Highest epoch of a dispatcher seen. */
  epoch: Epoch,
  /** The one courier who has the work (P3). */
  courierId: Schema.NullOr(CourierId),
  acceptedAtMs: Schema.NullOr(AtMs),
  arrivedAtRestaurantAtMs: Schema.NullOr(AtMs),
  pickedUpAtMs: Schema.NullOr(AtMs),
  arrivedAtCustomerAtMs: Schema.NullOr(AtMs),
  /** When it reached a terminal status; for a delivered one, the drop-off. */
  endedAtMs: Schema.NullOr(AtMs),
  endReason: Schema.NullOr(Reason),
  /** Time of the latest event; never runs backwards, even if clocks do. */
  updatedAtMs: AtMs
})
export type Delivery = typeof Delivery.Type

/** A delivery that was not requested yet. */
export interface NoDelivery {
  readonly status: "none"
  readonly version: 0
}

/** State of the delivery decider. */
export type DeliveryState = NoDelivery | Delivery

/** Before anything happened. */
export const initialDelivery: NoDelivery = { status: "none", version: 0 }
