import type { LatLng, Quote, Restaurant, RestaurantId, WantedLine } from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { QuoteRefused } from "./errors.ts"

/** What somebody wants to order. */
export interface QuoteWish {
  readonly restaurantId: RestaurantId
  readonly lines: ReadonlyArray<WantedLine>
  readonly dropoff: LatLng
}

/** An order as it can be had now. */
export interface QuotedOrder {
  readonly restaurant: Restaurant
  readonly quote: Quote
}

/** What placing an order has to know of the catalogue: prices, stock, fee and promise as of now (S7, S17). */
export class Menus extends Context.Service<
  Menus,
  {
    /**
     * The order priced and promised, or why it cannot be had. Reads the stock afresh, but reserves nothing: the pieces leave the stock in the commit
     * of the placement, which has the last word.
     */
    readonly quote: (
      wish: QuoteWish
    ) => Effect.Effect<QuotedOrder, NotFound | QuoteRefused | StoreUnavailable>
  }
>()("@hotbag/services/catalogue/Menus") {}
