import { apiHandlers, type ApiUseCases, HealthChecks, serveHttp } from "@hotbag/adapters"
import { scopesOfRole } from "@hotbag/core"
import {
  Alerts,
  type Answered,
  Audit,
  Carts,
  Catalogue,
  CommandConflict,
  Couriers,
  Customers,
  Deliveries,
  Dispatch,
  Identities,
  Ledger,
  NotFound,
  Notices,
  Orders,
  Payments,
  Receipts,
  RestaurantDesk,
  TokenRefused,
  TrackingLinks
} from "@hotbag/services"
import { Effect, Layer, Redacted, Scope } from "effect"
import { caseOf, type Shop } from "./Shop.ts"
import { customerOf } from "./tokens.ts"

/** Our server, whole: only the use-cases of orders behind it are replaced by the shop. */
export const ours = async (shop: Shop): Promise<number> => {
  const scope = Scope.makeUnsafe()
  const settings = { port: 0, docs: false, callerRate: UNBOUNDED, addressRate: UNBOUNDED }
  const serving = apiHandlers.pipe(
    Effect.flatMap((handlers) => serveHttp(handlers, settings)),
    Effect.provide(Layer.mergeAll(useCasesOver(shop), identities)),
    Effect.provideService(Scope.Scope, scope)
  )
  const { port } = await Effect.runPromise(serving)
  return port
}

const UNBOUNDED = { perSecond: 1e9, burst: 1e9 }

const identities = Layer.succeed(Identities, {
  verify: (token) =>
    Effect.suspend(() => {
      const subject = customerOf(Redacted.value(token))
      return subject === null
        ? Effect.fail(new TokenRefused())
        : Effect.succeed({ actor: { role: "customer", subject }, scopes: allOfCustomer })
    })
})

const allOfCustomer = new Set(scopesOfRole.customer)

const useCasesOver = (shop: Shop): Layer.Layer<ApiUseCases> => {
  const orders = Layer.mock(Orders, {
    place: ({ restaurantId, lines, dropoff }, { actor, receipt, respond }) =>
      Effect.suspend((): Effect.Effect<Answered, NotFound | CommandConflict> => {
        if (receipt === null) return Effect.fail(new NotFound())
        const { key, bodyHash } = receipt
        const known = shop.replayed(actor.subject, key, bodyHash)
        if (known === "conflict") return Effect.fail(new CommandConflict({ key }))
        if (known !== null) return Effect.succeed({ status: 201, answer: known, replayed: true })
        const order = shop.place(actor.subject, restaurantId, lines, dropoff.lat, dropoff.lng)
        const answer = respond(caseOf(order))
        shop.note(actor.subject, key, bodyHash, answer.answer)
        return Effect.succeed({ ...answer, replayed: false })
      }),
    get: (actor, orderId) =>
      Effect.suspend(() => {
        const order = shop.find(orderId, actor.subject)
        return order === null ? Effect.fail(new NotFound()) : Effect.succeed(caseOf(order))
      })
  })
  return Layer.mergeAll(
    orders,
    Layer.mock(Alerts, {}),
    Layer.mock(Audit, {}),
    Layer.mock(Carts, {}),
    Layer.mock(Catalogue, {}),
    Layer.mock(Couriers, {}),
    Layer.mock(Customers, {}),
    Layer.mock(Deliveries, {}),
    Layer.mock(Dispatch, {}),
    Layer.mock(Ledger, {}),
    Layer.mock(Notices, {}),
    Layer.mock(Payments, {}),
    Layer.mock(Receipts, {}),
    Layer.mock(RestaurantDesk, {}),
    Layer.mock(TrackingLinks, {}),
    Layer.succeed(HealthChecks, { all: [] })
  )
}
