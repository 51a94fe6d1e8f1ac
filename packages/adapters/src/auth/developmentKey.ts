import { Effect, Option, Schema } from "effect"
import { exportJWK, generateKeyPair, importJWK, type CryptoKey } from "jose"
import { join } from "node:path"
import { KeyFailed, keptSecret } from "./keptSecret.ts"

/** A pair of Ed25519 keys. */
export interface DevelopmentKey {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

/**
 * The key of the development issuer, `DATA/auth/development-key.json`, made on first use. Only its owner may read it, or it is refused.
 */
export const developmentKey = (dataFolder: string): Effect.Effect<DevelopmentKey, KeyFailed> =>
  Effect.tryPromise({
    try: async () => {
      const path = join(dataFolder, "auth", "development-key.json")
      return await readKey(path, await keptSecret(path, makeKey))
    },
    catch: (cause) =>
      cause instanceof KeyFailed
        ? cause
        : new KeyFailed({ message: `The key of the development issuer cannot be used: ${String(cause)}` })
  })

const PrivateKey = Schema.Struct({
  kty: Schema.Literal("OKP"),
  crv: Schema.Literal("Ed25519"),
  x: Schema.String,
  d: Schema.String
})
const decodeKey = Schema.decodeUnknownOption(Schema.fromJsonString(PrivateKey))

const readKey = async (path: string, text: string): Promise<DevelopmentKey> => {
  const read = decodeKey(text)
  if (Option.isNone(read)) throw new KeyFailed({ message: unreadable(path) })
  const { crv, d, kty, x } = read.value
  const privateKey = await importJWK({ kty, crv, x, d }, "EdDSA")
  const publicKey = await importJWK({ kty, crv, x }, "EdDSA")
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) {
    throw new KeyFailed({ message: unreadable(path) })
  }
  return { privateKey, publicKey }
}

const makeKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true })
  const { crv, d, kty, x } = await exportJWK(privateKey)
  return JSON.stringify({ kty, crv, x, d })
}

const unreadable = (path: string): string => `${path} is no key; remove it, and a new one is made.`
