import type { CustomerId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Customer } from "./Customer.ts"

/** Where customers are kept. */
export class CustomerStore extends Context.Service<
  CustomerStore,
  {
    readonly load: (id: CustomerId) => Effect.Effect<Option.Option<Customer>, StoreUnavailable>
    /** Writes the customer, replacing what was there. */
    readonly save: (customer: Customer) => Effect.Effect<void, StoreUnavailable>
    /**
     * Forgets the person at once and for good (P10): the customer, their cart, what is personal about their orders (`OrderDetails`), and the
     * answers they were given about themselves (`personalScopes`). Orders stay, under an id that says nothing; their log replays as before. Erasing again does nothing.
     */
    readonly erase: (id: CustomerId) => Effect.Effect<void, StoreUnavailable>
  }
>()("@hotbag/services/customers/CustomerStore") {}
