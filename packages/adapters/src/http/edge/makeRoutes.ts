import { Api } from "@hotbag/api"
import type { ApiHandlers } from "../handlers/ApiHandlers.ts"
import { HttpApi } from "effect/http-api"
import { makeRoute, type Route } from "./Route.ts"
import { RouteTable } from "./RouteTable.ts"
import type { AnyHandler } from "./Handlers.ts"
import { invariant } from "@hotbag/core"

/** All routes of the contract with their handlers; `digest` makes a short text of a long one. */
export const makeRoutes = (handlers: ApiHandlers, digest: (text: string) => string): RouteTable<Route> => {
  const named = namedHandlers(handlers)
  const table = new RouteTable<Route>()
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ group, endpoint }) => {
      const handler = named.get(`${group.identifier}.${endpoint.identifier}`)
      invariant(handler !== undefined, "an endpoint has no handler", { endpoint: endpoint.identifier })
      table.add(endpoint.method, endpoint.path, {
        ...makeRoute(group.identifier, endpoint, handler, digest),
        instant: handlers.instant.get(`${group.identifier}.${endpoint.identifier}`) ?? null
      })
    }
  })
  return table
}

const namedHandlers = (handlers: ApiHandlers): ReadonlyMap<string, AnyHandler> => {
  const named = new Map<string, AnyHandler>()
  const add = (group: string, ofGroup: Readonly<Record<string, AnyHandler["handle"]>>): void => {
    for (const [name, handle] of Object.entries(ofGroup)) named.set(`${group}.${name}`, { handle })
  }
  add("catalogue", handlers.catalogue)
  add("restaurants", handlers.restaurants)
  add("carts", handlers.carts)
  add("quotes", handlers.quotes)
  add("orders", handlers.orders)
  add("deliveries", handlers.deliveries)
  add("couriers", handlers.couriers)
  add("locations", handlers.locations)
  add("dispatch", handlers.dispatch)
  add("customers", handlers.customers)
  add("notices", handlers.notices)
  add("payments", handlers.payments)
  add("webhooks", handlers.webhooks)
  add("trackingLinks", handlers.trackingLinks)
  add("health", handlers.health)
  return named
}
