import { apiHandlers, type ApiUseCases, HealthChecks, makeLiveFronts, serveHttp } from "@hotbag/adapters"
import { CourierId, DeliveryId, OrderId } from "@hotbag/core"
import {
  Alerts,
  Audit,
  Carts,
  caseFeed,
  CaseStore,
  Catalogue,
  CourierFeed,
  Couriers,
  CourierStore,
  CourierWork,
  Customers,
  Deliveries,
  Dispatch,
  Hub,
  HubSight,
  Identities,
  Ids,
  Ledger,
  LiveDeliveries,
  LiveEta,
  Notices,
  OrderReads,
  Orders,
  Payments,
  PositionFeed,
  PositionStore,
  Receipts,
  RestaurantDesk,
  TokenRefused,
  Tracker,
  TrackingLinks,
  TrackTokens,
  Whereabouts
} from "@hotbag/services"
import { Effect, Layer, Option, Scope } from "effect"
import { logOf } from "./logOf.ts"
import type { WsServer } from "./WsServer.ts"

/** Our live fronts, whole, on the hub: links are read, heartbeats kept, limits held. Only the log of each order comes from memory. */
export const hub = async (deliveries: number): Promise<WsServer> => {
  const scope = Scope.makeUnsafe()
  const context = await Effect.runPromise(Layer.buildWithScope(Layer.merge(parts, mocks), scope))
  const serving = Effect.gen(function* () {
    const limits = {
      connections: 20_000,
      perAddress: 20_000,
      perSubject: 20_000,
      perLink: 20_000,
      connectRate: UNBOUNDED
    }
    const fronts = yield* makeLiveFronts(limits)
    const settings = { port: 0, docs: false, callerRate: UNBOUNDED, addressRate: UNBOUNDED }
    const { port } = yield* serveHttp(yield* apiHandlers, settings, fronts)
    return { port, fronts, engine: (yield* Hub).engine }
  })
  const { engine, fronts, port } = await Effect.runPromise(
    serving.pipe(Effect.provide(context), Effect.provideService(Scope.Scope, scope))
  )
  const couriers = Array.from({ length: deliveries }, (_, i) => CourierId.make(`c${i}`))
  return {
    port,
    connected: () => (engine.stats.snapshots >= fronts.size ? fronts.size : 0),
    send: (index, lng, atMs) => {
      const courierId = couriers[index]
      if (courierId !== undefined) engine.moved(courierId, { at: { lat: 52.52, lng }, atMs }, atMs)
    },
    notes: () => ({ coalesced: engine.stats.coalesced, intervalMs: engine.outlet.pace.intervalMs })
  }
}

const UNBOUNDED = { perSecond: 1e9, burst: 1e9 }

const links = Layer.succeed(TrackTokens, {
  issue: (deliveryId, nowMs) => ({ token: deliveryId, expiresAtMs: nowMs + 3_600_000 }),
  read: (token, nowMs) => ({ deliveryId: DeliveryId.make(token), expiresAtMs: nowMs + 3_600_000 })
})

const stores = Layer.mergeAll(
  Layer.mock(CaseStore, {
    log: (orderId) => Effect.sync(() => logOf(Number(orderId.slice(1)))),
    orderOf: (deliveryId) => Effect.succeed(Option.some(OrderId.make(`o${deliveryId.slice(1)}`)))
  }),
  Layer.mock(CourierStore, {}),
  Layer.mock(CourierWork, {}),
  Layer.mock(OrderReads, {}),
  caseFeed,
  Ids.layerFrom((count) => new Uint8Array(count)),
  Layer.succeed(HubSight, {
    lastOf: () => null,
    etaOf: (_view, _sighting, nowMs) => ({
      p10AtMs: nowMs + 540_000,
      p50AtMs: nowMs + 600_000,
      p90AtMs: nowMs + 720_000
    }),
    follow: () => () => {}
  })
)

/** Positions do not come over the wire here, so nobody is tracked; sockets of couriers would be. */
const trackerParts = Layer.mergeAll(
  Layer.mock(Catalogue, {}),
  Layer.mock(CourierStore, {}),
  CourierFeed.layer,
  PositionFeed.layer,
  Layer.succeed(LiveDeliveries, {
    ofOrder: () => undefined,
    ofDelivery: () => undefined,
    ofCourier: () => [],
    couriers: () => [],
    onChange: () => () => {},
    isLoaded: () => true,
    size: () => 0
  }),
  Layer.mock(PositionStore, {})
)

const parts = Layer.mergeAll(
  Hub.layer.pipe(Layer.provide(stores)),
  links,
  Tracker.layer.pipe(Layer.provide(trackerParts)),
  Layer.succeed(Identities, { verify: () => Effect.fail(new TokenRefused()) })
)

const mocks: Layer.Layer<ApiUseCases> = Layer.mergeAll(
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
  Layer.mock(Orders, {}),
  Layer.mock(Payments, {}),
  Layer.mock(Receipts, {}),
  Layer.mock(RestaurantDesk, {}),
  Tracker.layer.pipe(Layer.provide(trackerParts)),
  Layer.mock(TrackingLinks, {}),
  Layer.mock(Whereabouts, { mayReport: () => false }),
  Layer.succeed(HealthChecks, { all: [] })
)
