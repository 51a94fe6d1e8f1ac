import { Limits } from "@hotbag/core"
import { GatewayUnavailable } from "@hotbag/services"
import { Effect, Option, type Redacted, Schema, Stream } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { StripeError } from "./schemas.ts"

/** What Stripe answered: an object that was asked for, or its refusal. */
export type StripeAnswer<A> =
  | {
      readonly _tag: "Object"
      readonly object: A
      /** The answer of an earlier request with the same key, as it was then. */
      readonly isReplay: boolean
    }
  | { readonly _tag: "Error"; readonly status: number; readonly type: string; readonly code: string }

/** How Stripe is reached. */
export interface StripeAccess {
  /** `https://api.stripe.com`, or a server that speaks like it. */
  readonly baseUrl: URL
  readonly secretKey: Redacted.Redacted
}

/** Fields of a form; null is left out. */
export type Fields = Readonly<Record<string, string | number | null>>

/** Requests to Stripe, with answers that are objects we know, refusals, or `GatewayUnavailable`. */
export interface StripeClient {
  /** Does something once per key. */
  readonly post: <A>(
    path: string,
    fields: Fields,
    key: string,
    schema: Schema.Decoder<A>
  ) => Effect.Effect<StripeAnswer<A>, GatewayUnavailable>
  readonly get: <A>(
    path: string,
    fields: Fields,
    schema: Schema.Decoder<A>
  ) => Effect.Effect<StripeAnswer<A>, GatewayUnavailable>
}

/** A client over any `HttpClient`. Nothing of a request or an answer is logged or put into an error. */
export const stripeClient = (
  { baseUrl, secretKey }: StripeAccess,
  http: HttpClient.HttpClient
): StripeClient => {
  const send = Effect.fnUntraced(
    function* <A>(request: HttpClientRequest.HttpClientRequest, schema: Schema.Decoder<A>) {
      const response = yield* request.pipe(
        HttpClientRequest.prependUrl(baseUrl.origin),
        HttpClientRequest.bearerToken(secretKey),
        HttpClientRequest.setHeader("stripe-version", VERSION),
        HttpClientRequest.acceptJson,
        http.execute
      )
      const text = yield* boundedText(response)
      return yield* answerOf(response, text, schema)
    },
    (effect) =>
      effect.pipe(
        Effect.scoped,
        Effect.provideService(HttpClient.TracerPropagationEnabled, false),
        // The secret key goes to the address that was configured, and nowhere else.
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
        Effect.catchTag("HttpClientError", () => Effect.fail(new GatewayUnavailable({ why: "transport" })))
      )
  )
  return {
    post: (path, fields, key, schema) =>
      send(
        HttpClientRequest.post(path).pipe(
          HttpClientRequest.setHeader("idempotency-key", key),
          HttpClientRequest.bodyUrlParams(present(fields))
        ),
        schema
      ),
    get: (path, fields, schema) => send(HttpClientRequest.get(path, { urlParams: present(fields) }), schema)
  }
}

/** The version whose objects we read. */
const VERSION = "2024-06-20"

const present = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
  )

const answerOf = <A>(
  { headers, status }: HttpClientResponse.HttpClientResponse,
  text: string,
  schema: Schema.Decoder<A>
): Effect.Effect<StripeAnswer<A>, GatewayUnavailable> => {
  if (status >= 200 && status < 300) {
    const read = Schema.decodeOption(Schema.fromJsonString(schema))(text)
    return Option.isSome(read)
      ? Effect.succeed({
          _tag: "Object",
          object: read.value,
          isReplay: headers["idempotent-replayed"] === "true"
        })
      : Effect.fail(new GatewayUnavailable({ why: "unreadable" }))
  }
  // Not an answer: nobody may ask, too many ask, another request with this key is at work, or Stripe itself is in trouble.
  if (status < 400 || status >= 500 || NO_ANSWER.has(status)) {
    const isKept = headers["idempotent-replayed"] === "true"
    const why = `http-${status}${isKept ? KEPT : ""}`
    return Effect.fail(new GatewayUnavailable({ why, isUndecided: isKept || status === 409 }))
  }
  const read = decodeError(text)
  if (Option.isNone(read)) return Effect.fail(new GatewayUnavailable({ why: "unreadable" }))
  const { code, decline_code: declined, type } = read.value.error
  return Effect.succeed({ _tag: "Error", status, type: type ?? "", code: declined ?? code ?? type ?? "" })
}

/** Marks trouble that Stripe remembers under the key: asking again with it will not help. */
const KEPT = "-kept"

/** Stripe had trouble, so that the request may have been done or not. */
export const isTrouble = ({ why }: GatewayUnavailable): boolean => why.startsWith("http-5")

/** …and will say so for ever under this key. */
export const isKeptTrouble = (error: GatewayUnavailable): boolean =>
  isTrouble(error) && error.why.endsWith(KEPT)

const NO_ANSWER: ReadonlySet<number> = new Set([401, 403, 408, 409, 425, 429])

const decodeError = Schema.decodeOption(Schema.fromJsonString(StripeError))

const boundedText = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.gen(function* () {
    const chunks: Array<Uint8Array> = []
    let bytes = 0
    yield* Stream.runForEachWhile(response.stream, (chunk) =>
      Effect.sync(() => {
        bytes += chunk.byteLength
        if (bytes <= Limits.gatewayBytes) chunks.push(chunk)
        return bytes <= Limits.gatewayBytes
      })
    )
    if (bytes > Limits.gatewayBytes) return yield* new GatewayUnavailable({ why: "too-large" })
    return Buffer.concat(chunks).toString("utf8")
  })
