import { Limits } from "@hotbag/core"
import type { Identities, Identity } from "@hotbag/services"
import { type Clock, Effect, Redacted } from "effect"
import { tokenEnd } from "../../auth/tokenEnd.ts"

/**
 * Identities that remember the tokens they have verified for `Limits.tokenMemoryMs`, and never past a token's own end: a signature is checked
 * once for a burst of requests and not for each. Only good tokens are remembered, by their whole text; at most `Limits.tokensRemembered`, the
 * oldest giving way. Tokens that do not tell their end are verified every time.
 */
export const rememberTokens = (
  identities: Identities["Service"],
  clock: Clock.Clock
): Identities["Service"] => {
  const known = new Map<string, Remembered>()
  return {
    verify: (redacted) => {
      const token = Redacted.value(redacted)
      const nowMs = clock.currentTimeMillisUnsafe()
      const remembered = known.get(token)
      if (remembered !== undefined && nowMs < remembered.untilMs) return remembered.answer
      known.delete(token)
      return Effect.tap(identities.verify(redacted), (identity) =>
        Effect.sync(() => {
          const untilMs = Math.min(tokenEnd(token), nowMs + Limits.tokenMemoryMs)
          if (untilMs > nowMs) remember(known, token, { untilMs, answer: Effect.succeed(identity) })
        })
      )
    }
  }
}

interface Remembered {
  readonly untilMs: number
  readonly answer: Effect.Effect<Identity>
}

const remember = (known: Map<string, Remembered>, token: string, entry: Remembered): void => {
  if (known.size >= Limits.tokensRemembered) {
    const [oldest] = known.keys()
    if (oldest !== undefined) known.delete(oldest)
  }
  known.set(token, entry)
}
