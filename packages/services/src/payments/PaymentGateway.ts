import type { Money, OrderId, OutsideFact, PaymentId } from "@hotbag/core"
import { Context, type Effect, type Redacted } from "effect"
import type { GatewayUnavailable, WebhookForged, WebhookUnreadable } from "./errors.ts"
import type { PaymentMethod } from "./PaymentDetails.ts"

/** Asks a gateway for the money of an order. One `key` is one authorisation, however often it is asked for. */
export interface AuthorisationRequest {
  readonly orderId: OrderId
  readonly key: string
  readonly amount: Money
  readonly method: PaymentMethod
  readonly token: Redacted.Redacted
  /** When the authorisation was first asked for, at the earliest; keys are not remembered for ever. */
  readonly sinceMs: number
}

/** Asks a gateway to capture, void or refund the whole amount of what it authorised; done once per `key`. */
export interface SettlementRequest {
  readonly orderId: OrderId
  readonly key: string
  readonly amount: Money
  readonly paymentId: PaymentId
}

/** What a gateway says of an authorisation. Final: whoever answers refused never holds the money afterwards. */
export type AuthorisationAnswer = Extract<
  OutsideFact,
  { readonly _tag: "AuthorisationGranted" | "AuthorisationRefused" }
>

/** What a gateway says of a settlement: done, or refused for good under this key. */
export type SettlementAnswer =
  | { readonly _tag: "Done" }
  | { readonly _tag: "Refused"; readonly reason: string }

/** A verified message of the gateway. */
export interface GatewayNews {
  /** The same whenever the same message is sent again. */
  readonly eventId: string
  /** Null when the message is about nothing of ours. */
  readonly orderId: OrderId | null
  /** What the payment is over; null when the message does not say. */
  readonly amount: Money | null
  readonly facts: ReadonlyArray<OutsideFact>
}

/**
 * A payment gateway (S6). Every question fails with `GatewayUnavailable` when its outcome is not known, a charge that nobody answered for
 * included: ask again with the same key.
 */
export class PaymentGateway extends Context.Service<
  PaymentGateway,
  {
    /** Charged when the customer named no token: a method on file. Null: such an order waits for `POST /payments`. */
    readonly tokenOnFile: Redacted.Redacted | null
    /** Holds the money, or takes it where the method knows no holding. */
    readonly authorise: (
      request: AuthorisationRequest
    ) => Effect.Effect<AuthorisationAnswer, GatewayUnavailable>
    /**
     * What became of the authorisation under the key. If there is none, there never will be one: a request still on its way finds the
     * key used up, or the look-up itself authorises.
     */
    readonly lookUp: (request: AuthorisationRequest) => Effect.Effect<AuthorisationAnswer, GatewayUnavailable>
    readonly capture: (request: SettlementRequest) => Effect.Effect<SettlementAnswer, GatewayUnavailable>
    readonly void: (request: SettlementRequest) => Effect.Effect<SettlementAnswer, GatewayUnavailable>
    readonly refund: (request: SettlementRequest) => Effect.Effect<SettlementAnswer, GatewayUnavailable>
    /** Verifies and reads a message that claims to be the gateway's: the body as it came, byte for byte, and the signature beside it. */
    readonly readWebhook: (
      body: Uint8Array,
      signature: string
    ) => Effect.Effect<GatewayNews, WebhookForged | WebhookUnreadable>
  }
>()("hotbag/services/payments/PaymentGateway") {}
