import { invariant } from "../Invariant.ts"
import type { Order } from "../order/Order.ts"
import type { PaymentStage, SagaState } from "../saga/OrderSaga.ts"
import type { Account, Share, Transfer, TransferKind } from "./Ledger.ts"
import { defaultPlatformRates, type PlatformRates, splitOf } from "./split.ts"

/**
 * What moves in the ledger when the saga goes from `before` to `after`: nothing, one transfer, or two when money came and was earned in
 * one step. The whole total moves each time: held or charged when the gateway has it, captured to those who earned it,
 * voided or refunded to the customer. What the gateway was asked but has not answered moves nothing. `order` is the order
 * after the step. A settled order leaves nothing on hold and nothing deposited (P5).
 *
 * @throws InvariantViolation when the money moved as no payment does: a bug of whoever led the saga.
 */
export const postTransfers = (
  before: SagaState,
  after: SagaState,
  order: Order,
  rates: PlatformRates = defaultPlatformRates
): ReadonlyArray<Transfer> => {
  const from = placeOf(before)
  const to = placeOf(after)
  // A gift moves nothing.
  if (from === to || order.total.amountMinor === 0) return []
  const moves = ways[from][to]
  invariant(moves !== undefined, "the money moved as no payment does", { from, to })
  const { orderId, total } = order
  return moves.flatMap(([kind, giver, taker]) => {
    const [first, ...rest] = taker === "earned" ? splitOf(order, rates) : [all(order, taker)]
    if (first === undefined) return []
    return { orderId, kind, currency: total.currency, from: accountOf(order, giver), to: [first, ...rest] }
  })
}

/** Where the total is. */
type Place = "customer" | "hold" | "deposit" | "earned"

type Way = readonly [kind: TransferKind, from: Exclude<Place, "earned">, to: Place]

/** How the total gets from one place to another; what is missing does not happen. */
const ways: Readonly<Record<Place, Readonly<Partial<Record<Place, ReadonlyArray<Way>>>>>> = {
  customer: {
    hold: [["hold", "customer", "hold"]],
    deposit: [["charge", "customer", "deposit"]],
    // Earned at once was charged at once: a hold is captured by an answer of its own.
    earned: [
      ["charge", "customer", "deposit"],
      ["capture", "deposit", "earned"]
    ]
  },
  hold: { customer: [["void", "hold", "customer"]], earned: [["capture", "hold", "earned"]] },
  deposit: { customer: [["refund", "deposit", "customer"]], earned: [["capture", "deposit", "earned"]] },
  earned: {}
}

const places: Readonly<Record<PaymentStage, Place>> = {
  authorising: "customer",
  refused: "customer",
  held: "hold",
  capturing: "hold",
  voiding: "hold",
  taken: "deposit",
  refunding: "deposit",
  captured: "earned",
  voided: "customer",
  refunded: "customer"
}

const placeOf = (saga: SagaState): Place => (saga.orderStatus === "none" ? "customer" : places[saga.payment])

const accountOf = (order: Order, place: Exclude<Place, "earned">): Account => ({
  kind: place,
  ownerId: place === "customer" ? order.customerId : null
})

const all = (order: Order, place: Exclude<Place, "earned">): Share => ({
  account: accountOf(order, place),
  amountMinor: order.total.amountMinor
})
