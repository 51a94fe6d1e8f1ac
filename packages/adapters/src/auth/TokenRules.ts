import { invariant, Limits } from "@hotbag/core"

/** Signatures that are accepted at all: asymmetric ones, so that a public key never verifies what anybody can make. */
export const SIGNATURES = ["EdDSA", "ES256", "ES384", "PS256", "RS256"] as const
/** One of them, by its name in RFC 7518 and RFC 8037. */
export type Signature = (typeof SIGNATURES)[number]

/** What an access token has to be like; everything explicit, nothing left to a library's default (RFC 8725, RFC 9068). */
export interface TokenRules {
  readonly issuer: string
  readonly audience: string
  readonly signatures: ReadonlyArray<Signature>
  /** Claim that holds the role, such as `role` or `https://example.com/role`. */
  readonly roleClaim: string
  /** No token counts for longer than this after it was issued, whatever it says itself, in seconds. */
  readonly longestAgeS: number
  /** How far the clocks of issuer and server may be apart, in seconds: at most `Limits.tokenToleranceS`. */
  readonly toleranceS: number
}

/** Rules of a deployment; what is not given is as strict as it can be without surprises. */
export const tokenRules = (
  rules: Pick<TokenRules, "issuer" | "audience"> & Partial<TokenRules>
): TokenRules => {
  const whole: TokenRules = {
    signatures: ["EdDSA", "ES256", "RS256"],
    roleClaim: "role",
    longestAgeS: Limits.tokenAgeS,
    toleranceS: 30,
    ...rules
  }
  invariant(whole.issuer !== "" && whole.audience !== "", "tokens have an issuer and an audience")
  invariant(whole.signatures.length > 0, "some signature must be accepted")
  invariant(
    whole.toleranceS >= 0 && whole.toleranceS <= Limits.tokenToleranceS,
    "clocks may be apart by a minute at most",
    { toleranceS: whole.toleranceS }
  )
  invariant(whole.longestAgeS > 0 && whole.longestAgeS <= Limits.tokenAgeS, "tokens live a day at most")
  return whole
}
