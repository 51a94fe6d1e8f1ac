import { Schema } from "effect"
import { AtMs } from "../Decider.ts"
import type { DeliveryEvent } from "../delivery/events.ts"
import { PaymentId } from "../Ids.ts"
import type { OrderEvent } from "../order/events.ts"
import { Reason } from "../order/Order.ts"
import { SagaTimer } from "./OrderSaga.ts"

/** What can be done with money that is held or taken. */
export const SettlementOperation = Schema.Literals(["capture", "void", "refund"])
export type SettlementOperation = typeof SettlementOperation.Type

/** The gateway authorised: the money is `held`, or already `taken` by a method that knows no holding. */
export const AuthorisationGranted = Schema.TaggedStruct("AuthorisationGranted", {
  paymentId: PaymentId,
  funds: Schema.Literals(["held", "taken"])
})
/** The gateway refused, or on being asked again knows of no such payment. */
export const AuthorisationRefused = Schema.TaggedStruct("AuthorisationRefused", { reason: Reason })
/** The gateway captured, voided or refunded. */
export const SettlementDone = Schema.TaggedStruct("SettlementDone", { operation: SettlementOperation })
/** The gateway refuses to capture, void or refund. */
export const SettlementRefused = Schema.TaggedStruct("SettlementRefused", {
  operation: SettlementOperation,
  reason: Reason
})
/** The restaurant takes the order (S8). */
export const RestaurantAccepted = Schema.TaggedStruct("RestaurantAccepted", { readyEstimateAtMs: AtMs })
/** The restaurant does not take it (S8). */
export const RestaurantRefused = Schema.TaggedStruct("RestaurantRefused", { reason: Reason })
/** A timer that the saga set for `dueAtMs` went off. */
export const TimerFired = Schema.TaggedStruct("TimerFired", { timer: SagaTimer, dueAtMs: AtMs })

/** What the world outside the two aggregates tells the saga. */
export const OutsideFact = Schema.Union([
  AuthorisationGranted,
  AuthorisationRefused,
  SettlementDone,
  SettlementRefused,
  RestaurantAccepted,
  RestaurantRefused,
  TimerFired
])
export type OutsideFact = typeof OutsideFact.Type

/** Everything the saga is told. */
export type SagaFact = OrderEvent | DeliveryEvent | OutsideFact
