import {
  type AccountKind,
  balances,
  commissionMinor,
  decideOrder,
  defaultPlatformRates,
  evolveOrder,
  initialOrder,
  initialSaga,
  invariant,
  Limits,
  type Order,
  type OrderSaga,
  paymentMoves,
  type PaymentStage,
  postingsOf,
  postTransfers,
  type Posting,
  react,
  splitOf,
  Transfer
} from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ana, euros, placeOrder, PLACED_AT_MS } from "../order/orders.ts"

/** An order of one item, and its saga at a stage of payment. */
const ordered = (itemsMinor: number, feeMinor: number, carried = true) => {
  const [line] = placeOrder.items
  invariant(line !== undefined, "the order of the tests has lines")
  const items = [{ ...line, quantity: 1, unitPrice: euros(itemsMinor) }]
  const placed = decideOrder(
    initialOrder,
    { ...placeOrder, items, deliveryFee: euros(feeMinor) },
    PLACED_AT_MS
  )
  const [event] = Result.getOrThrow(placed)
  invariant(event !== undefined, "a placement is an event")
  const saga = react(initialSaga, event, PLACED_AT_MS).state
  const order = evolveOrder(initialOrder, event)
  invariant(saga.orderStatus !== "none", "placed")
  const at = (payment: PaymentStage): OrderSaga => ({ ...saga, payment })
  return { order: { ...order, courierId: carried ? ana : null } satisfies Order, at }
}

const prices = fc.record({
  itemsMinor: fc.oneof(fc.nat(20_000), fc.nat(Limits.moneyMinor - 10_000)),
  feeMinor: fc.nat(10_000),
  commissionBps: fc.nat(10_000),
  carried: fc.boolean()
})

/** The stages of one payment along the table of moves, chosen by numbers, until it is settled or the numbers run out. */
const walk = (choices: ReadonlyArray<number>): ReadonlyArray<PaymentStage> => {
  const stages: Array<PaymentStage> = ["authorising"]
  for (const choice of choices) {
    const next = paymentMoves.filter(({ from }) => from === stages.at(-1))
    const to = next[choice % Math.max(1, next.length)]?.to
    if (to === undefined || to === "settled") break
    stages.push(to)
  }
  return stages
}

const history = fc.array(fc.nat(1_000), { maxLength: 8 }).map(walk)
const sumOf = (postings: ReadonlyArray<Posting>) =>
  postings.reduce((sum, { amount }) => sum + BigInt(amount.amountMinor), 0n)
const inKind = (postings: ReadonlyArray<Posting>, kind: AccountKind) =>
  Number(sumOf(postings.filter(({ account }) => account.kind === kind)))

describe("the ledger (P5)", () => {
  it("sums to zero in every transfer, and leaves nothing in between when settled", () => {
    fc.assert(
      fc.property(history, prices, (stages, { carried, commissionBps, feeMinor, itemsMinor }) => {
        const { at, order } = ordered(itemsMinor, feeMinor, carried)
        const total = itemsMinor + feeMinor
        const steps = stages.map((stage, i) => {
          const before = i === 0 ? initialSaga : at(stages[i - 1] ?? stage)
          return postTransfers(before, at(stage), order, { commissionBps })
        })
        const transfers = steps.flat()
        for (const transfer of transfers) {
          expect(sumOf(postingsOf(transfer))).toBe(0n)
          for (const { amount } of postingsOf(transfer)) {
            expect(amount.currency).toBe("EUR")
            expect(Number.isInteger(amount.amountMinor) && amount.amountMinor !== 0).toBe(true)
          }
          expect(Schema.decodeUnknownSync(Transfer)(JSON.parse(JSON.stringify(transfer)))).toEqual(transfer)
        }
        const kinds = transfers.map(({ kind }) => kind)
        expect(new Set(kinds).size, "each kind once").toBe(kinds.length)
        const postings = transfers.flatMap(postingsOf)
        expect(sumOf(postings)).toBe(0n)
        expect(inKind(postings, "hold")).toBeGreaterThanOrEqual(0)
        expect(inKind(postings, "deposit")).toBeGreaterThanOrEqual(0)
        const earned =
          inKind(postings, "restaurant-payable") +
          inKind(postings, "courier-payable") +
          inKind(postings, "platform-revenue")
        expect(earned, "captured no more than authorised").toBeLessThanOrEqual(-inKind(postings, "customer"))
        const end = stages.at(-1) ?? "authorising"
        if (["captured", "voided", "refunded", "refused"].includes(end)) {
          expect(inKind(postings, "hold"), "no hold").toBe(0)
          expect(inKind(postings, "deposit"), "no deposit").toBe(0)
          expect(earned).toBe(end === "captured" ? total : 0)
          expect(inKind(postings, "customer") + earned).toBe(0)
        } else if (end !== "authorising" && total > 0) {
          expect(inKind(postings, "hold") + inKind(postings, "deposit")).toBe(total)
        }
      })
    )
  })

  it("balances over many orders at any moment", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(history, prices), { maxLength: 20 }), (orders) => {
        const postings = orders.flatMap(([stages, { feeMinor, itemsMinor }]) => {
          const { at, order } = ordered(itemsMinor % 1_000_000, feeMinor)
          return stages.flatMap((stage, i) =>
            postTransfers(i === 0 ? initialSaga : at(stages[i - 1] ?? stage), at(stage), order).flatMap(
              postingsOf
            )
          )
        })
        const trial = balances(postings)
        expect(sumOf(trial)).toBe(0n)
        expect(trial.every(({ amount }) => amount.amountMinor !== 0)).toBe(true)
        for (const kind of ["hold", "deposit", "customer", "restaurant-payable"] as const) {
          expect(inKind(trial, kind)).toBe(inKind(postings, kind))
        }
      })
    )
  })

  it("knows every move of the table, also two at once, and no other", () => {
    const { at, order } = ordered(1_000, 200)
    for (const { from, to } of paymentMoves) {
      if (from === "none" || to === "settled") continue
      expect(() => postTransfers(at(from), at(to), order), `${from} to ${to}`).not.toThrow()
    }
    const kinds = (from: PaymentStage, to: PaymentStage) =>
      postTransfers(at(from), at(to), order).map(({ kind }) => kind)
    expect(kinds("authorising", "captured")).toEqual(["charge", "capture"])
    expect(kinds("authorising", "voiding")).toEqual(["hold"])
    expect(kinds("refused", "refunding")).toEqual(["charge"])
    expect(() => kinds("held", "taken")).toThrow("no payment")
    expect(() => kinds("captured", "refunded")).toThrow("no payment")
    expect(postTransfers(initialSaga, at("authorising"), order)).toEqual([])
  })

  it("moves nothing for a gift", () => {
    const { at, order } = ordered(0, 0)
    for (const { from, to } of paymentMoves) {
      if (from !== "none" && to !== "settled") expect(postTransfers(at(from), at(to), order)).toEqual([])
    }
  })
})

describe("the split of what was earned", () => {
  it("gives every minor unit to somebody, the rounding to the restaurant", () => {
    fc.assert(
      fc.property(prices, ({ carried, commissionBps, feeMinor, itemsMinor }) => {
        const { order } = ordered(itemsMinor, feeMinor, carried)
        const shares = splitOf(order, { commissionBps })
        expect(shares.reduce((sum, share) => sum + share.amountMinor, 0)).toBe(itemsMinor + feeMinor)
        const exact = (BigInt(itemsMinor) * BigInt(commissionBps)) / 10_000n
        expect(commissionMinor(itemsMinor, { commissionBps })).toBe(Number(exact))
      })
    )
  })

  it("names who is owed", () => {
    const { order } = ordered(1_999, 250)
    expect(splitOf(order, defaultPlatformRates)).toEqual([
      { account: { kind: "restaurant-payable", ownerId: "restaurant-1" }, amountMinor: 1_500 },
      { account: { kind: "courier-payable", ownerId: "ana" }, amountMinor: 250 },
      { account: { kind: "platform-revenue", ownerId: null }, amountMinor: 499 }
    ])
    expect(splitOf(ordered(1_999, 250, false).order, { commissionBps: 0 })).toEqual([
      { account: { kind: "restaurant-payable", ownerId: "restaurant-1" }, amountMinor: 1_999 },
      { account: { kind: "platform-revenue", ownerId: null }, amountMinor: 250 }
    ])
  })

  it.each([-1, 10_001, 0.5, Number.NaN])("refuses a commission of %s", (commissionBps) => {
    expect(() => commissionMinor(1_000, { commissionBps })).toThrow("commission")
  })
})
