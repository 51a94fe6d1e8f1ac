import { type Customer, type CustomersGroup, instantText, type NoticesGroup } from "@hotbag/api"
import { CustomerId } from "@hotbag/core"
import {
  Alerts,
  Customers,
  type Customer as ServiceCustomer,
  NotFound,
  Notices,
  type Receipts
} from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { onceByKey } from "./onceByKey.ts"
import { anyProblem, asRead } from "./problemFor.ts"

/** Customers: each for themselves. */
export const customersHandlers: Effect.Effect<
  HandlersOf<typeof CustomersGroup>,
  never,
  Customers | Receipts
> = Effect.gen(function* () {
  const customers = yield* Customers
  const once = yield* onceByKey
  return {
    me: ({ caller: { actor } }) =>
      asRead(Effect.flatMap(self(actor.subject), (id) => Effect.map(customers.get(actor, id), customerView))),
    save: (request) => {
      const { actor } = request.caller
      const { addresses, ...profile } = request.payload
      const places = addresses.map(({ label, text, location }) => ({ label, text, position: location }))
      const saved = Effect.flatMap(self(actor.subject), (id) =>
        customers.save(actor, id, { ...profile, addresses: places })
      )
      return once(request, "customers.save", Effect.map(saved, customerView))
    },
    erase: (request) => {
      const { actor } = request.caller
      const erased = Effect.flatMap(self(actor.subject), (id) => customers.erase(actor, id))
      return once(request, "customers.erase", erased, 204)
    }
  }
})

/** What people are told, and what operations have to look at. */
export const noticesHandlers: Effect.Effect<
  HandlersOf<typeof NoticesGroup>,
  never,
  Alerts | Notices
> = Effect.gen(function* () {
  const notices = yield* Notices
  const alerts = yield* Alerts
  return {
    mine: ({ caller: { actor } }) =>
      actor.role === "operator"
        ? Effect.succeed({ notices: [] })
        : notices.of(actor.role, actor.subject).pipe(
            Effect.mapError(anyProblem),
            Effect.map((told) => ({
              notices: told.map(({ key, orderId, notice, atMs }) => ({
                key,
                orderId,
                notice,
                at: instantText(atMs)
              }))
            }))
          ),
    alerts: () =>
      alerts.latest.pipe(
        Effect.mapError(anyProblem),
        Effect.map((latest) => ({
          alerts: latest.map(({ orderId, why, sinceMs, atMs }) => ({
            orderId,
            why,
            since: instantText(sinceMs),
            at: instantText(atMs)
          }))
        }))
      )
  }
})

const self = (subject: string): Effect.Effect<CustomerId, NotFound> =>
  Effect.mapError(Schema.decodeEffect(CustomerId)(subject), () => new NotFound())

const customerView = ({ id, addresses, updatedAtMs, ...profile }: ServiceCustomer): Customer => ({
  userId: id,
  ...profile,
  addresses: addresses.map(({ label, text, position }) => ({ label, text, location: position })),
  updatedAt: instantText(updatedAtMs)
})
