import {
  accessRule,
  type AccessRule,
  type Caller,
  InvalidRequest,
  isPublic,
  openApiDocument
} from "@hotbag/api"
import { invariant, Limits } from "@hotbag/core"
import { Result, Schema, SchemaIssue } from "effect"
import type { HttpApiEndpoint } from "effect/http-api"
import type { AnyHandler, RequestFacts } from "./Handlers.ts"
import type { InstantHandler } from "./Instant.ts"

/** An endpoint, made ready to serve. */
export interface Route {
  /** `group.endpoint` */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly rule: AccessRule
  readonly isPublic: boolean
  /** Null: no body is read. */
  readonly bodyLimit: number | null
  /** The status of a success that is not a `ReadyReply`. */
  readonly status: number
  /** Decodes everything of a request; the problem says where it does not fit. */
  readonly decode: (raw: RawRequest) => Result.Result<DecodedRequest, InvalidRequest>
  readonly handler: AnyHandler
  /** Answers on the spot; null: always the usual way. */
  readonly instant: InstantHandler | null
}

/** The parts of a request before decoding. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: string
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: Uint8Array
  readonly json: unknown
  readonly caller: Caller | null
}

/** A request after decoding. */
export interface DecodedRequest extends RequestFacts<Caller | null> {
  readonly params: unknown
  readonly query: unknown
  readonly headers: unknown
  readonly payload: unknown
}

type Slot = "params" | "query" | "headers" | "payload"

/** Makes an endpoint of a group ready to serve. */
export const makeRoute = (
  groupName: string,
  endpoint: HttpApiEndpoint.Top,
  handler: AnyHandler,
  digest: (text: string) => string
): Omit<Route, "instant"> => {
  const name = `${groupName}.${endpoint.identifier}`
  const rule = accessRule(name)
  invariant(rule !== undefined, "an endpoint has no row in the table of access", { name })
  const payload = payloadOf(endpoint)
  const params = slot("params", endpoint.params)
  const query = slot(
    "query",
    endpoint.query === undefined ? undefined : Schema.toCodecArrayFromSingle(endpoint.query)
  )
  const headers = slot("headers", endpoint.headers)
  const body = slot("payload", payload.isText ? undefined : payload.schema)
  const decode: Route["decode"] = (raw) => {
    const decodedParams = params(raw.params)
    if (Result.isFailure(decodedParams)) return Result.fail(decodedParams.failure)
    const decodedQuery = query(endpoint.query === undefined ? undefined : queryRecord(raw.query))
    if (Result.isFailure(decodedQuery)) return Result.fail(decodedQuery.failure)
    const decodedHeaders = headers(raw.headers)
    if (Result.isFailure(decodedHeaders)) return Result.fail(decodedHeaders.failure)
    const decodedBody = body(raw.json)
    if (Result.isFailure(decodedBody)) return Result.fail(decodedBody.failure)
    return Result.succeed({
      params: decodedParams.success,
      query: decodedQuery.success,
      headers: decodedHeaders.success,
      payload: decodedBody.success,
      caller: raw.caller,
      body: raw.body,
      bodyHash: () => digest(JSON.stringify([decodedParams.success, decodedBody.success]))
    })
  }
  return {
    name,
    method: endpoint.method,
    path: endpoint.path,
    rule,
    isPublic: isPublic(rule),
    bodyLimit: payload.schema === undefined ? null : bodyLimitOf(name),
    status: successStatus(name),
    decode,
    handler
  }
}

const payloadOf = (endpoint: HttpApiEndpoint.Top) => {
  const [first] = [...endpoint.payload.values()]
  return { schema: first?.schemas[0], isText: first?.encoding._tag === "Text" }
}

const bodyLimitOf = (name: string): number =>
  name === "restaurants.putMenu" ? Limits.menuBodyBytes : Limits.bodyBytes

/** Decodes one part of a request; a failure is decoded anew to find all that is wrong. */
const slot = (kind: Slot, schema: Schema.Top | undefined) => {
  if (schema === undefined) return nothing
  // No schema of the contract needs a service, which the type of "any schema" has forgotten.
  const codec = Schema.make<Schema.Codec<unknown>>(schema.ast)
  const decode = Schema.decodeUnknownResult(codec)
  const decodeAll = Schema.decodeUnknownResult(codec, { errors: "all" })
  return (input: unknown): Result.Result<unknown, InvalidRequest> => {
    const decoded = decode(input)
    if (Result.isSuccess(decoded)) return Result.succeed(decoded.success)
    const again = decodeAll(input)
    return Result.fail(refusal(kind, Result.isFailure(again) ? again.failure.issue : decoded.failure.issue))
  }
}

const nothing = (): Result.Result<unknown, InvalidRequest> => Result.succeed(undefined)

const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

const refusal = (kind: Slot, issue: SchemaIssue.Issue): InvalidRequest =>
  new InvalidRequest({
    code: "DoesNotFit",
    detail: `The ${SLOT_WORDS[kind]} of the request ${kind === "headers" || kind === "params" ? "do" : "does"} not fit; see errors.`,
    errors: formatIssues(issue)
      .issues.slice(0, Limits.problemPlaces)
      .map(({ path = [], message }) => ({
        path: [kind, ...path.map(segmentText)],
        message: message.slice(0, Limits.problemMessageLength)
      }))
  })

const SLOT_WORDS: Readonly<Record<Slot, string>> = {
  params: "parameters in the path",
  query: "query",
  headers: "headers",
  payload: "body"
}

/** A place in a body, as problems name it. */
export const segmentText = (segment: PropertyKey | { readonly key: PropertyKey }): string | number => {
  const key = typeof segment === "object" ? segment.key : segment
  return typeof key === "number" ? key : String(key).slice(0, Limits.idLength)
}

const queryRecord = (query: string): Readonly<Record<string, string | ReadonlyArray<string>>> => {
  if (query === "") return {}
  const fields = new Map<string, string | Array<string>>()
  for (const [name, value] of new URLSearchParams(query)) {
    const known = fields.get(name)
    if (known === undefined) fields.set(name, value)
    else if (typeof known === "string") fields.set(name, [known, value])
    else known.push(value)
  }
  return Object.fromEntries(fields)
}

const statuses: ReadonlyMap<string, number> = new Map(
  Object.values(openApiDocument().paths).flatMap((item) =>
    (["get", "put", "post", "delete"] as const).flatMap(
      (method): ReadonlyArray<readonly [string, number]> => {
        const operation = item[method]
        const status = Object.keys(operation?.responses ?? {})
          .map(Number)
          .find((code) => code < 300)
        return operation === undefined || status === undefined ? [] : [[operation.operationId, status]]
      }
    )
  )
)

const successStatus = (name: string): number => {
  const status = statuses.get(name)
  invariant(status !== undefined, "an endpoint has no success", { name })
  return status
}
