import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  defaultQuoteRules,
  deliveryFeeFor,
  destination,
  haversineM,
  Limits,
  MenuItemId,
  MINUTE_MS,
  type Quote,
  type QuoteRejection,
  type QuoteRequest,
  quoteOrder
} from "@hotbag/core"
import { eur, itemOf, menuOf, trattoria } from "./restaurants.ts"

const rules = defaultQuoteRules("EUR")
const id = (text: string) => MenuItemId.make(text)
const atMs = Date.parse("2026-11-22T19:00+01:00")

const request: QuoteRequest = {
  restaurant: trattoria,
  menu: menuOf(
    itemOf("pizza", 950),
    itemOf("cake", 400, { availability: { _tag: "Stock", stock: 6 } }),
    itemOf("toast", 300, {
      availability: { _tag: "Windows", weekly: [{ weekday: "monday", openMinute: 420, closeMinute: 660 }] }
    })
  ),
  stock: new Map([[id("cake"), 2]]),
  lines: [{ itemId: id("pizza"), quantity: 2 }],
  dropoff: destination(trattoria.position, 90, 2_000),
  atMs
}

const quoted = (changes: Partial<QuoteRequest> = {}): Quote =>
  Result.getOrThrow(quoteOrder({ ...request, ...changes }, rules))

const refused = (changes: Partial<QuoteRequest>): QuoteRejection => {
  const result = quoteOrder({ ...request, ...changes }, rules)
  if (Result.isSuccess(result)) throw new Error("quoted, not refused")
  return result.failure
}

describe("quoteOrder (S5, S17)", () => {
  it("adds up items and fee, and promises a time (C6, C28)", () => {
    const quote = quoted()
    expect(quote).toMatchObject({
      restaurantId: "r1",
      menuVersion: 1,
      lines: [{ itemId: "pizza", quantity: 2, unitPrice: eur(950), lineTotal: eur(1900) }],
      itemTotal: eur(1900),
      deliveryFee: eur(270),
      total: eur(2170),
      quotedAtMs: atMs,
      validUntilMs: atMs + rules.validForMs
    })
    expect(quote.distanceM).toBeCloseTo(2_000, 3)
    expect(quote.earlyAtMs).toBeLessThan(quote.likelyAtMs)
    expect(quote.likelyAtMs).toBeLessThanOrEqual(quote.promisedAtMs)
    expect((quote.promisedAtMs - atMs) % (5 * MINUTE_MS)).toBe(0)
    expect(quote.promisedAtMs - atMs).toBeGreaterThan(trattoria.preparationMs)
  })

  it("promises earlier where nobody has to be asked, and later for longer preparation", () => {
    const likely = (changes: Partial<typeof trattoria>) =>
      quoted({ restaurant: { ...trattoria, ...changes } }).likelyAtMs
    expect(likely({ autoAccept: true })).toBeLessThan(likely({}))
    expect(likely({ preparationMs: 1_800_000 })).toBeGreaterThan(likely({}))
    expect(likely({ preparationMs: 0 })).toBeLessThan(likely({}))
  })

  it("adds up whatever is ordered", () => {
    const line = fc.record({
      itemId: fc.constantFrom(id("pizza"), id("cake")),
      quantity: fc.integer({ min: 1, max: 3 })
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const cakes = lines
          .filter(({ itemId }) => itemId === "cake")
          .reduce((sum, { quantity }) => sum + quantity, 0)
        const result = quoteOrder({ ...request, lines }, rules)
        expect(Result.isSuccess(result)).toBe(cakes <= 2)
        if (Result.isFailure(result)) {
          expect(result.failure).toMatchObject({ _tag: "OutOfStock", left: 2 })
          return
        }
        const byHand = lines.reduce(
          (sum, { itemId, quantity }) => sum + quantity * (itemId === "cake" ? 400 : 950),
          0
        )
        expect(result.success.itemTotal).toEqual(eur(byHand))
        expect(result.success.total.amountMinor).toBe(byHand + result.success.deliveryFee.amountMinor)
      }),
      { numRuns: 40 }
    )
  })

  it("charges no less for farther, and whole steps only", () => {
    const meters = fc.double({ min: 0, max: Limits.deliveryReachM, noNaN: true })
    fc.assert(
      fc.property(meters, meters, (one, other) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)].map(
          (distanceM) => deliveryFeeFor(distanceM, rules).amountMinor
        )
        expect(near ?? 0).toBeLessThanOrEqual(far ?? 0)
        expect((far ?? 0) % rules.roundFeeToMinor).toBe(0)
      })
    )
    expect(deliveryFeeFor(0, defaultQuoteRules("COP")).amountMinor).toBe(200_000)
    expect(deliveryFeeFor(0, defaultQuoteRules("JPY")).amountMinor).toBe(200)
  })
})

describe("quoteOrder refuses", () => {
  it("a restaurant that is closed or paused, and says when it opens", () => {
    const hours = {
      weekly: [{ weekday: "monday", openMinute: 600, closeMinute: 1200 }],
      specialDays: []
    } as const
    expect(refused({ restaurant: { ...trattoria, hours } })).toMatchObject({
      _tag: "RestaurantClosed",
      opensAtMs: Date.parse("2026-11-23T10:00+01:00")
    })
    expect(refused({ restaurant: { ...trattoria, status: "paused" } })).toMatchObject({
      _tag: "RestaurantClosed",
      opensAtMs: null
    })
  })

  it("an address out of reach", () => {
    const dropoff = destination(trattoria.position, 10, rules.reachM + 1)
    expect(refused({ dropoff })).toMatchObject({
      _tag: "TooFar",
      distanceM: haversineM(trattoria.position, dropoff),
      reachM: rules.reachM
    })
    expect(quoted({ dropoff: destination(trattoria.position, 10, rules.reachM - 1) })).toBeDefined()
  })

  it("what is not on the menu, not at this hour, or not in stock (S7)", () => {
    const one = (itemId: string, quantity = 1) => refused({ lines: [{ itemId: id(itemId), quantity }] })
    expect(one("soup")).toMatchObject({ _tag: "ItemUnknown", itemId: "soup" })
    expect(one("toast")).toMatchObject({ _tag: "ItemUnavailable", itemId: "toast" })
    expect(one("cake", 3)).toMatchObject({ _tag: "OutOfStock", left: 2 })
    expect(
      refused({ stock: new Map([[id("cake"), 0]]), lines: [{ itemId: id("cake"), quantity: 1 }] })
    ).toMatchObject({
      message: "Dish cake is sold out; choose something else."
    })
    expect(quoted({ stock: new Map(), lines: [{ itemId: id("cake"), quantity: 6 }] }).itemTotal).toEqual(
      eur(2400)
    )
  })

  it("prices that have changed, all at once (S4)", () => {
    const lines = [
      { itemId: id("pizza"), quantity: 1, seenPrice: eur(900) },
      { itemId: id("cake"), quantity: 1, seenPrice: eur(400) },
      { itemId: id("gone"), quantity: 1, seenPrice: eur(100) }
    ]
    expect(refused({ lines })).toEqual({
      _tag: "MenuChanged",
      menuVersion: 1,
      differences: [
        { itemId: "pizza", seen: eur(900), now: eur(950) },
        { itemId: "gone", seen: eur(100), now: null }
      ],
      message:
        "The menu has changed: pizza costs 9.50 EUR, not 9.00 EUR; gone is gone. Show the new prices and ask again."
    })
  })

  it("no lines, too many, and quantities that are none", () => {
    const bad = [
      [],
      Array.from({ length: Limits.orderLines + 1 }, () => ({ itemId: id("pizza"), quantity: 1 })),
      ...[0, -1, 1.5, Limits.itemQuantity + 1, Number.NaN].map((quantity) => [
        { itemId: id("pizza"), quantity }
      ])
    ]
    for (const lines of bad) expect(refused({ lines })._tag).toBe("LinesRefused")
  })

  it("sums beyond what money can be", () => {
    const menu = menuOf(itemOf("gold", Limits.moneyMinor))
    expect(refused({ menu, lines: [{ itemId: id("gold"), quantity: 2 }] })._tag).toBe("AmountRefused")
  })
})
