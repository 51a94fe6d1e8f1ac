import { Result, Schema } from "effect"
import { Currency, currencyDecimals } from "./Currency.ts"
import { Limits } from "./Limits.ts"

/** A whole number of minor units (cents), at most `Limits.moneyMinor` either way. */
export const AmountMinor = Schema.Int.check(
  Schema.isBetween({ minimum: -Limits.moneyMinor, maximum: Limits.moneyMinor })
)

/** An amount of money: integer minor units and an ISO 4217 currency (C28). Never a float, never without currency. */
export const Money = Schema.Struct({ amountMinor: AmountMinor, currency: Currency })
export interface Money extends Schema.Schema.Type<typeof Money> {}

/** Why money could not be reckoned or read. */
export type MoneyRejection =
  | {
      readonly _tag: "CurrencyMismatch"
      readonly left: Currency
      readonly right: Currency
      readonly message: string
    }
  | { readonly _tag: "AmountOutOfRange"; readonly message: string }
  | { readonly _tag: "DecimalMalformed"; readonly decimal: string; readonly message: string }

/** No money, in a currency. */
export const zeroMoney = (currency: Currency): Money => ({ amountMinor: 0, currency })

/** Sum. Rejects different currencies and sums beyond `Limits.moneyMinor`. */
export const addMoney = (left: Money, right: Money): Result.Result<Money, MoneyRejection> =>
  left.currency === right.currency
    ? inRange(left.amountMinor + right.amountMinor, left.currency)
    : Result.fail(currencyMismatch(left.currency, right.currency))

/** Difference; may be negative. Rejects like {@link addMoney}. */
export const subtractMoney = (left: Money, right: Money): Result.Result<Money, MoneyRejection> =>
  left.currency === right.currency
    ? inRange(left.amountMinor - right.amountMinor, left.currency)
    : Result.fail(currencyMismatch(left.currency, right.currency))

/** `quantity` times the amount. Rejects a quantity that is not whole, and products beyond `Limits.moneyMinor`. */
export const multiplyMoney = (money: Money, quantity: number): Result.Result<Money, MoneyRejection> =>
  inRange(money.amountMinor * quantity, money.currency)

/**
 * The amount as decimal text with exactly the currency's decimals: `37.50`, `-0.05`, `1200` (JPY).
 * {@link moneyFromDecimal} reads it back unchanged.
 */
export const decimalText = (money: Money): string => {
  const decimals = currencyDecimals(money.currency)
  const digits = Math.abs(money.amountMinor)
    .toString()
    .padStart(decimals + 1, "0")
  const sign = money.amountMinor < 0 ? "-" : ""
  if (decimals === 0) return sign + digits
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/**
 * The amount as a JSON number (37.5). Exact both ways: `Limits.moneyMinor` keeps amounts within the 15 significant digits
 * that every decimal survives as a double.
 */
export const decimalNumber = (money: Money): number => Number(decimalText(money))

/**
 * Reads a decimal from the wire, `"37.50"` or `37.5`, without rounding. Rejects more decimals than the currency has (zeros aside),
 * exponents, signs other than a leading `-`, and amounts beyond `Limits.moneyMinor`.
 */
export const moneyFromDecimal = (
  decimal: string | number,
  currency: Currency
): Result.Result<Money, MoneyRejection> => {
  const text = String(decimal)
  const match = text.length > MAX_DECIMAL_LENGTH ? null : /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return Result.fail(malformed(text, "write it like 37.50"))
  const decimals = currencyDecimals(currency)
  const fraction = match[3] ?? ""
  if (/[1-9]/.test(fraction.slice(decimals))) {
    return Result.fail(malformed(text, `${currency} has ${decimals} decimals`))
  }
  const minor = Number((match[2] ?? "") + fraction.slice(0, decimals).padEnd(decimals, "0"))
  return inRange(match[1] === "-" ? -minor : minor, currency)
}

/** Longer text is refused unread: 15 digits, a sign, a point and generous zeros. */
const MAX_DECIMAL_LENGTH = 32

const inRange = (amountMinor: number, currency: Currency): Result.Result<Money, MoneyRejection> =>
  Number.isInteger(amountMinor) && Math.abs(amountMinor) <= Limits.moneyMinor
    ? // Adding zero turns -0 into 0, which JSON could not tell apart.
      Result.succeed({ amountMinor: amountMinor + 0, currency })
    : Result.fail({
        _tag: "AmountOutOfRange",
        message: `An amount is a whole number of minor units of at most ${Limits.moneyMinor}; this one is ${amountMinor}.`
      })

const currencyMismatch = (left: Currency, right: Currency): MoneyRejection => ({
  _tag: "CurrencyMismatch",
  left,
  right,
  message: `${left} and ${right} cannot be reckoned together; convert one of them first.`
})

const malformed = (text: string, hint: string): MoneyRejection => ({
  _tag: "DecimalMalformed",
  decimal: text.slice(0, MAX_DECIMAL_LENGTH),
  message: `This is not an amount of money: ${hint}.`
})
