import { describe, expect, it } from "@effect/vitest"
import { scopesOfRole } from "@hotbag/core"
import { Identities } from "@hotbag/services"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { exportJWK } from "jose"
import { generateKeyPairSync, sign } from "node:crypto"
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { developmentIdentities, identitiesOf, jwksIdentities, TokenIssuer } from "@hotbag/adapters"
import { developmentKey } from "../../src/auth/developmentKey.ts"
import { forgedTokens } from "./forgedTokens.ts"
import { makeToken, TestIssuer } from "./TestIssuer.ts"

const NOW_S = 1_790_000_000

const outcome = (token: string) =>
  Effect.flatMap(Identities, (identities) => identities.verify(Redacted.make(token))).pipe(
    Effect.map(({ actor }) => `${actor.role} ${actor.subject}`),
    Effect.catch((error) => Effect.succeed(error._tag))
  )

const folder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "hotbag-auth-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true, force: true }))
)

/** A server that publishes keys, or misbehaves; counts what it is asked. */
const keyServer = Effect.acquireRelease(
  Effect.promise(async () => {
    const state = { asked: 0, status: 200, body: "{}", location: "" }
    const server = createServer((_, response) => {
      state.asked += 1
      response.writeHead(state.status, { "content-type": "application/json", location: state.location })
      response.end(state.body)
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const port = address === null || typeof address === "string" ? 0 : address.port
    return { state, server, url: new URL(`http://127.0.0.1:${port}/keys.json`) }
  }),
  ({ server }) => Effect.promise(() => new Promise((resolve) => server.close(resolve)))
)

describe("the development issuer", () => {
  it.effect("makes tokens that it accepts, also after a restart", () =>
    Effect.gen(function* () {
      const path = yield* folder
      yield* TestClock.setTime(NOW_S * 1_000)
      const token = yield* Effect.flatMap(TokenIssuer, (issuer) =>
        issuer.issueToken({ role: "courier", subject: "ana" })
      ).pipe(Effect.provide(developmentIdentities(path)))
      const verify = Effect.flatMap(Identities, (identities) => identities.verify(token))
      const again = yield* verify.pipe(Effect.provide(developmentIdentities(path)))
      expect(again.actor).toEqual({ role: "courier", subject: "ana" })
      expect([...again.scopes]).toEqual(scopesOfRole.courier)
      expect(JSON.stringify({ token })).not.toContain("ey")
      yield* TestClock.adjust("9 hours")
      expect(yield* outcome(Redacted.value(token)).pipe(Effect.provide(developmentIdentities(path)))).toBe(
        "TokenRefused"
      )
    })
  )

  it.effect("accepts nobody else's, and no forged ones", () =>
    Effect.gen(function* () {
      const path = yield* folder
      yield* TestClock.setTime(NOW_S * 1_000)
      const stranger = new TestIssuer("development")
      const forged = forgedTokens(stranger, NOW_S)
      const layer = developmentIdentities(path)
      yield* Effect.gen(function* () {
        for (const { name, token } of forged) expect(yield* outcome(token), name).toBe("TokenRefused")
        const claims = stranger.claims(NOW_S, { iss: "urn:hotbag:development" })
        expect(yield* outcome(makeToken(stranger.header, claims, stranger.sign))).toBe("TokenRefused")
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("keeps its key to itself, and one key for two who start at once", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const keys = yield* Effect.all([developmentKey(path), developmentKey(path)], { concurrency: 2 })
      const [one, two] = yield* Effect.promise(() =>
        Promise.all(keys.map(({ publicKey }) => exportJWK(publicKey)))
      )
      expect(one).toEqual(two)
      const file = join(path, "auth", "development-key.json")
      const { mode } = yield* Effect.promise(() => stat(file))
      expect(mode & 0o777).toBe(0o600)
      yield* Effect.promise(() => chmod(file, 0o644))
      expect((yield* Effect.flip(developmentKey(path))).message).toContain("chmod 600")
      yield* Effect.promise(() => chmod(file, 0o600))
      yield* Effect.promise(() => writeFile(file, "{}"))
      expect((yield* Effect.flip(developmentKey(path))).message).toContain("is no key")
      expect(yield* Effect.promise(() => readFile(file, "utf8"))).toBe("{}")
    })
  )

  it.effect("is not there when a provider is", () =>
    Effect.gen(function* () {
      const issuer = new TestIssuer()
      const url = new URL("https://provider.test/keys.json")
      const made = Effect.flatMap(TokenIssuer, (tokens) =>
        tokens.issueToken({ role: "customer", subject: "carla" })
      )
      const layer = identitiesOf({ _tag: "Provider", url, rules: issuer.rules })
      expect((yield* Effect.flip(made.pipe(Effect.provide(layer))))._tag).toBe("IssuerElsewhere")
    })
  )
})

describe("a provider's key set", () => {
  it.effect("is fetched once, and asked for nothing that a token names", () =>
    Effect.gen(function* () {
      const { state, url } = yield* keyServer
      const issuer = new TestIssuer()
      yield* TestClock.setTime(NOW_S * 1_000)
      state.body = JSON.stringify({ keys: [issuer.jwk] })
      yield* Effect.gen(function* () {
        for (let i = 0; i < 20; i++) expect(yield* outcome(issuer.token(NOW_S))).toBe("customer carla")
        for (const { name, token } of forgedTokens(issuer, NOW_S)) {
          expect(yield* outcome(token), name).toBe("TokenRefused")
        }
        // Unknown key ids ask again after a rest only.
        expect(state.asked).toBe(1)
      }).pipe(Effect.provide(jwksIdentities({ url, rules: issuer.rules })))
    })
  )

  it.effect(
    "may hold keys of several kinds, and a key that is gone is refused after it is fetched anew",
    () =>
      Effect.gen(function* () {
        const { state, url } = yield* keyServer
        const issuer = new TestIssuer()
        const { rules } = issuer
        const claims = issuer.claims(NOW_S)
        yield* TestClock.setTime(NOW_S * 1_000)
        const ec = generateKeyPairSync("ec", { namedCurve: "P-256" })
        const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
        const tokens = [
          makeToken({ alg: "ES256", typ: "at+jwt", kid: "ec" }, claims, (content) =>
            sign("sha256", Buffer.from(content), { key: ec.privateKey, dsaEncoding: "ieee-p1363" })
          ),
          makeToken({ alg: "RS256", typ: "at+jwt", kid: "rsa" }, claims, (content) =>
            sign("sha256", Buffer.from(content), rsa.privateKey)
          ),
          // A key of ours under another one's name.
          makeToken({ alg: "ES256", typ: "at+jwt", kid: "rsa" }, claims, (content) =>
            sign("sha256", Buffer.from(content), { key: ec.privateKey, dsaEncoding: "ieee-p1363" })
          )
        ]
        const keys = [
          { ...ec.publicKey.export({ format: "jwk" }), kid: "ec", use: "sig" },
          { ...rsa.publicKey.export({ format: "jwk" }), kid: "rsa", use: "sig" }
        ]
        const outcomes = Effect.forEach(tokens, outcome)
        state.body = JSON.stringify({ keys })
        const withBoth = outcomes.pipe(Effect.provide(jwksIdentities({ url, rules })))
        expect(yield* withBoth).toEqual(["customer carla", "customer carla", "TokenRefused"])
        state.body = JSON.stringify({ keys: keys.slice(1) })
        const withOne = outcomes.pipe(Effect.provide(jwksIdentities({ url, rules })))
        expect(yield* withOne).toEqual(["TokenRefused", "customer carla", "TokenRefused"])
      })
  )

  it.effect("that cannot be had is not the token's fault, and is left alone for a while", () =>
    Effect.gen(function* () {
      const { state, url } = yield* keyServer
      const issuer = new TestIssuer()
      yield* TestClock.setTime(NOW_S * 1_000)
      const token = issuer.token(NOW_S)
      const broken: ReadonlyArray<Partial<typeof state>> = [
        { status: 500 },
        { status: 302, location: "http://attacker.test/keys.json" },
        { status: 200, body: "not json" },
        { status: 200, body: JSON.stringify({ keys: [issuer.jwk], padding: "x".repeat(200_000) }) }
      ]
      for (const each of broken) {
        Object.assign(state, { asked: 0, status: 200, body: "{}", location: "" }, each)
        yield* Effect.gen(function* () {
          for (let i = 0; i < 10; i++) expect(yield* outcome(token)).toBe("IdentitiesUnavailable")
          expect(state.asked).toBe(1)
          Object.assign(state, { status: 200, body: JSON.stringify({ keys: [issuer.jwk] }) })
          yield* TestClock.adjust("30 seconds")
          expect(yield* outcome(token)).toBe("customer carla")
          expect(state.asked).toBe(2)
        }).pipe(Effect.provide(jwksIdentities({ url, rules: issuer.rules })))
      }
    })
  )

  it.each([
    "http://provider.test/keys.json",
    "ftp://127.0.0.1/keys",
    "https://me:secret@provider.test/keys.json"
  ])("is not taken from %s", (url) => {
    const layer = jwksIdentities({ url: new URL(url), rules: new TestIssuer().rules })
    expect(() => Effect.runSync(outcome("x").pipe(Effect.provide(layer)))).toThrow("https")
  })
})
