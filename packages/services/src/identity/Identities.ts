import { Context, type Effect, type Redacted } from "effect"
import type { IdentitiesUnavailable, TokenRefused } from "./errors.ts"
import type { Identity } from "./Identity.ts"

/** Tells from an access token who sent a request (S131). */
export class Identities extends Context.Service<
  Identities,
  {
    /**
     * Who the bearer of the token is. Every token that is not good is refused with one and the same `TokenRefused`, whatever is wrong
     * with it. `IdentitiesUnavailable`: the keys to judge it cannot be had at the moment.
     */
    readonly verify: (
      token: Redacted.Redacted
    ) => Effect.Effect<Identity, TokenRefused | IdentitiesUnavailable>
  }
>()("hotbag/services/identity/Identities") {}
