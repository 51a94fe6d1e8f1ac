import type { Scope, TokenRole } from "@hotbag/core"
import { Context } from "effect"
import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"
import { NotAllowed, Unauthenticated } from "../problems/problems.ts"

/** Who sent the request, as its token proves. */
export interface Caller {
  readonly actor: {
    readonly role: TokenRole
    /** Id of the customer, restaurant, courier or operator. */
    readonly subject: string
  }
  readonly scopes: ReadonlySet<Scope>
}

/** The sender of the request at hand. */
export class CurrentCaller extends Context.Service<CurrentCaller, Caller>()("hotbag/api/CurrentCaller") {}

/**
 * A bearer token on every request but the public ones (S131). The server checks its role and scopes against
 * {@link accessTable}; a client supplies it.
 */
export class Bearer extends HttpApiMiddleware.Service<Bearer, { provides: CurrentCaller }>()(
  "hotbag/api/Bearer",
  {
    requiredForClient: true,
    security: { bearer: HttpApiSecurity.bearer },
    error: [Unauthenticated, NotAllowed]
  }
) {}
