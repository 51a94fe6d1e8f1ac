import {
  type Caller,
  NotAllowed,
  type Problem,
  TooManyRequests,
  Unauthenticated,
  Unavailable
} from "@hotbag/api"
import { Limits } from "@hotbag/core"
import type { Identities } from "@hotbag/services"
import { Effect, Redacted } from "effect"
import type { IncomingMessage } from "node:http"
import type { HttpSettings } from "../HttpSettings.ts"
import type { Route } from "./Route.ts"
import { addressOf, bearerToken } from "./sender.ts"
import { TokenBuckets } from "./TokenBuckets.ts"
import { proxyTrust } from "./trustedProxies.ts"

/** Lets requests in: by address, by token, by role and scope, by caller, in this order (S104, S131). */
export interface Admission {
  /** Null: the address may go on. */
  readonly refusesAddress: (request: IncomingMessage, nowMs: number) => TooManyRequests | null
  /** The caller, or null where anybody may. */
  readonly admit: (
    route: Route,
    request: IncomingMessage,
    nowMs: number
  ) => Effect.Effect<Caller | null, Problem>
}

/** Makes the doorkeeper of a server. */
export const makeAdmission = (identities: Identities["Service"], settings: HttpSettings): Admission => {
  const addresses = new TokenBuckets(settings.addressRate, Limits.rateKeys)
  const trusts = proxyTrust(settings.trustProxy)
  const callers = new TokenBuckets(settings.callerRate, Limits.rateKeys)
  const admit: Admission["admit"] = (route, request, nowMs) => {
    if (route.isPublic) return nobody
    const token = bearerToken(request.headers.authorization)
    if (token === null) return unauthenticated
    // Eager: a token that is remembered is let in without a fiber.
    return identities.verify(Redacted.make(token)).pipe(
      Effect.mapErrorEager((failure): Problem =>
        failure._tag === "TokenRefused" ? new Unauthenticated({}) : unavailable(failure.retryAfterMs)
      ),
      Effect.flatMapEager((caller): Effect.Effect<Caller, Problem> => {
        const refusal = notAllowed(route, caller)
        if (refusal !== null) return Effect.fail(refusal)
        const waitMs = callers.take(`${caller.actor.role} ${caller.actor.subject}`, nowMs)
        return waitMs === 0 ? Effect.succeed(caller) : Effect.fail(tooMany(waitMs))
      })
    )
  }
  return {
    refusesAddress: (request, nowMs) => {
      const waitMs = addresses.take(addressOf(request, trusts), nowMs)
      return waitMs === 0 ? null : tooMany(waitMs)
    },
    admit
  }
}

const nobody = Effect.succeed(null)

const unauthenticated = Effect.fail(new Unauthenticated({}))

const unavailable = (retryAfterMs: number): Unavailable =>
  new Unavailable({
    code: "IdentitiesUnavailable",
    detail: "Tokens cannot be verified at the moment; try again.",
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000))
  })

const tooMany = (waitMs: number): TooManyRequests =>
  new TooManyRequests({
    detail: "Send less, or wait as long as Retry-After says.",
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000))
  })

const notAllowed = ({ rule }: Route, { actor, scopes }: Caller): NotAllowed | null => {
  const scope = rule.scopes[actor.role]
  if (scope === undefined) {
    return new NotAllowed({ code: "RoleNotAllowed", detail: `A ${actor.role} cannot do this.` })
  }
  return scopes.has(scope)
    ? null
    : new NotAllowed({ code: "ScopeMissing", detail: `The token lacks the scope ${scope}.` })
}
