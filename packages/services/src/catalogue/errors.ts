import type { Currency, MenuRejection, QuoteRejection, RestaurantId } from "@hotbag/core"
import { Data } from "effect"

/** Somebody else wrote the menu meanwhile: read it again. Never leaves the catalogue. */
export class StaleMenu extends Data.TaggedError("StaleMenu")<{ readonly restaurantId: RestaurantId }> {}

/** The menu was written by others again and again. Wire: 503 with `Retry-After`. */
export class MenuBusy extends Data.TaggedError("MenuBusy")<{ readonly retryAfterMs: number }> {
  override readonly message = "Others are writing this menu at the same time; try again in a moment."
}

/** The order cannot be had like that. `rejection` says why and what to do. Wire: 409, lines out of bounds 400. */
export class QuoteRefused extends Data.TaggedError("QuoteRefused")<{ readonly rejection: QuoteRejection }> {
  override get message(): string {
    return this.rejection.message
  }
}

/** The menu cannot be like that. Wire: 422. */
export class MenuRefused extends Data.TaggedError("MenuRefused")<{ readonly rejection: MenuRejection }> {
  override get message(): string {
    return this.rejection.message
  }
}

/** Only operations may do that. Wire: 403. */
export class OperationsOnly extends Data.TaggedError("OperationsOnly")<{ readonly what: string }> {
  override get message(): string {
    return `Only operations may ${this.what}; ask them to.`
  }
}

/** The restaurant has a menu in another currency. Wire: 409. */
export class CurrencyTaken extends Data.TaggedError("CurrencyTaken")<{ readonly currency: Currency }> {
  override get message(): string {
    return `The menu is priced in ${this.currency}; write an empty menu before selling in another currency.`
  }
}

/** The item is not on the menu, or no stock of it is counted. Wire: 409. */
export class NotCounted extends Data.TaggedError("NotCounted")<{ readonly itemId: string }> {
  override get message(): string {
    return `No stock is kept of item ${this.itemId}; put it on the menu with availability "stock" first.`
  }
}
