import type { CustomerId } from "@hotbag/core"
import { Clock, Context, Effect, Layer, Option } from "effect"
import type { Actor } from "../Actor.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Customer, CustomerProfile } from "./Customer.ts"
import { CustomerStore } from "./CustomerStore.ts"

/** Customers, as far as they tell of themselves (S53). Each sees and changes only themselves; operations may help (P9). */
export class Customers extends Context.Service<
  Customers,
  {
    readonly get: (actor: Actor, id: CustomerId) => Effect.Effect<Customer, NotFound | StoreUnavailable>
    /** Writes the profile; whoever had none has one then. */
    readonly save: (
      actor: Actor,
      id: CustomerId,
      profile: CustomerProfile
    ) => Effect.Effect<Customer, NotFound | StoreUnavailable>
    /** Forgets the person (P10). */
    readonly erase: (actor: Actor, id: CustomerId) => Effect.Effect<void, NotFound | StoreUnavailable>
  }
>()("@hotbag/services/customers/Customers") {
  static readonly layer: Layer.Layer<Customers, never, CustomerStore> = Layer.effect(
    Customers,
    Effect.map(CustomerStore, (store) => ({
      get: Effect.fn("Customers.get")(function* (actor, id) {
        yield* requireSelf(actor, id)
        const found = yield* store.load(id)
        return Option.isSome(found) ? found.value : yield* new NotFound()
      }),
      save: Effect.fn("Customers.save")(function* (actor, id, profile) {
        yield* requireSelf(actor, id)
        const customer: Customer = { id, ...profile, updatedAtMs: yield* Clock.currentTimeMillis }
        yield* store.save(customer)
        return customer
      }),
      erase: Effect.fn("Customers.erase")(function* (actor, id) {
        yield* requireSelf(actor, id)
        yield* store.erase(id)
      })
    }))
  )
}

const requireSelf = ({ role, subject }: Actor, id: CustomerId): Effect.Effect<void, NotFound> =>
  role === "operator" || role === "system" || (role === "customer" && subject === id)
    ? Effect.void
    : Effect.fail(new NotFound())
