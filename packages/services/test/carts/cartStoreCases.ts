import { expect } from "@effect/vitest"
import { CustomerId, Limits } from "@hotbag/core"
import { Effect, Option, Result } from "effect"
import { type Cart, CartStore, emptyCart } from "../../src/index.ts"
import { eur, iid, rid } from "../catalogue/restaurants.ts"

const cartOf = (customer: string, version: number, more: Partial<Cart> = {}): Cart => ({
  ...emptyCart(CustomerId.make(customer), 1_000),
  restaurantId: rid("r1"),
  lines: [{ itemId: iid("pizza"), quantity: 2, seenPrice: eur(950) }],
  version,
  ...more
})

/** What every store of carts does. */
export const cartStoreCases: ReadonlyArray<
  readonly [name: string, run: Effect.Effect<void, unknown, CartStore>]
> = [
  [
    "keeps a cart as it was saved, empty ones too (S5)",
    Effect.gen(function* () {
      const store = yield* CartStore
      const first = cartOf("a", 1)
      expect(yield* store.load(first.customerId)).toEqual(Option.none())
      yield* store.save(first, 0)
      expect(yield* store.load(first.customerId)).toEqual(Option.some(first))
      const second = cartOf("a", 2, { restaurantId: null, lines: [], updatedAtMs: 2_000 })
      yield* store.save(second, 1)
      expect(yield* store.load(first.customerId)).toEqual(Option.some(second))
    })
  ],
  [
    "lets one of several savers of the same version win",
    Effect.gen(function* () {
      const store = yield* CartStore
      for (const after of [0, 1]) {
        const results = yield* Effect.forEach(
          [1, 2, 3, 4],
          (quantity) => {
            const lines = [{ itemId: iid("pizza"), quantity, seenPrice: eur(1) }]
            return Effect.result(store.save(cartOf("b", after + 1, { lines }), after))
          },
          { concurrency: "unbounded" }
        )
        expect(results.filter(Result.isSuccess)).toHaveLength(1)
        for (const result of results.filter(Result.isFailure)) {
          expect(result.failure).toMatchObject({ _tag: "StaleCart", customerId: "b" })
        }
      }
      expect(yield* Effect.flip(store.save(cartOf("c", 3), 2))).toMatchObject({ _tag: "StaleCart" })
    })
  ],
  [
    "sweeps what is old, so much at a time (P8)",
    Effect.gen(function* () {
      const store = yield* CartStore
      const count = Limits.cartsPerSweep + 3
      yield* Effect.forEach(
        Array.from({ length: count }, (_, i) => cartOf(`old${i}`, 1, { updatedAtMs: 10 + (i % 2) })),
        (cart) => store.save(cart, 0),
        { concurrency: 8 }
      )
      yield* store.save(cartOf("young", 1, { updatedAtMs: 12 }), 0)
      expect(yield* store.sweep(9)).toBe(0)
      expect(yield* store.sweep(11)).toBe(Limits.cartsPerSweep)
      expect(yield* store.sweep(11)).toBe(3)
      expect(yield* store.sweep(11)).toBe(0)
      expect(Option.isSome(yield* store.load(CustomerId.make("young")))).toBe(true)
    })
  ]
]
