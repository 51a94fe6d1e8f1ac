import { Limits } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { MemoryTables } from "../cases/MemoryTables.ts"
import { CartStore } from "./CartStore.ts"
import { StaleCart } from "./errors.ts"

/** Carts in `MemoryTables`. */
export const memoryCartStore: Layer.Layer<CartStore, never, MemoryTables> = Layer.effect(
  CartStore,
  Effect.map(MemoryTables, ({ carts }) => ({
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
  }))
)
