import { expect } from "@effect/vitest"
import { CustomerId } from "@hotbag/core"
import { Effect, Option } from "effect"
import { CartStore, type Customer, CustomerStore, emptyCart } from "../../src/index.ts"
import { roma } from "../catalogue/restaurants.ts"

const ada: Customer = {
  id: CustomerId.make("ada"),
  name: "Ada «Ñ» O'Hara",
  email: "ada@mail.example",
  phone: "+390612345678",
  addresses: [{ label: "home", text: "Via del Forno 3\nscala B", position: roma }],
  updatedAtMs: 5
}

/** What every store of customers does. */
export const customerStoreCases: ReadonlyArray<
  readonly [name: string, run: Effect.Effect<void, unknown, CustomerStore | CartStore>]
> = [
  [
    "keeps a customer as saved (S53)",
    Effect.gen(function* () {
      const store = yield* CustomerStore
      const id = CustomerId.make("kept")
      expect(yield* store.load(id)).toEqual(Option.none())
      yield* store.save({ ...ada, id })
      expect(yield* store.load(id)).toEqual(Option.some({ ...ada, id }))
      const bare = { ...ada, id, email: null, phone: null, addresses: [] }
      yield* store.save(bare)
      expect(yield* store.load(id)).toEqual(Option.some(bare))
    })
  ],
  [
    "forgets a person and their cart, and nobody else (P10)",
    Effect.gen(function* () {
      const store = yield* CustomerStore
      const carts = yield* CartStore
      const bob = CustomerId.make("bob")
      for (const id of [ada.id, bob]) {
        yield* store.save({ ...ada, id })
        yield* carts.save({ ...emptyCart(id, 5), version: 1 }, 0)
      }
      yield* store.erase(ada.id)
      yield* store.erase(ada.id)
      expect(yield* store.load(ada.id)).toEqual(Option.none())
      expect(yield* carts.load(ada.id)).toEqual(Option.none())
      expect(Option.isSome(yield* store.load(bob))).toBe(true)
      expect(Option.isSome(yield* carts.load(bob))).toBe(true)
    })
  ]
]
