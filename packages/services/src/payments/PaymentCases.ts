import type { Order, OrderId, OrderSaga, OutsideFact } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Of a case what payments care for. */
export interface PaidCase {
  readonly order: Order
  readonly saga: OrderSaga
}

/** What payments need of the cases of orders: to read one, and to tell its saga what the gateway said. */
export class PaymentCases extends Context.Service<
  PaymentCases,
  {
    readonly find: (orderId: OrderId) => Effect.Effect<Option.Option<PaidCase>, StoreUnavailable>
    /** The same as this process saw it last: what other processes did just now may be missing. */
    readonly recall: (orderId: OrderId) => Effect.Effect<Option.Option<PaidCase>, StoreUnavailable>
    /** Tells the saga a fact; one that it knows, and one for no order, changes nothing. `cause` names the source for the audit. */
    readonly tell: (
      orderId: OrderId,
      fact: OutsideFact,
      cause: string
    ) => Effect.Effect<void, StoreUnavailable>
  }
>()("hotbag/services/payments/PaymentCases") {}
