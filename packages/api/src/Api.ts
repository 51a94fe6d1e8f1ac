import { HttpApi, OpenApi } from "effect/http-api"
import { OrderEntity } from "./entities/Order.ts"
import { CartsGroup } from "./groups/Carts.ts"
import { CouriersGroup } from "./groups/Couriers.ts"
import { DeliveriesGroup } from "./groups/Deliveries.ts"
import { DispatchGroup } from "./groups/Dispatch.ts"
import { HealthGroup } from "./groups/Health.ts"
import { LocationsGroup } from "./groups/Locations.ts"
import { OrdersGroup } from "./groups/Orders.ts"
import { PaymentsGroup, WebhooksGroup } from "./groups/Payments.ts"
import { CustomersGroup, NoticesGroup } from "./groups/People.ts"
import { QuotesGroup } from "./groups/Quotes.ts"
import { CatalogueGroup, RestaurantsGroup } from "./groups/Restaurants.ts"
import { TrackingLinksGroup } from "./groups/TrackingLinks.ts"
import { API_PREFIX } from "./prefix.ts"

/**
 * The whole contract. Its paths are relative to {@link API_PREFIX}; the same paths without the prefix are permanent aliases, which
 * the OpenAPI document says by naming two servers (S46, S48, C2).
 */
export const Api = HttpApi.make("hotbag")
  .add(CatalogueGroup)
  .add(RestaurantsGroup)
  .add(CartsGroup)
  .add(QuotesGroup)
  .add(OrdersGroup)
  .add(DeliveriesGroup)
  .add(CouriersGroup)
  .add(LocationsGroup)
  .add(DispatchGroup)
  .add(CustomersGroup)
  .add(NoticesGroup)
  .add(PaymentsGroup)
  .add(WebhooksGroup)
  .add(TrackingLinksGroup)
  .add(HealthGroup)
  .annotate(HttpApi.AdditionalSchemas, [OrderEntity])
  .annotateMerge(
    OpenApi.annotations({
      title: "hotbag",
      version: "1.0.0",
      description:
        "A food-delivery marketplace: restaurants nearby, orders, payments, deliveries, dispatch. Money is decimal on the wire, moments are RFC 3339, everything that goes wrong is a problem (RFC 9457).",
      license: { name: "Apache-2.0" },
      servers: [
        { url: API_PREFIX, description: "Version 1." },
        { url: "/", description: "The same without a version, permanently." }
      ]
    })
  )
