// Schemas are compiled to functions as they are first used: decoding an order takes a tenth of the time.
import "effect/schema/SchemaJITCompiler/enable"
import { openApiDocument, Unavailable } from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { Identities } from "@hotbag/services"
import { type Cause, Clock, Context, Data, Effect, References, type Scope } from "effect"
import { createServer, type Server } from "node:http"
import { hash, randomBytes } from "node:crypto"
import { makeAdmission } from "./edge/admit.ts"
import { answerBroken } from "./edge/brokenRequests.ts"
import { docsPage } from "./edge/docsPage.ts"
import { makeEdge } from "./edge/Edge.ts"
import { EdgeStats } from "./edge/EdgeStats.ts"
import { makeAnswer } from "./edge/makeAnswer.ts"
import { rememberTokens } from "./edge/rememberTokens.ts"
import { pageReply } from "./edge/pageReply.ts"
import { problemReply } from "./edge/problemReply.ts"
import { JSON_TYPE, type Reply } from "./edge/Reply.ts"
import { makeRoutes } from "./edge/makeRoutes.ts"
import { RouteTable } from "./edge/RouteTable.ts"
import type { ApiHandlers } from "./handlers/ApiHandlers.ts"
import { defaultHttpSettings, type HttpSettings } from "./HttpSettings.ts"
import type { LiveFronts } from "../websocket/LiveFronts.ts"

/** The address cannot be listened on. */
export class CannotListen extends Data.TaggedError("CannotListen")<{
  readonly host: string
  readonly port: number
  readonly why: string
}> {
  override get message(): string {
    return `Cannot listen on ${this.host}:${this.port} (${this.why}); choose another port, or stop who holds it.`
  }
}

/** A server that listens. */
export interface HttpServing {
  readonly host: string
  readonly port: number
}

/**
 * Serves the API, and what is live beside it, until the scope closes; then it takes no more connections, lets requests at work end for `drainMs`, and cuts off the rest.
 */
export const serveHttp = Effect.fnUntraced(function* (
  handlers: ApiHandlers,
  given: Partial<HttpSettings> = {},
  live: LiveFronts | null = null
): Effect.fn.Return<HttpServing, CannotListen, Identities | Scope.Scope> {
  const settings = { ...defaultHttpSettings, ...given }
  const clock = yield* Clock.clockWith(Effect.succeed)
  const identities = rememberTokens(yield* Identities, clock)
  const context = yield* Effect.context()
  const stats = new EdgeStats()
  const state = { draining: false }
  const edge = makeEdge({
    table: makeRoutes(handlers, (text) => hash("sha256", text, "base64url")),
    pages: yield* pagesOf(settings, metricsOf(settings, stats, live)),
    admission: makeAdmission(identities, settings),
    clock,
    overload: overloadOf(live),
    context: settings.traces ? context : Context.add(context, References.TracerEnabled, false),
    answer: makeAnswer({
      stats,
      prefix: randomBytes(6).toString("hex"),
      log: settings.accessLog,
      isDraining: () => state.draining
    }),
    report: reportDefect
  })
  const server = createServer(serverOptions(settings), (request, response) => {
    if (live?.serve(request, response) === true) return
    stats.inFlight += 1
    response.once("close", () => (stats.inFlight -= 1))
    edge(request, response)
  })
  // One listener for all sockets there are: of two, the first would answer for the other.
  if (live !== null) server.on("upgrade", (request, socket, head) => live.upgrade(request, socket, head))
  server.maxConnections = Limits.connections
  server.maxHeadersCount = Limits.requestHeaders
  server.on("clientError", answerBroken)
  yield* Effect.acquireRelease(listen(server, settings), () => {
    state.draining = true
    live?.stop()
    return drain(server, settings.drainMs)
  })
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : settings.port
  return { host: settings.host, port }
})

const serverOptions = (settings: HttpSettings) => ({
  maxHeaderSize: Limits.headBytes,
  headersTimeout: settings.headTimeoutMs,
  requestTimeout: settings.requestTimeoutMs,
  connectionsCheckingInterval: Math.min(1_000, settings.headTimeoutMs),
  keepAliveTimeout: Limits.keepAliveMs,
  noDelay: true,
  insecureHTTPParser: false
})

const listen = (server: Server, { host, port }: HttpSettings): Effect.Effect<void, CannotListen> =>
  Effect.callback((resume) => {
    const onError = (error: Error): void =>
      resume(Effect.fail(new CannotListen({ host, port, why: error.message })))
    server.once("error", onError)
    server.listen({ host, port, backlog: Limits.acceptBacklog }, () => {
      server.off("error", onError)
      resume(Effect.void)
    })
  })

const drain = (server: Server, drainMs: number): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    server.close(() => resume(Effect.void))
    server.closeIdleConnections()
  }).pipe(
    Effect.timeoutOrElse({
      duration: drainMs,
      orElse: () => Effect.sync(() => server.closeAllConnections())
    })
  )

/** What `/metrics` says: of the edge, of what is live beside it, and whatever else has figures. */
const metricsOf =
  ({ figures }: HttpSettings, stats: EdgeStats, live: LiveFronts | null) =>
  (): string =>
    [stats.text(), live?.metrics() ?? "", ...figures.map((text) => text())].join("")

/** Orders go before positions: while there are too many of these, telephones keep theirs for a moment (P8). */
const overloadOf =
  (live: LiveFronts | null) =>
  (endpoint: string): Reply | null =>
    live !== null && POSITIONS.has(endpoint) && live.isStrained ? laterPlease : null

const POSITIONS: ReadonlySet<string> = new Set(["locations.put", "locations.putMany"])

const laterPlease = problemReply(
  new Unavailable({
    code: "TooManyPositions",
    detail: "More positions come than can be taken; send the newest after Retry-After.",
    retryAfterSeconds: 1
  })
)

const pagesOf = Effect.fnUntraced(function* (settings: HttpSettings, metrics: () => string) {
  const pages = new RouteTable<() => Reply>()
  for (const { page, path } of settings.pages) {
    const reply = pageReply(page)
    pages.add("GET", path, () => reply)
  }
  if (settings.docs) {
    const openApi = { status: 200, headers: JSON_TYPE, text: JSON.stringify(openApiDocument()) }
    const docs = yield* docsPage
    pages.add("GET", "/openapi.json", () => openApi)
    pages.add("GET", "/docs", () => docs)
  }
  if (settings.metrics) {
    pages.add("GET", "/metrics", () => ({ status: 200, headers: METRICS_TYPE, text: metrics() }))
  }
  return pages
})

const METRICS_TYPE = ["content-type", "text/plain; version=0.0.4; charset=utf-8"]

const reportDefect = (endpoint: string, cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.logError(`A request to ${endpoint} met a defect`, cause)
