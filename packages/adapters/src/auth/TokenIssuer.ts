import type { Scope, TokenRole } from "@hotbag/core"
import { Context, Data, type Effect, type Redacted } from "effect"

/** A token to be made. */
export interface TokenRequest {
  readonly role: TokenRole
  /** Id of the customer, restaurant, courier or operator. */
  readonly subject: string
  /** Everything that the role may, unless told. */
  readonly scopes?: ReadonlyArray<Scope>
  /** How long it counts, in seconds; at most `Limits.tokenAgeS`. */
  readonly ttlS?: number
}

/** Somebody else issues tokens: an `AUTH_JWKS_URL` is set. */
export class IssuerElsewhere extends Data.TaggedError("IssuerElsewhere") {
  override readonly message = "Tokens are issued by the provider behind AUTH_JWKS_URL; ask there."
}

/** Makes access tokens for development (`hotbag token`); never where an issuer is configured. */
export class TokenIssuer extends Context.Service<
  TokenIssuer,
  { readonly issueToken: (request: TokenRequest) => Effect.Effect<Redacted.Redacted, IssuerElsewhere> }
>()("hotbag/adapters/auth/TokenIssuer") {}
