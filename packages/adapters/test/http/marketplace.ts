import { type Scope as TokenScope, scopesOfRole, type TokenRole } from "@hotbag/core"
import {
  Audit,
  Carts,
  caseFeed,
  casesLayer,
  Catalogue,
  CourierFeed,
  Couriers,
  Customers,
  CourierWork,
  defaultDispatchOptions,
  deliveriesLayer,
  Dispatch,
  DispatchSettings,
  errandsLayer,
  Identities,
  Ids,
  Ledger,
  LiveDeliveries,
  LiveEta,
  memoryCalibrationStore,
  memoryCartStore,
  memoryAlerts,
  memoryCaseStore,
  memoryCatalogueStore,
  memoryCourierStore,
  memoryCustomerStore,
  memoryExplanations,
  memoryGateway,
  memoryInbox,
  memoryNotices,
  memoryOrderReads,
  memoryOutbox,
  memoryPaymentTokens,
  memoryPositionStore,
  memoryReceiptStore,
  memoryRegionLeases,
  MemoryTables,
  memoryTables,
  ordersLayer,
  paymentCases,
  Payments,
  type PaymentTokens,
  PositionFeed,
  Receipts,
  relay,
  restaurantDeskLayer,
  timers,
  TokenRefused,
  Tracker,
  TrackingLinks,
  Whereabouts
} from "@hotbag/services"
import { nearest } from "@hotbag/dispatch"
import { Effect, Layer, Redacted } from "effect"
import { randomBytes } from "node:crypto"
import { trackTokens } from "../../src/auth/trackTokens.ts"
import { HealthChecks } from "../../src/http/handlers/HealthChecks.ts"

/** A marketplace in memory behind the real server: every use-case with its memory layers, and a gateway that always pays. */

/** Tokens of tests say who they are: `customer/ada`, or `customer/ada/orders~read` for fewer scopes. */
export const tokenOf = (role: TokenRole, subject: string, ...scopes: ReadonlyArray<TokenScope>): string =>
  [role, subject, ...scopes.map((scope) => scope.replace(":", "~"))].join("/")

/** Reads the tokens of tests. */
export const testIdentities: Layer.Layer<Identities> = Layer.succeed(Identities, {
  verify: (token) => {
    const [role, subject, ...scopes] = Redacted.value(token).split("/")
    const known = (["customer", "restaurant", "courier", "operator"] as const).find((each) => each === role)
    if (known === undefined || subject === undefined) return Effect.fail(new TokenRefused())
    const allowed = scopesOfRole[known].filter(
      (scope) => scopes.length === 0 || scopes.includes(scope.replace(":", "~"))
    )
    return Effect.succeed({ actor: { role: known, subject }, scopes: new Set(allowed) })
  }
})

const memoryPayments = Layer.unwrap(
  Effect.map(MemoryTables, ({ payments }) => memoryPaymentTokens(payments))
) satisfies Layer.Layer<PaymentTokens, never, MemoryTables>

const memoryLedgerOfTables = Layer.effect(
  Ledger,
  Effect.map(MemoryTables, ({ ledger }) =>
    Ledger.of({
      entriesOf: (orderId) => Effect.sync(() => ledger.filter((entry) => entry.orderId === orderId)),
      trialBalance: Effect.succeed([])
    })
  )
)

const stores = Layer.mergeAll(
  memoryCaseStore,
  memoryOutbox,
  memoryOrderReads,
  memoryCartStore,
  memoryCatalogueStore,
  memoryPositionStore.pipe(Layer.provideMerge(memoryCourierStore)),
  memoryCustomerStore,
  memoryReceiptStore,
  memoryRegionLeases,
  memoryPayments,
  memoryLedgerOfTables
).pipe(Layer.provideMerge(memoryTables))

const ports = Layer.mergeAll(
  stores,
  caseFeed,
  CourierFeed.layer,
  memoryExplanations,
  memoryAlerts,
  memoryInbox,
  memoryNotices,
  memoryGateway(),
  Ids.layerFrom((count) => randomBytes(count)),
  testIdentities,
  Layer.succeed(HealthChecks, { all: [{ name: "database", check: Effect.succeed(true as const) }] })
)

const core = Layer.mergeAll(casesLayer, Catalogue.layer, CourierWork.layerByRegion).pipe(
  Layer.provideMerge(ports)
)

/** Couriers are asked as soon as there is something to carry. */
const atOnce = Layer.succeed(DispatchSettings, {
  ...defaultDispatchOptions,
  policy: nearest,
  windowMs: 0
})

const useCases = Layer.mergeAll(
  Audit.layer,
  Carts.layer,
  Couriers.layer,
  Customers.layer,
  deliveriesLayer,
  Dispatch.layer,
  ordersLayer,
  restaurantDeskLayer,
  Payments.layer.pipe(Layer.provide(paymentCases)),
  Receipts.layer
).pipe(Layer.provideMerge(Layer.merge(core, atOnce)))

const links = TrackingLinks.layer.pipe(Layer.provide(trackTokens(Redacted.make("a secret of tests"), "")))

const tracking = Layer.merge(Whereabouts.layer, links).pipe(
  Layer.provideMerge(LiveEta.layer.pipe(Layer.provide(memoryCalibrationStore))),
  Layer.provideMerge(Tracker.layer),
  Layer.provideMerge(Layer.merge(LiveDeliveries.layer, PositionFeed.layer))
)

/** Everything that the API is served with, and the background work that keeps it going. */
export const marketplace = Layer.mergeAll(relay, timers).pipe(
  Layer.provideMerge(errandsLayer),
  Layer.provideMerge(tracking),
  Layer.provideMerge(useCases)
)
