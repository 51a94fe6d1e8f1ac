import {
  AddressTooLong,
  type Caller,
  InternalError,
  type InvalidRequest,
  MethodNotAllowed,
  NotFound,
  type Problem,
  UnsupportedBody
} from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { Cause, type Clock, type Context, Effect, Exit, Option, Result } from "effect"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Admission } from "./admit.ts"
import { parseJson } from "./parseJson.ts"
import { problemReply } from "./problemReply.ts"
import { type Body, collectBody, readBody } from "./readBody.ts"
import { isReadyReply, JSON_TYPE, type Reply } from "./Reply.ts"
import type { Route } from "./Route.ts"
import type { Match, RouteTable } from "./RouteTable.ts"

/** What the edge works with. */
export interface EdgeParts {
  readonly table: RouteTable<Route>
  /** What is not part of the contract: its documentation, the figures, pages for people. */
  readonly pages: RouteTable<() => Reply>
  readonly admission: Admission
  readonly clock: Clock.Clock
  /** The answer when an endpoint, `group.name`, is not to be had at the moment, ready to be written, as it is given most when there is least time; null: it is. */
  readonly overload: (endpoint: string) => Reply | null
  /** Loggers and the like, for the handlers. */
  readonly context: Context.Context<never>
  /** Writes the answer to a request; `endpoint` is `group.name`, or what stands for it. */
  readonly answer: (
    request: IncomingMessage,
    response: ServerResponse,
    reply: Reply,
    endpoint: string,
    startedAt: number
  ) => void
  /** Told of defects: bugs of ours. */
  readonly report: (endpoint: string, cause: Cause.Cause<unknown>) => Effect.Effect<void>
}

/**
 * Serves the contract right on Node's request events: find the route, let the sender in, read and decode, hand over to the handler, write.
 * One fiber for each request, and nothing else between the handler and the socket.
 */
export const makeEdge = (parts: EdgeParts) => {
  const runFork = Effect.runForkWith(parts.context)
  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedAt = performance.now()
    const refused = parts.admission.refusesAddress(request, parts.clock.currentTimeMillisUnsafe())
    const target = refused === null ? findTarget(parts, request) : problemReply(refused)
    if ("status" in target) {
      parts.answer(request, response, target, "none", startedAt)
      return
    }
    const { route } = target
    const overload = parts.overload(route.name)
    if (overload !== null) {
      parts.answer(request, response, overload, route.name, startedAt)
      return
    }
    const answer = (exit: Exit.Exit<Reply, Problem>): void => {
      if (Exit.isSuccess(exit)) {
        parts.answer(request, response, exit.value, route.name, startedAt)
        return
      }
      const problem = Option.getOrNull(Cause.findErrorOption(exit.cause))
      if (problem === null) runFork(parts.report(route.name, exit.cause))
      parts.answer(request, response, problem === null ? broken : replyTo(problem), route.name, startedAt)
    }
    const run = (reply: Effect.Effect<Reply, Problem>): void => void runFork(reply).addObserver(answer)
    const admitted = parts.admission.admit(route, request, parts.clock.currentTimeMillisUnsafe())
    if (route.bodyLimit === null)
      run(Effect.flatMap(admitted, (caller) => act(target, request, caller, NO_BODY)))
    else if (isSettled(admitted) && Exit.isSuccess(admitted) && isJson(request)) {
      // Whoever is known already is let in at once: the body is collected first, and the fiber never has to wait for it.
      const caller = admitted.value
      collectBody(request, route.bodyLimit, (body) => {
        const reply = onTheSpot(parts, target, caller, body)
        if (reply === null) run(Effect.flatMap(body, (bytes) => act(target, request, caller, bytes)))
        else parts.answer(request, response, reply, route.name, startedAt)
      })
    } else run(admitThenRead(target, request, admitted, route.bodyLimit))
  }
}

/** Whether an effect is over already. */
const isSettled = <A, E>(effect: Effect.Effect<A, E>): effect is Exit.Exit<A, E> => Exit.isExit(effect)

interface Target extends Pick<Match<Route>, "params"> {
  readonly route: Route
  readonly query: string
}

/** The route of a request, or the answer when there is none. */
const findTarget = (parts: EdgeParts, request: IncomingMessage): Target | Reply => {
  const url = request.url ?? "/"
  if (url.length > Limits.urlLength) return tooLong
  const mark = url.indexOf("?")
  const path = mark === -1 ? url : url.slice(0, mark)
  const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET")
  const match = parts.table.find(path)
  const route = match?.byMethod.get(method)
  if (match !== null && route !== undefined) {
    return { route, params: match.params, query: mark === -1 ? "" : url.slice(mark + 1) }
  }
  const page = parts.pages.find(path)?.byMethod.get("GET")
  if (match === null && page === undefined) return notFound
  const allow = [...(match === null ? ["GET"] : match.byMethod.keys())]
  if (allow.includes("GET")) allow.push("HEAD")
  const allowed = ["allow", [...allow, "OPTIONS"].join(", ")]
  if (method === "OPTIONS") return { status: 204, headers: allowed, text: "" }
  return page !== undefined && method === "GET" ? page() : problemReply(new MethodNotAllowed({}), allowed)
}

const tooLong = problemReply(
  new AddressTooLong({ detail: `An address here has at most ${Limits.urlLength} characters.` })
)
const notFound = problemReply(
  new NotFound({ code: "NoSuchPath", detail: "See /openapi.json for what there is." })
)
const broken = problemReply(new InternalError({}))

/** The answer to a problem; who has no token is told which kind is wanted. */
const replyTo = (problem: Problem): Reply =>
  problem.status === 401 ? problemReply(problem, ["www-authenticate", "Bearer"]) : problemReply(problem)

const admitThenRead = (
  target: Target,
  request: IncomingMessage,
  admitted: Effect.Effect<Caller | null, Problem>,
  limit: number
): Effect.Effect<Reply, Problem> =>
  Effect.flatMap(admitted, (caller) =>
    isJson(request)
      ? Effect.flatMap(readBody(request, limit), (body) => act(target, request, caller, body))
      : Effect.fail(notJson)
  )

/** The answer of an endpoint that needs no fiber for it; null: the usual way. */
const onTheSpot = (
  { clock, context, report }: EdgeParts,
  { params, route: { instant, name } }: Target,
  caller: Caller | null,
  body: Body
): Reply | null => {
  if (instant === null || Exit.isFailure(body)) return null
  const json = parseJson(body.value)
  if (Result.isFailure(json)) return null
  try {
    return instant({ params, json: json.success, caller, nowMs: clock.currentTimeMillisUnsafe() })
  } catch (bug) {
    Effect.runForkWith(context)(report(name, Cause.die(bug)))
    return broken
  }
}

/** Decodes the request and hands it over to its handler. */
const act = (
  { route, params, query }: Target,
  request: IncomingMessage,
  caller: Caller | null,
  body: Buffer
): Effect.Effect<Reply, Problem> => {
  const json = route.bodyLimit === null ? nothing : parseJson(body)
  if (Result.isFailure(json)) return Effect.fail(json.failure)
  const decoded = route.decode({ params, query, headers: request.headers, body, json: json.success, caller })
  if (Result.isFailure(decoded)) return Effect.fail(decoded.failure)
  return Effect.map(route.handler.handle(decoded.success), (answer) =>
    isReadyReply(answer) ? answer : { status: route.status, headers: JSON_TYPE, text: JSON.stringify(answer) }
  )
}

const NO_BODY = Buffer.alloc(0)
const nothing: Result.Result<unknown, InvalidRequest> = Result.succeed(undefined)

/** Whether the body is JSON by its headers, as it stands. */
const isJson = ({ headers }: IncomingMessage): boolean => {
  const type = headers["content-type"]
  const encoding = headers["content-encoding"]
  return (
    (type === undefined || /^application\/(?:[a-z0-9.-]+\+)?json(?:\s*;|\s*$)/i.test(type)) &&
    (encoding === undefined || encoding === "identity")
  )
}

const notJson = new UnsupportedBody({ detail: "Send application/json, not compressed." })
