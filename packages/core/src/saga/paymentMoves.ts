import type { PaymentStage } from "./OrderSaga.ts"

/** One way in which the money of an order moves; `none` before placement, `settled` when it stays where it is. */
export interface PaymentMove {
  readonly from: PaymentStage | "none"
  readonly to: PaymentStage | "settled"
  readonly because: string
}

/** Every way in which the money of an order moves; `docs/lifecycles.md` is drawn from it. */
export const paymentMoves: ReadonlyArray<PaymentMove> = [
  { from: "none", to: "authorising", because: "placed" },
  { from: "authorising", to: "refused", because: "gateway refuses" },
  { from: "authorising", to: "held", because: "gateway holds" },
  { from: "authorising", to: "taken", because: "gateway charges at once" },
  { from: "authorising", to: "voiding", because: "held, but the order has ended" },
  { from: "authorising", to: "refunding", because: "charged, but the order has ended" },
  { from: "refused", to: "voiding", because: "held after all, too late" },
  { from: "refused", to: "refunding", because: "charged after all, too late" },
  { from: "held", to: "capturing", because: "delivered" },
  { from: "held", to: "voiding", because: "ended otherwise" },
  { from: "taken", to: "captured", because: "delivered" },
  { from: "taken", to: "refunding", because: "ended otherwise" },
  { from: "capturing", to: "captured", because: "gateway answers" },
  { from: "voiding", to: "voided", because: "gateway answers" },
  { from: "refunding", to: "refunded", because: "gateway answers" },
  { from: "refused", to: "settled", because: "" },
  { from: "captured", to: "settled", because: "" },
  { from: "voided", to: "settled", because: "" },
  { from: "refunded", to: "settled", because: "" }
]
