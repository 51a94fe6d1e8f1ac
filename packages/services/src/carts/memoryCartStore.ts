import { type CustomerId, Limits } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import type { Cart } from "./Cart.ts"
import { CartStore } from "./CartStore.ts"
import { StaleCart } from "./errors.ts"

/** Carts in a map. */
export const memoryCartStore: Layer.Layer<CartStore> = Layer.sync(CartStore, () => {
  const carts = new Map<CustomerId, Cart>()
  return {
    load: (customerId) => Effect.sync(() => Option.fromUndefinedOr(carts.get(customerId))),
    save: (cart, after) =>
      Effect.suspend(() => {
        const { customerId } = cart
        if ((carts.get(customerId)?.version ?? 0) !== after) return new StaleCart({ customerId })
        carts.set(customerId, cart)
        return Effect.void
      }),
    sweep: (atMs) =>
      Effect.sync(() => {
        const old = [...carts.values()]
          .filter((cart) => cart.updatedAtMs <= atMs)
          .slice(0, Limits.cartsPerSweep)
        for (const { customerId } of old) carts.delete(customerId)
        return old.length
      })
  }
})
