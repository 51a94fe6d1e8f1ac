import type { CustomerId, RestaurantId } from "@hotbag/core"
import { Data } from "effect"

/** Another device changed the cart meanwhile: load it again. Never leaves the use-cases. */
export class StaleCart extends Data.TaggedError("StaleCart")<{ readonly customerId: CustomerId }> {}

/** The cart changed again and again. Wire: 503 with `Retry-After`. */
export class CartBusy extends Data.TaggedError("CartBusy")<{ readonly retryAfterMs: number }> {
  override readonly message = "Another device is changing this cart; try again in a moment."
}

/** The cart has food of another restaurant. Wire: 409. */
export class OtherRestaurant extends Data.TaggedError("OtherRestaurant")<{
  readonly restaurantId: RestaurantId
}> {
  override get message(): string {
    return `The cart has food of restaurant ${this.restaurantId}; order or empty it before choosing from another.`
  }
}

/** There is nothing in the cart. Wire: 409. */
export class CartEmpty extends Data.TaggedError("CartEmpty") {
  override readonly message = "The cart is empty; add something first."
}
