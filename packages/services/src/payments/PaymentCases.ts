import type { Order, OrderId, OrderSaga, OutsideFact } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** What payments need of the cases of orders: to read one, and to tell its saga what the gateway said. */
export class PaymentCases extends Context.Service<
  PaymentCases,
  {
    readonly find: (
      orderId: OrderId
    ) => Effect.Effect<Option.Option<{ readonly order: Order; readonly saga: OrderSaga }>, StoreUnavailable>
    /** Tells the saga a fact; one that it knows, and one for no order, changes nothing. `cause` names the source for the audit. */
    readonly tell: (
      orderId: OrderId,
      fact: OutsideFact,
      cause: string
    ) => Effect.Effect<void, StoreUnavailable>
  }
>()("hotbag/services/payments/PaymentCases") {}
