import type { Caller, Problem } from "@hotbag/api"
import type { Effect } from "effect"
import type { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import type { ReadyReply } from "./Reply.ts"

/** What a handler learns of a request beside its decoded parts. */
export interface RequestFacts<Who> {
  /** Who sent it; null where anybody may. */
  readonly caller: Who
  /** Digest of the decoded body, for receipts: equal bodies have equal digests, however they were spelled. */
  readonly bodyHash: () => string
  /** The body as it came. */
  readonly body: Uint8Array
}

type CallerOf<Endpoint> = [HttpApiEndpoint.Middleware<Endpoint>] extends [never] ? null : Caller

/** A request to an endpoint, decoded. */
export type RequestTo<Endpoint extends HttpApiEndpoint.Constraint> = Omit<
  HttpApiEndpoint.Request<Endpoint>,
  "request" | "endpoint" | "group"
> &
  RequestFacts<CallerOf<Endpoint>>

/** Turns a decoded request into the success of its endpoint, or one of its problems. */
export type Handler<Endpoint extends HttpApiEndpoint.Constraint> = (
  request: RequestTo<Endpoint>
) => Effect.Effect<HttpApiEndpoint.Success<Endpoint>["Type"] | ReadyReply, HttpApiEndpoint.Errors<Endpoint>>

/** A handler for every endpoint of a group: leave one out, and it does not compile. */
export type HandlersOf<Group extends HttpApiGroup.Constraint> = {
  readonly [Name in keyof Group["endpoints"]]: Handler<Group["endpoints"][Name]>
}

/**
 * A handler whose types were checked where it was made. A method on purpose: what it is given has been decoded by the schemas of the
 * same endpoint, which no type can tell here.
 */
export interface AnyHandler {
  handle(request: unknown): Effect.Effect<unknown, Problem>
}
