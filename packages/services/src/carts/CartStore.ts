import type { CustomerId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Cart } from "./Cart.ts"
import type { StaleCart } from "./errors.ts"

/** Where carts are kept. */
export class CartStore extends Context.Service<
  CartStore,
  {
    readonly load: (customerId: CustomerId) => Effect.Effect<Option.Option<Cart>, StoreUnavailable>
    /** Writes the cart if the stored one has version `after` (0: there is none); otherwise fails with `StaleCart`. */
    readonly save: (cart: Cart, after: number) => Effect.Effect<void, StoreUnavailable | StaleCart>
    /** Removes up to `Limits.cartsPerSweep` carts that were last changed at `atMs` or before, and says how many. */
    readonly sweep: (atMs: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("@hotbag/services/carts/CartStore") {}
