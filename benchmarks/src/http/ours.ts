import { apiHandlers, type ApiUseCases, HealthChecks, serveHttp } from "@hotbag/adapters"
import { CourierId, RegionId, scopesOfRole } from "@hotbag/core"
import {
  Alerts,
  type Answered,
  Audit,
  Carts,
  Catalogue,
  CommandConflict,
  type CourierPosition,
  Couriers,
  Customers,
  Deliveries,
  Dispatch,
  Identities,
  Ledger,
  LiveEta,
  NotFound,
  Notices,
  Orders,
  Payments,
  Receipts,
  RestaurantDesk,
  TokenRefused,
  Tracker,
  TrackingLinks,
  Whereabouts
} from "@hotbag/services"
import { Effect, Layer, Redacted, Scope } from "effect"
import { caseOf, COURIER, type Shop } from "./Shop.ts"
import { bearerOf } from "./tokens.ts"

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
      const actor = bearerOf(Redacted.value(token))
      return actor === null
        ? Effect.fail(new TokenRefused())
        : Effect.succeed({ actor, scopes: new Set(scopesOfRole[actor.role]) })
    })
})

/** Takes positions like the tracker, into the shop. */
const trackerOver = (shop: Shop): Layer.Layer<Tracker | Whereabouts> => {
  const last: CourierPosition = {
    courierId: CourierId.make(COURIER),
    regionId: RegionId.make("berlin"),
    at: { lat: 0, lng: 0 },
    atMs: 0,
    receivedAtMs: 0,
    speedMps: null,
    headingDeg: null,
    accuracyM: null
  }
  return Layer.merge(
    Layer.mock(Tracker, {
      last: (courierId) => (courierId === COURIER ? last : undefined),
      waitMs: () => 0,
      take: (courierId, { at, atMs }) =>
        shop.locate(courierId, at.lat, at.lng, atMs) ? "taken" : "unknown-courier",
      takeMany: () => "unknown-courier",
      takeFrame: () => null,
      vehicleOf: () => undefined,
      history: () => [],
      near: () => [],
      count: () => 0,
      metrics: () => ""
    }),
    Layer.mock(Whereabouts, {
      mayReport: (actor, courierId) => actor.role === "courier" && actor.subject === courierId,
      report: () => Effect.succeed(["taken"])
    })
  )
}

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
    Layer.mock(LiveEta, { of: () => null, listen: () => () => {}, metrics: () => "" }),
    Layer.mock(Notices, {}),
    Layer.mock(Payments, {}),
    Layer.mock(Receipts, {}),
    Layer.mock(RestaurantDesk, {}),
    Layer.mock(TrackingLinks, {}),
    trackerOver(shop),
    Layer.succeed(HealthChecks, { all: [] })
  )
}
