import { Identities } from "@hotbag/services"
import { Layer } from "effect"
import { createLocalJWKSet } from "jose"
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { tokenRules } from "../../src/auth/TokenRules.ts"
import { verifyToken } from "../../src/auth/verifyToken.ts"

/** Claims or a header, or JSON text as it should stand in the token. */
export type Part = Readonly<Record<string, unknown>> | string

const base64url = (part: Part): string =>
  Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url")

/** Signs what stands before the second dot. */
export type Signer = (content: string) => Buffer

/** A token of any parts, well formed or not. */
export const makeToken = (header: Part, claims: Part, signer: Signer): string => {
  const content = `${base64url(header)}.${base64url(claims)}`
  return `${content}.${signer(content).toString("base64url")}`
}

/** An issuer with Ed25519 keys, for tests. */
export class TestIssuer {
  readonly issuer = "https://issuer.test"
  readonly audience = "urn:hotbag:api"
  readonly kid: string
  readonly publicKey: KeyObject
  readonly #privateKey: KeyObject

  constructor(kid = "key-1") {
    this.kid = kid
    const { privateKey, publicKey } = generateKeyPairSync("ed25519")
    this.publicKey = publicKey
    this.#privateKey = privateKey
  }

  readonly sign: Signer = (content) => sign(null, Buffer.from(content), this.#privateKey)

  get header() {
    return { alg: "EdDSA", typ: "at+jwt", kid: this.kid }
  }

  /** Claims of a good token, an hour long from `nowS` on. */
  claims(nowS: number, change: Readonly<Record<string, unknown>> = {}) {
    return {
      iss: this.issuer,
      aud: this.audience,
      sub: "carla",
      iat: nowS,
      exp: nowS + 3_600,
      role: "customer",
      scope: "orders:read orders:write payments:write",
      ...change
    }
  }

  token(nowS: number, change: Readonly<Record<string, unknown>> = {}): string {
    return makeToken(this.header, this.claims(nowS, change), this.sign)
  }

  /** The public key as an issuer publishes it. */
  get jwk() {
    return { ...this.publicKey.export({ format: "jwk" }), kid: this.kid, alg: "EdDSA", use: "sig" }
  }

  /** What tokens of this issuer have to be like. */
  get rules() {
    return tokenRules({ issuer: this.issuer, audience: this.audience })
  }

  /** Identities by this issuer's tokens, without a key set to fetch. */
  get layer() {
    const keys = createLocalJWKSet({ keys: [{ ...this.jwk, kty: "OKP" }] })
    return Layer.succeed(Identities, { verify: verifyToken(keys, this.rules) })
  }
}
