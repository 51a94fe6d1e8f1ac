import type { OrderId, RestaurantId } from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { Actor } from "../Actor.ts"
import type { Answered, CommandError } from "../cases/Cases.ts"
import type { NotFound } from "../NotFound.ts"
import type { Command } from "../orders/Command.ts"
import type { EstimateRefused, RoleRefused } from "../orders/errors.ts"
import type { OrderPage, PageRequest } from "../orders/OrderPage.ts"
import type { MalformedCursor } from "../orders/OrderReads.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

type Done = Effect.Effect<Answered, CommandError | NotFound | RoleRefused>
type Estimated = Effect.Effect<Answered, CommandError | EstimateRefused | NotFound | RoleRefused>

/**
 * What a restaurant does with its orders (S8, S9, S21). Its token's subject is the restaurant's id; operations may do the same for it. What
 * was said before is not said twice: a repeat changes nothing.
 */
export class RestaurantDesk extends Context.Service<
  RestaurantDesk,
  {
    /** The restaurant's orders, newest first; `open` leaves out those that have ended. */
    readonly incoming: (
      actor: Actor,
      restaurantId: RestaurantId,
      open: boolean,
      page: PageRequest
    ) => Effect.Effect<OrderPage, MalformedCursor | NotFound | StoreUnavailable>
    /** Takes the order; `readyAtMs` null: ready after the restaurant's usual time. */
    readonly confirm: (orderId: OrderId, readyAtMs: number | null, command: Command) => Estimated
    /** Does not take it; the saga returns the money. */
    readonly reject: (orderId: OrderId, reason: string, command: Command) => Done
    /** The kitchen begins. */
    readonly preparing: (orderId: OrderId, command: Command) => Done
    /** The kitchen says anew when the food will be ready. */
    readonly revise: (orderId: OrderId, readyAtMs: number, command: Command) => Estimated
    /** The food is ready. */
    readonly ready: (orderId: OrderId, command: Command) => Done
  }
>()("@hotbag/services/restaurants/RestaurantDesk") {}
