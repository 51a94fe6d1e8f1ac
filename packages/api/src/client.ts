import { Effect } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient, HttpApiMiddleware } from "effect/http-api"
import { Bearer } from "./access/Bearer.ts"
import { Api } from "./Api.ts"
import { API_PREFIX } from "./prefix.ts"

/** Everything the API can do, typed from the contract: `client.orders.place({ headers, payload })`. */
export type Client = HttpApiClient.ForApi<typeof Api>

/**
 * A client of a server at `baseUrl` (`http://127.0.0.1:8080`, without the prefix) that sends `token`. Needs an `HttpClient`, such
 * as `FetchHttpClient.layer`.
 *
 * @example
 * const client = yield* makeClient({ baseUrl: "http://127.0.0.1:8080", token })
 * const order = yield* client.orders.get({ params: { orderId } })
 */
export const makeClient = (options: {
  readonly baseUrl: string
  readonly token: string
}): Effect.Effect<Client, never, HttpClient.HttpClient> =>
  HttpApiClient.make(Api, {
    transformClient: HttpClient.mapRequest(HttpClientRequest.prependUrl(options.baseUrl + API_PREFIX))
  }).pipe(
    Effect.provide(
      HttpApiMiddleware.layerClient(Bearer, ({ next, request }) =>
        next(HttpClientRequest.bearerToken(request, options.token))
      )
    )
  )
