import { type Customer, type CustomersGroup, instantText, type NoticesGroup } from "@hotbag/api"
import { CustomerId } from "@hotbag/core"
import { Alerts, Customers, type Customer as ServiceCustomer, NotFound, Notices } from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { readyReply } from "../edge/Reply.ts"
import { anyProblem, asCommand, asRead } from "./problemFor.ts"

/** Customers: each for themselves. */
export const customersHandlers: Effect.Effect<
  HandlersOf<typeof CustomersGroup>,
  never,
  Customers
> = Effect.map(Customers, (customers) => ({
  me: ({ caller: { actor } }) =>
    asRead(Effect.flatMap(self(actor.subject), (id) => Effect.map(customers.get(actor, id), customerView))),
  save: ({ caller: { actor }, payload: { addresses, ...profile } }) =>
    asCommand(
      Effect.flatMap(self(actor.subject), (id) =>
        Effect.map(
          customers.save(actor, id, {
            ...profile,
            addresses: addresses.map(({ label, text, location }) => ({ label, text, position: location }))
          }),
          customerView
        )
      )
    ),
  erase: ({ caller: { actor } }) =>
    asCommand(Effect.flatMap(self(actor.subject), (id) => customers.erase(actor, id))).pipe(
      Effect.as(readyReply(204, ""))
    )
}))

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
