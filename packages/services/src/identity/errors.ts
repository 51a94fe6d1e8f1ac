import { Data } from "effect"

/** The token is not good. Says nothing more, so that nobody learns by trying. */
export class TokenRefused extends Data.TaggedError("TokenRefused") {
  override readonly message = "Send a valid access token."
}

/** The issuer's keys cannot be fetched, and none that are known fit. */
export class IdentitiesUnavailable extends Data.TaggedError("IdentitiesUnavailable")<{
  readonly retryAfterMs: number
}> {
  override readonly message = "Tokens cannot be verified at the moment; try again."
}
