import { type Currency, defaultQuoteRules, type QuoteRules, type Restaurant } from "@hotbag/core"
import { Context } from "effect"

/** What rules may depend on: known of a restaurant and of every order from it. */
export type Ruled = Pick<Restaurant, "id" | "regionId" | "currency">

/**
 * The rules by which orders from a restaurant are priced and promised, and by which their deliveries are estimated while they are under way;
 * `defaultQuoteRules` of its currency unless configured.
 */
export const QuoteRulesOf = Context.Reference<(ruled: Ruled) => QuoteRules>(
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
