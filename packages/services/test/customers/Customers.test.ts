import { describe, expect, it, layer } from "@effect/vitest"
import { CustomerId } from "@hotbag/core"
import { Effect, Layer, Schema } from "effect"
import {
  type Actor,
  CustomerProfile,
  Customers,
  memoryCartStore,
  memoryCustomerStore,
  memoryTables
} from "../../src/index.ts"
import { operator } from "../catalogue/restaurants.ts"
import { runCases } from "../catalogue/catalogueStoreCases.ts"
import { customerStoreCases } from "./customerStoreCases.ts"

const stores = Layer.merge(memoryCustomerStore, memoryCartStore).pipe(Layer.provide(memoryTables))

layer(stores)("the store of customers in memory", (it) => {
  runCases(customerStoreCases, it.effect)
})

const id = CustomerId.make("ada")
const ada: Actor = { role: "customer", subject: "ada" }
const profile: CustomerProfile = { name: "Ada", email: null, phone: null, addresses: [] }

describe("Customers (S53, P9, P10)", () => {
  it.effect("see and change themselves only", () =>
    Effect.gen(function* () {
      const customers = yield* Customers
      expect(yield* Effect.flip(customers.get(ada, id))).toMatchObject({ _tag: "NotFound" })
      expect(yield* customers.save(ada, id, profile)).toMatchObject({ id: "ada", name: "Ada" })
      expect((yield* customers.get(operator, id)).name).toBe("Ada")
      for (const actor of [
        { role: "customer", subject: "bob" },
        { role: "courier", subject: "ada" },
        { role: "restaurant", subject: "ada" }
      ] as const) {
        for (const run of [
          customers.get(actor, id),
          customers.save(actor, id, profile),
          customers.erase(actor, id)
        ]) {
          expect(yield* Effect.flip(run)).toMatchObject({ _tag: "NotFound" })
        }
      }
      yield* customers.erase(ada, id)
      expect(yield* Effect.flip(customers.get(ada, id))).toMatchObject({ _tag: "NotFound" })
    }).pipe(Effect.provide(Customers.layer.pipe(Layer.provide(stores))))
  )

  it("tell only what makes sense", () => {
    const reads = Schema.is(CustomerProfile)
    expect(reads({ ...profile, phone: "+390612345678", email: "a@b.example" })).toBe(true)
    for (const phone of ["0612345678", "+0612345678", "+39 06 1234", "+12", "+1234567890123456"]) {
      expect(reads({ ...profile, phone })).toBe(false)
    }
    for (const email of ["", "a", "a@", "@b", "a b@c", "a@b@c"])
      expect(reads({ ...profile, email })).toBe(false)
    expect(reads({ ...profile, name: "" })).toBe(false)
  })
})
