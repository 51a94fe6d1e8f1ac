import type {
  CustomerId,
  LatLng,
  OrderCase,
  OrderId,
  Party,
  RegionId,
  RestaurantId,
  WantedLine
} from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { Actor, Role } from "../Actor.ts"
import type { Answered, CommandError } from "../cases/Cases.ts"
import type { QuoteRefused } from "../catalogue/errors.ts"
import type { NotFound } from "../NotFound.ts"
import type { PaymentDetails } from "../payments/PaymentDetails.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Command } from "./Command.ts"
import type { RoleRefused } from "./errors.ts"
import type { OrderDetails } from "./OrderDetails.ts"
import type { OrderPage, PageRequest } from "./OrderPage.ts"
import type { MalformedCursor } from "./OrderReads.ts"

/** An order that somebody wants. */
export interface OrderWish {
  /** Null: whoever sends it. Only operations order for others. */
  readonly customerId: CustomerId | null
  readonly restaurantId: RestaurantId
  readonly lines: ReadonlyArray<WantedLine>
  readonly dropoff: LatLng
  readonly payment: PaymentDetails
  readonly details: OrderDetails
  /** How long the answer may wait for the payment; 0: not at all (C16). Cut to `Limits.placementWaitMs`. */
  readonly waitMs: number
}

/** Whose history operations want to see; everybody else sees their own. */
export type HistoryOf =
  | { readonly _tag: "Own" }
  | { readonly _tag: "Customer"; readonly customerId: CustomerId }
  | { readonly _tag: "Region"; readonly regionId: RegionId; readonly open: boolean }

/**
 * Orders of customers: placing, seeing, cancelling. An order is durable once placed (P1, S140); payment is then asked for by its saga, and
 * so is every refund (S26). Strangers get `NotFound` (P9).
 */
export class Orders extends Context.Service<
  Orders,
  {
    /**
     * Places an order: restaurant open, items on the menu and in stock, prices as of now (S7), fee and promise. The answer shows the order as
     * placed, or, with `waitMs`, as soon as the payment is answered; with auto-accept it is confirmed by then (C5).
     */
    readonly place: (
      wish: OrderWish,
      command: Command
    ) => Effect.Effect<Answered, CommandError | NotFound | QuoteRefused | RoleRefused>
    /** An order with its delivery: status, courier (C27), promise (S37). */
    readonly get: (actor: Actor, orderId: OrderId) => Effect.Effect<OrderCase, NotFound | StoreUnavailable>
    /** What is personal about an order, for whoever has to find the door; a courier only while carrying it (P10). */
    readonly details: (
      actor: Actor,
      orderId: OrderId
    ) => Effect.Effect<OrderDetails, NotFound | StoreUnavailable>
    /** Orders, newest first (S24). */
    readonly history: (
      actor: Actor,
      of: HistoryOf,
      page: PageRequest
    ) => Effect.Effect<OrderPage, MalformedCursor | NotFound | StoreUnavailable>
    /** Cancels, if the table of cancellations lets this party do so now (S25, S38); the saga returns the money. */
    readonly cancel: (
      orderId: OrderId,
      reason: string,
      command: Command
    ) => Effect.Effect<Answered, CommandError | NotFound | RoleRefused>
  }
>()("@hotbag/services/orders/Orders") {}

/** As what a role cancels; couriers do not cancel orders. */
export const partyOf = (role: Role): Party | null => {
  switch (role) {
    case "customer":
    case "restaurant":
      return role
    case "operator":
    case "system":
      return "platform"
    case "courier":
      return null
  }
}
