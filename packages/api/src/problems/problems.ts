import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"

/**
 * Everything that goes wrong, as RFC 9457 problems. `type` tells the kind, `code` the exact reason (the tag of the rejection),
 * `detail` what to do. No stack, no name of a table, nothing of anybody else's.
 */

const code = Schema.optionalKey(
  Schema.String.annotate({ description: "The exact reason, for programs.", examples: ["OrderEnded"] })
)

/** Where in a request something is wrong: the part of the request first, then the path in it. */
export const ProblemPlace = Schema.Struct({
  path: Schema.Array(Schema.Union([Schema.String, Schema.Int])),
  message: Schema.String
}).annotate({ identifier: "ProblemPlace" })

const retryAfterSeconds = Schema.Int.annotate({
  description: "Seconds after which it is worth trying again; also in Retry-After."
})

/** The request does not fit the contract. */
export class InvalidRequest extends HttpApiError.Problem<InvalidRequest>()(
  "InvalidRequest",
  { type: "urn:hotbag:problem:invalid-request", status: 400, title: "The request does not fit the contract" },
  { code, errors: Schema.optionalKey(Schema.Array(ProblemPlace)) }
) {}

/** No token, or none that is worth anything; always the same words. */
export class Unauthenticated extends HttpApiError.Problem<Unauthenticated>()("Unauthenticated", {
  type: "urn:hotbag:problem:unauthenticated",
  status: 401,
  title: "A valid bearer token is needed"
}) {}

/** The token is good, but not for this. */
export class NotAllowed extends HttpApiError.Problem<NotAllowed>()(
  "NotAllowed",
  { type: "urn:hotbag:problem:not-allowed", status: 403, title: "This token does not allow it" },
  { code }
) {}

/** No such thing, or none that is yours: nobody learns which (P9). */
export class NotFound extends HttpApiError.Problem<NotFound>()(
  "NotFound",
  { type: "urn:hotbag:problem:not-found", status: 404, title: "There is no such thing here" },
  { code }
) {}

/** The path exists, but not with this method. */
export class MethodNotAllowed extends HttpApiError.Problem<MethodNotAllowed>()("MethodNotAllowed", {
  type: "urn:hotbag:problem:method-not-allowed",
  status: 405,
  title: "This path does not know the method"
}) {}

/** The request did not arrive in time. */
export class RequestTimedOut extends HttpApiError.Problem<RequestTimedOut>()("RequestTimedOut", {
  type: "urn:hotbag:problem:request-timed-out",
  status: 408,
  title: "The request did not arrive in time"
}) {}

/** Not as things stand: the state of the object, or the same command being at work. */
export class Conflict extends HttpApiError.Problem<Conflict>()(
  "Conflict",
  { type: "urn:hotbag:problem:conflict", status: 409, title: "Not as things stand" },
  { code, retryAfterSeconds: Schema.optionalKey(retryAfterSeconds) }
) {}

/** More bytes than a request may have. */
export class BodyTooLarge extends HttpApiError.Problem<BodyTooLarge>()("BodyTooLarge", {
  type: "urn:hotbag:problem:body-too-large",
  status: 413,
  title: "The body is too large"
}) {}

/** A longer address than a request may have. */
export class AddressTooLong extends HttpApiError.Problem<AddressTooLong>()("AddressTooLong", {
  type: "urn:hotbag:problem:address-too-long",
  status: 414,
  title: "The address is too long"
}) {}

/** Something else than JSON. */
export class UnsupportedBody extends HttpApiError.Problem<UnsupportedBody>()("UnsupportedBody", {
  type: "urn:hotbag:problem:unsupported-body",
  status: 415,
  title: "The body has to be JSON"
}) {}

/** The request is well formed, but cannot be done: sold out, closed, or a key used for something else (S7, S49). */
export class Unprocessable extends HttpApiError.Problem<Unprocessable>()(
  "Unprocessable",
  { type: "urn:hotbag:problem:unprocessable", status: 422, title: "It cannot be done" },
  { code, errors: Schema.optionalKey(Schema.Array(ProblemPlace)) }
) {}

/** More requests than a subject or an address may send (S104, S105). */
export class TooManyRequests extends HttpApiError.Problem<TooManyRequests>()(
  "TooManyRequests",
  { type: "urn:hotbag:problem:too-many-requests", status: 429, title: "Too many requests" },
  { retryAfterSeconds }
) {}

/** A mistake of ours. */
export class InternalError extends HttpApiError.Problem<InternalError>()("InternalError", {
  type: "urn:hotbag:problem:internal-error",
  status: 500,
  title: "Something went wrong on our side"
}) {}

/** A part that is needed is away; nothing was done, or what was done is safe to ask for again with the same key. */
export class Unavailable extends HttpApiError.Problem<Unavailable>()(
  "Unavailable",
  { type: "urn:hotbag:problem:unavailable", status: 503, title: "Not available for the moment" },
  { code, retryAfterSeconds }
) {}

/** What any request may be answered with. */
export const anyProblems = [
  InvalidRequest,
  RequestTimedOut,
  BodyTooLarge,
  AddressTooLong,
  TooManyRequests,
  InternalError,
  Unavailable
] as const

/** What reading something of one's own may be answered with. */
export const readProblems = [...anyProblems, Unauthenticated, NotAllowed, NotFound] as const

/** What saying where one is may be answered with. */
export const reportProblems = [...readProblems, UnsupportedBody] as const

/** What a public look-up of one thing may be answered with. */
export const lookUpProblems = [...anyProblems, NotFound] as const

/** What a report of the payment gateway may be answered with. */
export const webhookProblems = [...anyProblems, Unauthenticated] as const

/** What a command may be answered with. */
export const commandProblems = [...readProblems, Conflict, UnsupportedBody, Unprocessable] as const

/** A problem of any kind. */
export type Problem = (typeof commandProblems)[number]["Type"] | MethodNotAllowed
/** A problem that a command may be answered with. */
export type CommandProblem = (typeof commandProblems)[number]["Type"]
/** A problem that a report of the gateway may be answered with. */
export type WebhookProblem = (typeof webhookProblems)[number]["Type"]
/** A problem that any request may be answered with. */
export type AnyProblem = (typeof anyProblems)[number]["Type"]
/** A problem that reading may be answered with. */
export type ReadProblem = (typeof readProblems)[number]["Type"]
/** A problem that saying where one is may be answered with. */
export type ReportProblem = (typeof reportProblems)[number]["Type"]
/** A problem that a public look-up may be answered with. */
export type LookUpProblem = (typeof lookUpProblems)[number]["Type"]
