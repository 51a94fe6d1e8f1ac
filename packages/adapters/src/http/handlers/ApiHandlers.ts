import type {
  CartsGroup,
  CatalogueGroup,
  CouriersGroup,
  CustomersGroup,
  DeliveriesGroup,
  DispatchGroup,
  HealthGroup,
  LocationsGroup,
  NoticesGroup,
  OrdersGroup,
  PaymentsGroup,
  QuotesGroup,
  RestaurantsGroup,
  TrackingLinksGroup,
  WebhooksGroup
} from "@hotbag/api"
import type {
  Alerts,
  Audit,
  Carts,
  Catalogue,
  Couriers,
  Customers,
  Deliveries,
  Dispatch,
  Ledger,
  LiveEta,
  Notices,
  Orders,
  Payments,
  Receipts,
  RestaurantDesk,
  Tracker,
  TrackingLinks,
  Whereabouts
} from "@hotbag/services"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { cartsHandlers, quotesHandlers } from "./cartsHandlers.ts"
import { catalogueHandlers } from "./catalogueHandlers.ts"
import { couriersHandlers } from "./couriersHandlers.ts"
import { deliveriesHandlers } from "./deliveriesHandlers.ts"
import { dispatchHandlers } from "./dispatchHandlers.ts"
import type { HealthChecks } from "./HealthChecks.ts"
import { healthHandlers } from "./healthHandlers.ts"
import { type InstantHandlers, instantHandlers } from "./instantHandlers.ts"
import { locationsHandlers } from "./locationsHandlers.ts"
import { ordersHandlers } from "./ordersHandlers.ts"
import { paymentsHandlers, webhooksHandlers } from "./paymentsHandlers.ts"
import { customersHandlers, noticesHandlers } from "./peopleHandlers.ts"
import { restaurantsHandlers } from "./restaurantsHandlers.ts"
import { trackingLinksHandlers } from "./trackingLinksHandlers.ts"

/** A handler for every endpoint of the contract. */
export interface ApiHandlers {
  readonly catalogue: HandlersOf<typeof CatalogueGroup>
  readonly restaurants: HandlersOf<typeof RestaurantsGroup>
  readonly carts: HandlersOf<typeof CartsGroup>
  readonly quotes: HandlersOf<typeof QuotesGroup>
  readonly orders: HandlersOf<typeof OrdersGroup>
  readonly deliveries: HandlersOf<typeof DeliveriesGroup>
  readonly couriers: HandlersOf<typeof CouriersGroup>
  readonly locations: HandlersOf<typeof LocationsGroup>
  readonly dispatch: HandlersOf<typeof DispatchGroup>
  readonly customers: HandlersOf<typeof CustomersGroup>
  readonly notices: HandlersOf<typeof NoticesGroup>
  readonly payments: HandlersOf<typeof PaymentsGroup>
  readonly webhooks: HandlersOf<typeof WebhooksGroup>
  readonly trackingLinks: HandlersOf<typeof TrackingLinksGroup>
  readonly health: HandlersOf<typeof HealthGroup>
  /** Endpoints that are answered on the spot when nothing stands against it. */
  readonly instant: InstantHandlers
}

/** The use-cases that the contract is served with. */
export type ApiUseCases =
  | Alerts
  | Audit
  | Carts
  | Catalogue
  | Couriers
  | Customers
  | Deliveries
  | Dispatch
  | HealthChecks
  | Ledger
  | LiveEta
  | Notices
  | Orders
  | Payments
  | Receipts
  | RestaurantDesk
  | Tracker
  | Whereabouts
  | TrackingLinks

/** The handlers over the use-cases: thin, from decoded request to use-case to answer. */
export const apiHandlers: Effect.Effect<ApiHandlers, never, ApiUseCases> = Effect.all({
  catalogue: catalogueHandlers,
  restaurants: restaurantsHandlers,
  carts: cartsHandlers,
  quotes: quotesHandlers,
  orders: ordersHandlers,
  deliveries: deliveriesHandlers,
  couriers: couriersHandlers,
  locations: locationsHandlers,
  dispatch: dispatchHandlers,
  customers: customersHandlers,
  notices: noticesHandlers,
  payments: paymentsHandlers,
  webhooks: webhooksHandlers,
  trackingLinks: trackingLinksHandlers,
  health: healthHandlers,
  instant: instantHandlers
})
