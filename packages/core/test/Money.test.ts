import {
  addMoney,
  Currency,
  currencyDecimals,
  decimalNumber,
  decimalText,
  Limits,
  Money,
  moneyFromDecimal,
  multiplyMoney,
  subtractMoney,
  zeroMoney
} from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const currency = fc.constantFrom(...Currency.literals)
const amountMinor = fc.integer({ min: -Limits.moneyMinor, max: Limits.moneyMinor })
const money = fc.record({ amountMinor, currency })
const eur = (amountMinor: number): Money => ({ amountMinor, currency: "EUR" })
const failure = (result: Result.Result<unknown, { readonly _tag: string }>) =>
  Result.isFailure(result) ? result.failure._tag : "succeeded"

describe("money on the wire (C28)", () => {
  it.each([
    [eur(3750), "37.50", 37.5],
    [eur(-5), "-0.05", -0.05],
    [eur(0), "0.00", 0],
    [{ amountMinor: 1200, currency: "JPY" } as const, "1200", 1200],
    [{ amountMinor: 1, currency: "KWD" } as const, "0.001", 0.001],
    [{ amountMinor: 12_345, currency: "CLF" } as const, "1.2345", 1.2345]
  ])("%j is %s", (money, text, number) => {
    expect(decimalText(money)).toBe(text)
    expect(decimalNumber(money)).toBe(number)
  })

  it("reads back what it wrote, as text, as a number and through JSON", () => {
    fc.assert(
      fc.property(money, (money) => {
        const read = Result.succeed(money)
        expect(moneyFromDecimal(decimalText(money), money.currency)).toEqual(read)
        expect(moneyFromDecimal(decimalNumber(money), money.currency)).toEqual(read)
        const json: unknown = JSON.parse(JSON.stringify(decimalNumber(money)))
        expect(moneyFromDecimal(Number(json), money.currency)).toEqual(read)
      })
    )
  })

  it("reads any decimal as an exact fraction would, and never rounds", () => {
    const decimal = fc.tuple(
      fc.boolean(),
      fc.bigInt({ min: 0n, max: 99_999_999_999n }),
      fc.string({ unit: fc.constantFrom(..."0123456789".split("")), maxLength: 6 })
    )
    fc.assert(
      fc.property(decimal, currency, ([negative, whole, fraction], currency) => {
        const text = `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`
        const scaled = BigInt(whole + fraction.padEnd(6, "0"))
        const unit = 10n ** BigInt(6 - currencyDecimals(currency))
        const minor = (negative ? -scaled : scaled) / unit
        const result = moneyFromDecimal(text, currency)
        if (scaled % unit !== 0n) expect(failure(result)).toBe("DecimalMalformed")
        else if (minor > Limits.moneyMinor || minor < -Limits.moneyMinor) {
          expect(failure(result)).toBe("AmountOutOfRange")
        } else expect(result).toEqual(Result.succeed({ amountMinor: Number(minor), currency }))
      })
    )
  })

  it.each([
    "",
    " 1",
    "1e3",
    "+1",
    "1.",
    ".5",
    "1,5",
    "0x10",
    "NaN",
    "Infinity",
    "--1",
    "1.001",
    "1".repeat(40)
  ])("refuses %j euros", (text) => {
    expect(failure(moneyFromDecimal(text, "EUR"))).toBe("DecimalMalformed")
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-7, 0.1 + 0.2])(
    "refuses the number %d",
    (number) => {
      expect(failure(moneyFromDecimal(number, "EUR"))).toBe("DecimalMalformed")
    }
  )
})

describe("reckoning with money", () => {
  it("adds and takes away like integers", () => {
    fc.assert(
      fc.property(amountMinor, amountMinor, (a, b) => {
        const sum = addMoney(eur(a), eur(b))
        expect(failure(sum)).toBe(Math.abs(a + b) <= Limits.moneyMinor ? "succeeded" : "AmountOutOfRange")
        if (Result.isSuccess(sum)) expect(subtractMoney(sum.success, eur(b))).toEqual(Result.succeed(eur(a)))
      })
    )
  })

  it("multiplies by whole numbers only", () => {
    expect(multiplyMoney(eur(333), 3)).toEqual(Result.succeed(eur(999)))
    expect(failure(multiplyMoney(eur(333), 0.5))).toBe("AmountOutOfRange")
    expect(failure(multiplyMoney(eur(Limits.moneyMinor), 2))).toBe("AmountOutOfRange")
    expect(multiplyMoney(eur(-1), 0)).toEqual(Result.succeed(zeroMoney("EUR")))
  })

  it("never mixes currencies", () => {
    const usd: Money = { amountMinor: 1, currency: "USD" }
    const rejection = addMoney(eur(1), usd)
    expect(rejection).toMatchObject({ failure: { _tag: "CurrencyMismatch", left: "EUR", right: "USD" } })
    expect(failure(subtractMoney(eur(1), usd))).toBe("CurrencyMismatch")
  })

  it("is an integer with a known currency, or it is no money", () => {
    const decode = Schema.decodeUnknownResult(Money)
    expect(Result.isSuccess(decode(eur(1)))).toBe(true)
    for (const wrong of [
      { amountMinor: 0.5, currency: "EUR" },
      { amountMinor: Limits.moneyMinor + 1, currency: "EUR" },
      { amountMinor: 1, currency: "XYZ" },
      { amountMinor: 1 }
    ]) {
      expect(Result.isFailure(decode(wrong))).toBe(true)
    }
  })
})

it("knows each currency once", () => {
  expect(new Set(Currency.literals).size).toBe(Currency.literals.length)
  expect(Currency.literals.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true)
})
