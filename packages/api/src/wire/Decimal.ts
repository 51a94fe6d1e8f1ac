import { Schema } from "effect"
import { Currency } from "@hotbag/core"

/** An amount on the wire: a decimal in the currency of the object it stands in, never rounded (C28). */
export const Decimal = Schema.Finite.annotate({
  description: "An amount of money in the object's currency, as a decimal.",
  examples: [37.5]
})

/** The currency of an object's amounts. */
export const CurrencyCode = Currency.annotate({ identifier: "Currency", description: "ISO 4217." })
