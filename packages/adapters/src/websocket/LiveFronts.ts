import {
  API_PREFIX,
  InvalidRequest,
  NotAllowed,
  NotFound,
  type Problem,
  TooManyRequests,
  Unauthenticated,
  Unavailable
} from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { topicsIn } from "@hotbag/services"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Duplex } from "node:stream"
import { STATUS_CODES } from "node:http"
import { type RawData, WebSocket, WebSocketServer } from "ws"
import { problemReply } from "../http/edge/problemReply.ts"
import { addressOf } from "../http/edge/sender.ts"
import { TokenBuckets } from "../http/edge/TokenBuckets.ts"
import { proxyTrust, type ProxyTrust } from "../http/edge/trustedProxies.ts"
import { Connection } from "./Connection.ts"
import { EventStream } from "./EventStream.ts"
import { courierRules, type FrontRules, trackRules, watchRules } from "./FrontRules.ts"
import { TURN_MS } from "./HeartbeatWheel.ts"
import type { LiveParts } from "./LiveParts.ts"
import type { LiveSettings } from "./LiveSettings.ts"
import { targetOf, wishOf } from "./wishOf.ts"

/** A socket that knows its connection, so that its listeners can be the same functions for all. */
class LiveSocket extends WebSocket {
  connection: Connection | null = null
}

/**
 * `/ws`, `/ws/track`, `/ws/courier` and `/events` on an HTTP server of ours: whoever may not is refused before there is a socket. One upgrade listener
 * for all of them.
 */
export class LiveFronts {
  readonly #parts: LiveParts
  readonly #settings: LiveSettings
  readonly #connects: TokenBuckets
  readonly #trusts: ProxyTrust
  readonly #streams = new Set<EventStream>()
  readonly #connections = new Set<Connection>()
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: Limits.frameBytes,
    perMessageDeflate: false,
    WebSocket: LiveSocket
  })
  #isStopping = false
  #isUpstreamPaused = false
  #turns = 0

  constructor(parts: LiveParts, settings: LiveSettings) {
    this.#parts = parts
    this.#settings = settings
    this.#trusts = proxyTrust(settings.trustProxy)
    this.#connects = new TokenBuckets(settings.connectRate, Limits.rateKeys)
  }

  /** Connections and streams at the moment. */
  get size(): number {
    return this.#connections.size + this.#streams.size
  }

  /** Takes a connection over from HTTP, or refuses. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { path, query } = targetOf(request, API_PREFIX)
    const rules = FRONTS.get(path)
    const address = addressOf(request, this.#trusts)
    const problem =
      rules === undefined
        ? new NotFound({ detail: "There is no WebSocket here." })
        : this.#refusal(request, address)
    if (problem !== null || rules === undefined) {
      refuse(socket, problem ?? new NotFound({}))
      return
    }
    socket.once("error", destroyed)
    const wish = wishOf(request, query)
    let isOpen = false
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      isOpen = true
      socket.off("error", destroyed)
      this.#open(rules, wish, ws, socket, address)
    })
    // A handshake that `ws` refuses leaves no connection that gives the seat back.
    if (!isOpen) this.#parts.seats.leave(address, null)
  }

  /** Whether the request is for a stream of events, which this then answers. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const { path, query } = targetOf(request, API_PREFIX)
    if (path !== "/events" || request.method !== "GET") return false
    const address = addressOf(request, this.#trusts)
    const wish = wishOf(request, query)
    const topics = wish.topics.length > 0 ? wish.topics : topicsIn(wish.cursor ?? "")
    const problem =
      topics.length === 0
        ? new InvalidRequest({
            code: "NoTopics",
            detail: "Say what to watch: ?topics=order:ID,restaurant:ID",
            errors: []
          })
        : this.#refusal(request, address)
    if (problem !== null) answer(response, problem)
    else if (wish.token === null) {
      this.#parts.seats.leave(address, null)
      answer(response, new Unauthenticated({}))
    } else this.#stream(wish.token, { ...wish, topics }, response, address)
    return true
  }

  /** One turn of a twentieth of a second: heartbeats, connections without a token, connections that do not close. */
  turn(nowMs: number): void {
    const { closing, couriers, hub, nameless, wheel } = this.#parts
    wheel.turn(nowMs)
    for (const [connection, untilMs] of nameless) if (nowMs >= untilMs) connection.end("unauthenticated")
    for (const [connection, untilMs] of closing) if (nowMs >= untilMs) connection.terminate()
    this.#turns += 1
    if (this.#turns % PAUSE_TURNS !== 0) return
    // Positions wait in the telephones' own buffers for a turn, rather than in ours (S93).
    const isLate = hub.engine.outlet.pace.lateMs > Limits.upstreamLateMs && !this.#isUpstreamPaused
    if (isLate === this.#isUpstreamPaused) return
    this.#isUpstreamPaused = isLate
    for (const connection of couriers) connection.pause("late", isLate)
  }

  /** Sends everybody away, each to come back at another moment; gone for good after `cutOff`. */
  stop(): void {
    this.#isStopping = true
    for (const connection of this.#connections) connection.end("restart")
    for (const stream of this.#streams) stream.end("restart")
  }

  /** Cuts off who is still there. */
  cutOff(): void {
    for (const connection of this.#connections) connection.terminate()
  }

  /** Whether positions have been coming faster than they can be taken for a while: over HTTP they are put off (P8). */
  get isStrained(): boolean {
    const { gate, hub } = this.#parts
    return gate.isStrained || hub.engine.outlet.pace.lateMs > Limits.upstreamLateMs
  }

  /** Figures in the text format of Prometheus. */
  metrics(): string {
    const { gate, hub, stats } = this.#parts
    return stats.text(hub.engine, gate)
  }

  /** Why a connection is refused; null: it has a seat. */
  #refusal(request: IncomingMessage, address: string): Problem | null {
    const { nowMs, seats, stats } = this.#parts
    const waitMs = this.#connects.take(address, nowMs())
    const refusal = this.#isStopping
      ? {
          why: "stopping",
          problem: new Unavailable({
            code: "Stopping",
            detail: "The server stops; come back.",
            retryAfterSeconds: 1
          })
        }
      : waitMs > 0
        ? { why: "rate", problem: tooMany(waitMs) }
        : this.#mayCome(request)
          ? null
          : {
              why: "origin",
              problem: new NotAllowed({
                code: "OriginNotAllowed",
                detail: "Pages from elsewhere may not connect."
              })
            }
    const why = refusal ?? this.#full(seats.take(address))
    if (why !== null) stats.noteRefused(why.why)
    return why?.problem ?? null
  }

  #full(full: "full" | "address" | null) {
    return full === null ? null : { why: full, problem: tooMany(1_000) }
  }

  /** Browsers say from which page they connect; what is no browser says nothing. */
  #mayCome({ headers }: IncomingMessage): boolean {
    const { origin } = headers
    if (origin === undefined || this.#settings.origins.has(origin)) return true
    const page = URL.parse(origin)
    return page !== null && page.host === headers.host
  }

  #open(
    rules: FrontRules,
    wish: Parameters<FrontRules["admitted"]>[2],
    ws: LiveSocket,
    socket: Duplex,
    address: string
  ): void {
    ws.on("message", onMessage)
    ws.on("ping", onPing)
    ws.on("pong", onPong)
    ws.on("error", onError)
    const connection = new Connection(this.#parts, rules, wish, ws, socket, address)
    ws.connection = connection
    this.#connections.add(connection)
    ws.once("close", () => {
      this.#connections.delete(connection)
      connection.gone()
    })
  }

  #stream(
    token: string,
    wish: Parameters<FrontRules["admitted"]>[2],
    response: ServerResponse,
    address: string
  ): void {
    const { seats, verify } = this.#parts
    verify(token, null, (outcome) => {
      const taken = typeof outcome !== "string" && seats.name(outcome)
      if (typeof outcome === "string" || !taken || response.destroyed) {
        seats.leave(address, typeof outcome !== "string" && taken ? outcome.subject : null)
        answer(
          response,
          outcome === "unauthenticated"
            ? new Unauthenticated({})
            : outcome === "unavailable"
              ? away
              : tooMany(1_000)
        )
        return
      }
      const stream = new EventStream(this.#parts, token, outcome, wish, response, () => {
        this.#streams.delete(stream)
        seats.leave(address, outcome.subject)
      })
      this.#streams.add(stream)
    })
  }
}

/** Turns after which it is decided anew whether telephones are read: a quarter of a second. */
const PAUSE_TURNS = 250 / TURN_MS

/** Refuses a connection that is none yet, as HTTP does. */
const refuse = (socket: Duplex, problem: Problem): void => {
  const { headers, status, text } = problemReply(problem)
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`
  for (let i = 0; i + 1 < headers.length; i += 2) head += `${headers[i] ?? ""}: ${headers[i + 1] ?? ""}\r\n`
  socket.once("finish", () => socket.destroy())
  socket.once("error", destroyed)
  socket.end(`${head}\r\n${text}`)
}

/** Answers a request with a problem, as the rest of the server does. */
const answer = (response: ServerResponse, problem: Problem): void => {
  if (response.destroyed || response.headersSent) return
  const { headers, status, text } = problemReply(problem)
  response.writeHead(status, [
    ...headers,
    "cache-control",
    "no-store",
    "content-length",
    String(Buffer.byteLength(text))
  ])
  response.end(text)
}

/** Whoever has gone has gone; Node destroys the socket. */
const destroyed = (): void => {}

const tooMany = (waitMs: number): Problem =>
  new TooManyRequests({
    detail: "Too many connections; wait as long as Retry-After says.",
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000))
  })

const away = new Unavailable({
  code: "IdentitiesUnavailable",
  detail: "Tokens cannot be verified at the moment; try again.",
  retryAfterSeconds: 1
})

const FRONTS: ReadonlyMap<string, FrontRules> = new Map([
  ["/ws", watchRules],
  ["/ws/track", trackRules],
  ["/ws/courier", courierRules]
])

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  if (this instanceof LiveSocket && Buffer.isBuffer(data)) this.connection?.heard(data, isBinary)
}
function onPing(this: WebSocket): void {
  if (this instanceof LiveSocket) this.connection?.pinged()
}
function onPong(this: WebSocket): void {
  if (this instanceof LiveSocket) this.connection?.signed()
}
/** `ws` closes the connection itself, with the code that fits: 1009 for what is too long, 1007 for what is no UTF-8. */
function onError(): void {}
