import { type Currency, defaultQuoteRules, type QuoteRules, type Restaurant } from "@hotbag/core"
import { Context } from "effect"

/** The rules by which orders from a restaurant are priced and promised; `defaultQuoteRules` of its currency unless configured. */
export const QuoteRulesOf = Context.Reference<(restaurant: Restaurant) => QuoteRules>(
  "@hotbag/services/catalogue/QuoteRulesOf",
  {
    defaultValue: () => {
      const known = new Map<Currency, QuoteRules>()
      return ({ currency }) => {
        const rules = known.get(currency) ?? defaultQuoteRules(currency)
        known.set(currency, rules)
        return rules
      }
    }
  }
)
