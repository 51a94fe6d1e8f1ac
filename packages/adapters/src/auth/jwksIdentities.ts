import { invariant, Limits } from "@hotbag/core"
import { Identities } from "@hotbag/services"
import { type Clock, Effect, Layer } from "effect"
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose"
import type { TokenRules } from "./TokenRules.ts"
import { KeysAway, verifyToken } from "./verifyToken.ts"

/** Where an issuer publishes its keys. */
export interface KeySet {
  /** `AUTH_JWKS_URL`: https, or http to this very machine. The only address that is ever asked; what a token names is not. */
  readonly url: URL
  readonly rules: TokenRules
}

/**
 * Verifies tokens by the keys that an issuer publishes. Keys are cached for `Limits.keySetAgeMs`; an unknown key id asks again, at most
 * once in `Limits.keySetRestMs`, whether or not the issuer answers; redirects are not followed.
 */
export const jwksIdentities = (keySet: KeySet): Layer.Layer<Identities> =>
  Layer.effect(
    Identities,
    Effect.clockWith((clock) =>
      Effect.sync(() => ({ verify: verifyToken(remoteKeys(keySet.url, clock), keySet.rules) }))
    )
  )

const remoteKeys = (url: URL, clock: Clock.Clock): JWTVerifyGetKey => {
  invariant(isSafe(url), "keys come over https, or from this machine", { host: url.host })
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: Limits.keySetAnswerMs,
    cooldownDuration: Limits.keySetRestMs,
    cacheMaxAge: Limits.keySetAgeMs,
    [customFetch]: fetchBounded
  })
  let failedAtMs: number | null = null
  return async (header, token) => {
    const restsForMs =
      failedAtMs === null ? 0 : failedAtMs + Limits.keySetRestMs - clock.currentTimeMillisUnsafe()
    if (restsForMs > 0 && !remote.fresh) throw new KeysAway(restsForMs)
    try {
      return await remote(header, token)
    } catch (cause) {
      if (isAnswer(cause)) throw cause
      failedAtMs = clock.currentTimeMillisUnsafe()
      throw new KeysAway(Limits.keySetRestMs)
    }
  }
}

/** Whether the keys were there, but none fits. */
const isAnswer = (cause: unknown): boolean =>
  cause instanceof errors.JWKSNoMatchingKey ||
  cause instanceof errors.JWKSMultipleMatchingKeys ||
  cause instanceof errors.JOSENotSupported ||
  cause instanceof errors.JWSSignatureVerificationFailed

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"])

const isSafe = ({ hostname, password, protocol, username }: URL): boolean =>
  username === "" &&
  password === "" &&
  (protocol === "https:" || (protocol === "http:" && loopback.has(hostname)))

/** A key set of at most `Limits.keySetBytes`. */
const fetchBounded = async (
  url: string,
  options: { headers: Headers; method: "GET"; redirect: "manual"; signal: AbortSignal }
): Promise<Response> => {
  const response = await fetch(url, options)
  const chunks: Array<Uint8Array> = []
  let bytes = 0
  const body: AsyncIterable<Uint8Array> = response.body ?? nothing()
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > Limits.keySetBytes) throw new Error("the key set is too large")
    chunks.push(chunk)
  }
  return new Response(Buffer.concat(chunks), { status: response.status, headers: response.headers })
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
