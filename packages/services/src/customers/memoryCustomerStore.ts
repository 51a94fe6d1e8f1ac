import type { CustomerId } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { MemoryTables } from "../cases/MemoryTables.ts"
import { personalScopes } from "../cases/Receipt.ts"
import type { Customer } from "./Customer.ts"
import { CustomerStore } from "./CustomerStore.ts"

/** Customers in a map; what is personal about their orders is in `MemoryTables`, and so are their carts. */
export const memoryCustomerStore: Layer.Layer<CustomerStore, never, MemoryTables> = Layer.effect(
  CustomerStore,
  Effect.map(MemoryTables, ({ carts, cases, details, receipts }) => {
    const customers = new Map<CustomerId, Customer>()
    return {
      load: (id) => Effect.sync(() => Option.fromUndefinedOr(customers.get(id))),
      save: (customer) => Effect.sync(() => void customers.set(customer.id, customer)),
      erase: (id) =>
        Effect.sync(() => {
          customers.delete(id)
          carts.delete(id)
          for (const [orderId, { order }] of cases) if (order.customerId === id) details.delete(orderId)
          const personal = new Set(personalScopes(id))
          for (const [name, { scope }] of receipts) if (personal.has(scope)) receipts.delete(name)
        })
    }
  })
)
