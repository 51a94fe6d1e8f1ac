import { PaymentId, type OutsideFact, type SagaReaction } from "@hotbag/core"
import { expect } from "vitest"

export type PaymentRequest = Extract<SagaReaction, { readonly _tag: "RequestPayment" }>

/** A payment gateway that does what its idempotency keys say, and keeps count of the money. */
export class Gateway {
  /** What became of the authorisation. */
  funds: "none" | "held" | "taken" | "refused" = "none"
  /** What was done with the money in the end. */
  settled: "none" | "capture" | "void" | "refund" = "none"
  readonly #refusedKeys = new Set<string>()

  /** Does what is asked, once per key, and answers. `refuse`: a settlement is refused, for good under its key. */
  take(request: PaymentRequest, outcome: "held" | "taken" | "refused", refuse: boolean): OutsideFact {
    switch (request.operation) {
      case "authorise":
        if (this.funds === "none") this.funds = outcome
        return this.#authorisation()
      case "look-up":
        // What is not known by now will never be: a request still on its way finds its key used up.
        if (this.funds === "none") this.funds = "refused"
        return this.#authorisation()
      case "capture":
      case "void":
      case "refund":
        return this.#settle(request.operation, request.key, refuse)
    }
  }

  #authorisation(): OutsideFact {
    if (this.funds === "none" || this.funds === "refused") {
      return { _tag: "AuthorisationRefused", reason: "no such payment" }
    }
    return { _tag: "AuthorisationGranted", paymentId: PaymentId.make("pay-1"), funds: this.funds }
  }

  #settle(operation: "capture" | "void" | "refund", key: string, refuse: boolean): OutsideFact {
    expect(this.funds, "P5: only what was authorised is settled").toBe(
      operation === "refund" ? "taken" : "held"
    )
    if (this.settled === "none") {
      if (refuse) this.#refusedKeys.add(key)
      if (this.#refusedKeys.has(key)) return { _tag: "SettlementRefused", operation, reason: "try again" }
      this.settled = operation
    }
    expect(this.settled, "P5: captured, voided or refunded, never two of them").toBe(operation)
    return { _tag: "SettlementDone", operation }
  }
}
