import { Limits, scopesOfRole } from "@hotbag/core"
import { Identities } from "@hotbag/services"
import { Clock, Context, Effect, Layer, Redacted } from "effect"
import { SignJWT } from "jose"
import { developmentKey } from "./developmentKey.ts"
import type { KeyFailed } from "./keptSecret.ts"
import { TokenIssuer } from "./TokenIssuer.ts"
import { type TokenRules, tokenRules } from "./TokenRules.ts"
import { verifyToken } from "./verifyToken.ts"

const issuer = "urn:hotbag:development"
const kid = "development"

/** What tokens of the development issuer are like. */
export const developmentRules: TokenRules = tokenRules({
  issuer,
  audience: "urn:hotbag:api",
  signatures: ["EdDSA"]
})

/**
 * Makes and verifies tokens with a key of its own under the data folder, so that a clone works without an identity provider. Not for
 * production: whoever reads the folder is anybody.
 */
export const developmentIdentities = (dataFolder: string): Layer.Layer<Identities | TokenIssuer, KeyFailed> =>
  Layer.effectContext(
    Effect.map(developmentKey(dataFolder), ({ privateKey, publicKey }) =>
      Context.make(Identities, {
        verify: verifyToken((header) => {
          if (header.kid !== kid) throw new Error("not a key of this issuer")
          return publicKey
        }, developmentRules)
      }).pipe(
        Context.add(TokenIssuer, {
          issueToken: ({ role, scopes = scopesOfRole[role], subject, ttlS = Limits.tokenTtlS }) =>
            Effect.flatMap(Clock.currentTimeMillis, (nowMs) => {
              const iat = Math.floor(nowMs / 1_000)
              const claims = new SignJWT({ role, scope: scopes.join(" ") })
                .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
                .setIssuer(issuer)
                .setAudience(developmentRules.audience)
                .setSubject(subject)
                .setIssuedAt(iat)
                .setExpirationTime(iat + Math.max(1, Math.min(ttlS, Limits.tokenAgeS)))
              return Effect.map(
                Effect.promise(() => claims.sign(privateKey)),
                (token) => Redacted.make(token)
              )
            })
        })
      )
    )
  )
