import {
  Database,
  deliverSandboxWebhooks,
  HealthChecks,
  identitiesOf,
  layerMigrated,
  postgresAlerts,
  postgresCalibrationStore,
  postgresCartStore,
  postgresCaseStore,
  postgresCatalogueStore,
  postgresCourierStore,
  postgresCourierWork,
  postgresCustomerStore,
  postgresExplanations,
  postgresInbox,
  postgresLedger,
  postgresNotices,
  postgresOrderReads,
  postgresOutbox,
  postgresPaymentTokens,
  postgresPositionStore,
  postgresReceiptStore,
  postgresRegionLeases,
  sandboxGateway,
  stripeGateway,
  trackTokens
} from "@hotbag/adapters"
import {
  Arrivals,
  Audit,
  Carts,
  caseFeed,
  casesLayer,
  Catalogue,
  CourierFeed,
  Couriers,
  Customers,
  deliveriesLayer,
  Dispatch,
  dispatchAlertsLayer,
  errandsLayer,
  Hub,
  HubSight,
  Ids,
  LiveDeliveries,
  LiveEta,
  ordersLayer,
  paymentCases,
  Payments,
  PositionFeed,
  Receipts,
  receiptSweep,
  relay,
  restaurantDeskLayer,
  retentionSweep,
  timers,
  Tracker,
  TrackingLinks,
  Whereabouts
} from "@hotbag/services"
import { Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { randomBytes } from "node:crypto"
import { databaseLayer } from "./databaseLayer.ts"
import { dispatchSettings, serverReferences } from "./serverReferences.ts"
import type { ServerSettings } from "./settings.ts"

/** Every store, in one database. */
const stores = Layer.mergeAll(
  postgresAlerts,
  postgresCalibrationStore,
  postgresCartStore,
  postgresCaseStore(),
  postgresCatalogueStore,
  postgresCourierStore,
  postgresCourierWork,
  postgresCustomerStore,
  postgresExplanations,
  postgresInbox,
  postgresLedger,
  postgresNotices,
  postgresOrderReads,
  postgresOutbox,
  postgresPaymentTokens,
  postgresPositionStore,
  postgresReceiptStore,
  postgresRegionLeases
)

/** The gateway of the settings; the sandbox tells its own messages to payments. */
const gatewayOf = ({ payments }: ServerSettings) => {
  if (payments._tag === "Sandbox") {
    const gateway = sandboxGateway({ webhookSecret: payments.webhookSecret })
    return { gateway, messages: deliverSandboxWebhooks.pipe(Layer.provide(gateway)) }
  }
  const { secretKey, url, webhookSecret } = payments
  const gateway = stripeGateway({ baseUrl: url, secretKey, webhookSecrets: [webhookSecret] }).pipe(
    Layer.provide(FetchHttpClient.layer)
  )
  return { gateway, messages: Layer.empty }
}

/** What has to work for requests to be welcome. */
const healthChecks = Layer.effect(
  HealthChecks,
  Effect.gen(function* () {
    const database = yield* Database
    const answers = database.read(database.sql`select 1`).pipe(
      Effect.as(true as const),
      Effect.catch((error) => Effect.succeed(error.message))
    )
    return { all: [{ name: "database", check: answers }] }
  })
)

/**
 * Everything that the API is served with, and the work in the background that keeps it going: the database and its schema below, then stores, the
 * engine of cases, the use-cases, and on top the relay, the timers and dispatch. Ends from the top.
 */
export const marketplaceLayer = (settings: ServerSettings) => {
  const { gateway, messages } = gatewayOf(settings)
  const database = layerMigrated.pipe(Layer.provideMerge(databaseLayer(settings)))
  const ports = Layer.mergeAll(
    stores,
    caseFeed,
    CourierFeed.layer,
    gateway,
    healthChecks,
    identitiesOf(settings.identities),
    trackTokens(settings.trackingSecret, settings.dataFolder),
    Ids.layerFrom((count) => randomBytes(count))
  ).pipe(Layer.provideMerge(database))
  const engine = Layer.mergeAll(casesLayer, Catalogue.layer).pipe(Layer.provideMerge(ports))
  const useCases = Layer.mergeAll(
    Audit.layer,
    Carts.layer,
    Couriers.layer,
    Customers.layer,
    deliveriesLayer,
    Dispatch.layer.pipe(Layer.provide(dispatchSettings(settings)), Layer.provide(dispatchAlertsLayer)),
    ordersLayer,
    restaurantDeskLayer,
    Payments.layer.pipe(Layer.provide(paymentCases)),
    Receipts.layer
  ).pipe(Layer.provideMerge(engine))
  const tracking = Layer.mergeAll(Whereabouts.layer, Arrivals.layer, TrackingLinks.layer).pipe(
    Layer.provideMerge(LiveEta.layer),
    Layer.provideMerge(Tracker.layer),
    Layer.provideMerge(Layer.mergeAll(LiveDeliveries.layer, PositionFeed.layer)),
    Layer.provideMerge(useCases)
  )
  const watched = Hub.layer.pipe(Layer.provide(HubSight.layer), Layer.provideMerge(tracking))
  return Layer.mergeAll(relay, timers, receiptSweep, retentionSweep, messages).pipe(
    Layer.provide(errandsLayer),
    Layer.provideMerge(watched),
    Layer.provide(serverReferences(settings))
  )
}
