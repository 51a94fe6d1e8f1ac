import type { OrderId } from "@hotbag/core"
import { Context, Effect, Layer } from "effect"
import type { Actor } from "../Actor.ts"
import type { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { PaymentErrand } from "./askGateway.ts"
import { carryOutOver } from "./carryOut.ts"
import type { PaymentClosed, PaymentConflict, WebhookForged, WebhookUnreadable } from "./errors.ts"
import { handleWebhookOver, type WebhookOutcome } from "./handleWebhook.ts"
import { Inbox } from "./Inbox.ts"
import { payOver, type PaymentView, type PayRequest, viewOver } from "./pay.ts"
import { PaymentCases } from "./PaymentCases.ts"
import { PaymentGateway } from "./PaymentGateway.ts"
import { PaymentTokens } from "./PaymentTokens.ts"
import { restingGateway } from "./restingGateway.ts"

/** Between the sagas of orders and the payment gateway (S6, S39). */
export class Payments extends Context.Service<
  Payments,
  {
    /**
     * Does what a saga wants of the gateway and tells the saga the answer. Safe to repeat: the errand's key makes it happen once. An unknown
     * outcome is left to the saga's timer, which asks again.
     */
    readonly carryOut: (errand: PaymentErrand) => Effect.Effect<void, StoreUnavailable>
    /**
     * Pays an order that was placed without a token (S39), and answers how the payment stands. Repeating it with the same token does nothing
     * more. Only the order's customer and operations may.
     */
    readonly pay: (
      request: PayRequest
    ) => Effect.Effect<PaymentView, NotFound | PaymentClosed | PaymentConflict | StoreUnavailable>
    /** How the payment of an order stands, to its customer and operations. */
    readonly view: (actor: Actor, orderId: OrderId) => Effect.Effect<PaymentView, NotFound | StoreUnavailable>
    /**
     * Takes a message of the gateway as it came. Messages may come twice, late, or before the answer to the request: what the saga knows
     * changes nothing. A forged one is refused (401).
     */
    readonly handleWebhook: (
      body: Uint8Array,
      signature: string
    ) => Effect.Effect<WebhookOutcome, WebhookForged | WebhookUnreadable | StoreUnavailable>
  }
>()("hotbag/services/payments/Payments") {
  /** Over a gateway, which it bounds (see `restingGateway`), the cases, and the customers' tokens. */
  static readonly layer = Layer.effect(
    Payments,
    Effect.gen(function* () {
      const gateway = restingGateway(yield* PaymentGateway)
      const cases = yield* PaymentCases
      const tokens = yield* PaymentTokens
      const inbox = yield* Inbox
      const ports = { gateway, cases, tokens, inbox }
      const carryOut = carryOutOver(ports)
      return {
        carryOut,
        pay: payOver(ports, carryOut),
        view: viewOver(ports),
        handleWebhook: handleWebhookOver(ports)
      }
    })
  )
}
