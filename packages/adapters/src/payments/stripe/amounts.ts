import { Currency, type Money } from "@hotbag/core"
import { Option, Schema } from "effect"

/** What Stripe wants to be told of an amount. */
export interface StripeAmount {
  readonly amount: number
  /** Three small letters. */
  readonly currency: string
}

/** Whole units that Stripe nevertheless counts in hundredths. */
const IN_HUNDREDTHS: ReadonlySet<Currency> = new Set<Currency>(["ISK", "UGX"])
/** Hundredths that Stripe counts in whole units. */
const IN_UNITS: ReadonlySet<Currency> = new Set<Currency>(["MGA"])
/** Thousandths whose last digit has to be zero. */
const IN_TENS: ReadonlySet<Currency> = new Set<Currency>(["BHD", "JOD", "KWD", "OMR", "TND"])

/** The amount in Stripe's units; null when it cannot be said in them, such as a fraction of an ariary. */
export const stripeAmount = ({ amountMinor, currency }: Money): StripeAmount | null => {
  const said = currency.toLowerCase()
  if (IN_HUNDREDTHS.has(currency)) return { amount: amountMinor * 100, currency: said }
  if (IN_UNITS.has(currency))
    return amountMinor % 100 === 0 ? { amount: amountMinor / 100, currency: said } : null
  return IN_TENS.has(currency) && amountMinor % 10 !== 0 ? null : { amount: amountMinor, currency: said }
}

/** The money that Stripe means; null when it is none of ours. */
export const moneyOf = ({ amount, currency }: StripeAmount): Money | null => {
  const read = decodeCurrency(currency.toUpperCase())
  if (Option.isNone(read)) return null
  if (IN_HUNDREDTHS.has(read.value)) {
    return amount % 100 === 0 ? { amountMinor: amount / 100, currency: read.value } : null
  }
  return { amountMinor: IN_UNITS.has(read.value) ? amount * 100 : amount, currency: read.value }
}

const decodeCurrency = Schema.decodeUnknownOption(Currency)
