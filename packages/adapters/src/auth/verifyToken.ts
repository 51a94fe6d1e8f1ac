import { grantedScopes, TokenRole } from "@hotbag/core"
import { type Identity, IdentitiesUnavailable, type Identities, TokenRefused } from "@hotbag/services"
import { Clock, Effect, Option, Redacted, Schema } from "effect"
import { type JWTVerifyGetKey, jwtVerify } from "jose"
import { isWellFormed } from "./readToken.ts"
import type { TokenRules } from "./TokenRules.ts"

/** Thrown by a source of keys that cannot be reached: not the token's fault. */
export class KeysAway extends Error {
  override readonly name = "KeysAway"
  readonly retryAfterMs: number

  constructor(retryAfterMs: number) {
    super("the keys to verify tokens cannot be had")
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * Verifies access tokens (S131, RFC 9068): shape, signature by a key of ours, and every claim, each explicitly. Whatever is wrong, the
 * answer is the same.
 */
export const verifyToken =
  (keys: JWTVerifyGetKey, rules: TokenRules): Identities["Service"]["verify"] =>
  (token) =>
    Effect.gen(function* () {
      const text = Redacted.value(token)
      if (!isWellFormed(text)) return yield* new TokenRefused()
      const nowMs = yield* Clock.currentTimeMillis
      const claims = yield* Effect.tryPromise({
        try: () => claimsOf(text, keys, rules, nowMs),
        catch: (cause) =>
          cause instanceof KeysAway
            ? new IdentitiesUnavailable({ retryAfterMs: cause.retryAfterMs })
            : new TokenRefused()
      })
      const identity = identityOf(claims, rules.roleClaim)
      return identity ?? (yield* new TokenRefused())
    })

const claimsOf = async (
  token: string,
  keys: JWTVerifyGetKey,
  rules: TokenRules,
  nowMs: number
): Promise<Readonly<Record<string, unknown>>> => {
  const { payload } = await jwtVerify(token, keys, {
    algorithms: [...rules.signatures],
    issuer: rules.issuer,
    audience: rules.audience,
    typ: "at+jwt",
    maxTokenAge: rules.longestAgeS,
    clockTolerance: rules.toleranceS,
    requiredClaims: ["iss", "aud", "sub", "exp", "iat", "scope", rules.roleClaim],
    currentDate: new Date(nowMs)
  })
  return payload
}

const Claims = Schema.Struct({
  /** An id of ours, as it stands in the domain. */
  sub: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/)),
  scope: Schema.String.check(Schema.isMaxLength(2_000)),
  iat: Schema.Int,
  exp: Schema.Int
})

const decodeClaims = Schema.decodeUnknownOption(Claims)
const decodeRole = Schema.decodeUnknownOption(TokenRole)

const identityOf = (claims: Readonly<Record<string, unknown>>, roleClaim: string): Identity | null => {
  const read = decodeClaims(claims)
  const role = decodeRole(claims[roleClaim])
  if (Option.isNone(read) || Option.isNone(role) || read.value.exp <= read.value.iat) return null
  const { scope, sub } = read.value
  return { actor: { role: role.value, subject: sub }, scopes: grantedScopes(role.value, scope) }
}
