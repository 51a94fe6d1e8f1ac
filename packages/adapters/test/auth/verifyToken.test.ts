import { describe, expect, it } from "@effect/vitest"
import { type Scope, scopesOfRole, TokenRole } from "@hotbag/core"
import { Identities, type Identity } from "@hotbag/services"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { generateKeyPairSync, sign } from "node:crypto"
import { tokenRules } from "../../src/auth/TokenRules.ts"
import { forgedTokens } from "./forgedTokens.ts"
import { makeToken, TestIssuer } from "./TestIssuer.ts"

const NOW_S = 1_790_000_000
const issuer = new TestIssuer()
const forged = forgedTokens(issuer, NOW_S)

const verify = (token: string) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(NOW_S * 1_000)
    const identities = yield* Identities
    return yield* identities.verify(Redacted.make(token))
  }).pipe(Effect.provide(issuer.layer))

const outcome = (token: string) =>
  verify(token).pipe(
    Effect.map(({ actor }) => `accepted: ${actor.role} ${actor.subject}`),
    Effect.catch((error) => Effect.succeed(`${error._tag}: ${error.message}`))
  )

const identity = ({
  actor,
  scopes
}: Identity): { actor: Identity["actor"]; scopes: ReadonlyArray<Scope> } => ({
  actor,
  scopes: [...scopes]
})

describe("good tokens (S131)", () => {
  it.effect.each(TokenRole.literals)("of a %s", (role) =>
    Effect.gen(function* () {
      const scope = scopesOfRole[role].join(" ")
      expect(identity(yield* verify(issuer.token(NOW_S, { role, scope })))).toEqual({
        actor: { role, subject: "carla" },
        scopes: scopesOfRole[role]
      })
    })
  )

  it.effect("allow no more than they say, and no more than their role may", () =>
    Effect.gen(function* () {
      const scope = "orders:read dispatch:assign audit:read"
      expect(identity(yield* verify(issuer.token(NOW_S, { scope }))).scopes).toEqual(["orders:read"])
      expect(identity(yield* verify(issuer.token(NOW_S, { scope: "" }))).scopes).toEqual([])
    })
  )

  it.effect("count within the tolerance of clocks, and not beyond", () =>
    Effect.gen(function* () {
      const { toleranceS } = issuer.rules
      const of = (change: Readonly<Record<string, unknown>>) => outcome(issuer.token(NOW_S, change))
      expect(yield* of({ iat: NOW_S + toleranceS })).toContain("accepted")
      expect(yield* of({ iat: NOW_S + toleranceS + 1 })).toContain("TokenRefused")
      expect(yield* of({ iat: NOW_S - 99, exp: NOW_S - toleranceS + 1 })).toContain("accepted")
      expect(yield* of({ iat: NOW_S - 99, exp: NOW_S - toleranceS })).toContain("TokenRefused")
      expect(yield* of({ nbf: NOW_S + toleranceS })).toContain("accepted")
      expect(yield* of({ iat: NOW_S - 86_400 })).toContain("accepted")
      expect(yield* of({ iat: NOW_S - 86_500 })).toContain("TokenRefused")
    })
  )

  it.effect("for several audiences, with the long name of their type", () =>
    Effect.gen(function* () {
      expect(yield* outcome(issuer.token(NOW_S, { aud: ["urn:other", issuer.audience] }))).toContain(
        "accepted"
      )
      const header = { ...issuer.header, typ: "application/at+jwt" }
      expect(yield* outcome(makeToken(header, issuer.claims(NOW_S), issuer.sign))).toContain("accepted")
      expect(
        yield* outcome(makeToken({ ...issuer.header, x5t: "abc" }, issuer.claims(NOW_S), issuer.sign))
      ).toContain("accepted")
    })
  )
})

describe("forged tokens (S131, RFC 8725)", () => {
  it("are many, each with a name of its own", () => {
    expect(forged.length).toBeGreaterThanOrEqual(100)
    expect(new Set(forged.map(({ name }) => name)).size).toBe(forged.length)
  })

  it.effect.each(forged)("$name: refused", ({ token }) =>
    Effect.gen(function* () {
      expect(yield* outcome(token)).toBe("TokenRefused: Send a valid access token.")
    })
  )

  it.effect("of any other byte: refused", () =>
    Effect.gen(function* () {
      const good = issuer.token(NOW_S)
      for (let i = 0; i < good.length; i += 7) {
        const other = good[i] === "A" ? "B" : "A"
        const token = good.slice(0, i) + other + good.slice(i + 1)
        expect(yield* outcome(token), `letter ${i}`).toContain("TokenRefused")
      }
    })
  )
})

describe("rules", () => {
  it.each([
    [{ issuer: "" }, "issuer"],
    [{ audience: "" }, "audience"],
    [{ signatures: [] }, "signature"],
    [{ toleranceS: 61 }, "minute"],
    [{ longestAgeS: 86_401 }, "day"]
  ])("%j are refused", (change, why) => {
    expect(() => tokenRules({ issuer: "i", audience: "a", ...change })).toThrow(why)
  })

  it.effect("a signature that is not among them is refused, even of a known key", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" })
    const token = makeToken({ ...issuer.header, alg: "ES384" }, issuer.claims(NOW_S), (content) =>
      sign("sha384", Buffer.from(content), { key: privateKey, dsaEncoding: "ieee-p1363" })
    )
    return Effect.map(outcome(token), (said) => expect(said).toContain("TokenRefused"))
  })
})
