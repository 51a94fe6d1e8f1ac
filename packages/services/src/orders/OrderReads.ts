import type { CustomerId, OrderCase, OrderId, RegionId, RestaurantId } from "@hotbag/core"
import { Context, Data, type Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Whose orders. */
export type OrdersOf =
  | { readonly _tag: "OfCustomer"; readonly customerId: CustomerId }
  | { readonly _tag: "OfRestaurant"; readonly restaurantId: RestaurantId; readonly open: boolean }
  | { readonly _tag: "InRegion"; readonly regionId: RegionId; readonly open: boolean }

/** Where a page begins: right after this order. */
export interface OrderPosition {
  readonly placedAtMs: number
  readonly orderId: OrderId
}

/** Reads of many orders. `open` leaves out those that have ended. */
export class OrderReads extends Context.Service<
  OrderReads,
  {
    /** Newest first (by placement, then by id), up to `limit` of those after `after`; O(limit · log n). */
    readonly list: (
      of: OrdersOf,
      after: OrderPosition | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<OrderCase>, StoreUnavailable>
  }
>()("@hotbag/services/orders/OrderReads") {}

/** A cursor that no page gave out. Wire: 400. */
export class MalformedCursor extends Data.TaggedError("MalformedCursor")<{ readonly cursor: string }> {
  override get message(): string {
    return "This cursor was not given out by this list; leave it out to begin anew."
  }
}
