import { Data, Effect, Option, Schema } from "effect"
import { exportJWK, generateKeyPair, importJWK, type CryptoKey } from "jose"
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises"
import { join } from "node:path"

/** The key of the development issuer cannot be used. */
export class DevelopmentKeyFailed extends Data.TaggedError("DevelopmentKeyFailed")<{
  readonly message: string
}> {}

/** A pair of Ed25519 keys. */
export interface DevelopmentKey {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

/**
 * The key of the development issuer, `DATA/auth/development-key.json`, made on first use. Only its owner may read it, or it is refused.
 * Two that start at once end up with the same key.
 */
export const developmentKey = (dataFolder: string): Effect.Effect<DevelopmentKey, DevelopmentKeyFailed> =>
  Effect.tryPromise({
    try: async () => {
      const folder = join(dataFolder, "auth")
      const path = join(folder, "development-key.json")
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await makeUnlessThere(path)
      const { mode } = await stat(path)
      if ((mode & 0o077) !== 0) throw new DevelopmentKeyFailed({ message: exposed(path) })
      return await readKey(path)
    },
    catch: (cause) =>
      cause instanceof DevelopmentKeyFailed
        ? cause
        : new DevelopmentKeyFailed({
            message: `The key of the development issuer cannot be used: ${String(cause)}`
          })
  })

const PrivateKey = Schema.Struct({
  kty: Schema.Literal("OKP"),
  crv: Schema.Literal("Ed25519"),
  x: Schema.String,
  d: Schema.String
})
const decodeKey = Schema.decodeUnknownOption(Schema.fromJsonString(PrivateKey))

const readKey = async (path: string): Promise<DevelopmentKey> => {
  const read = decodeKey(await readFile(path, "utf8"))
  if (Option.isNone(read)) throw new DevelopmentKeyFailed({ message: unreadable(path) })
  const { crv, d, kty, x } = read.value
  const privateKey = await importJWK({ kty, crv, x, d }, "EdDSA")
  const publicKey = await importJWK({ kty, crv, x }, "EdDSA")
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) {
    throw new DevelopmentKeyFailed({ message: unreadable(path) })
  }
  return { privateKey, publicKey }
}

/** Written whole beside its place and then linked to it, which only the first of several does. */
const makeUnlessThere = async (path: string): Promise<void> => {
  if (await isThere(path)) return
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true })
  const { crv, d, kty, x } = await exportJWK(privateKey)
  const draft = `${path}.${process.pid}`
  const file = await open(draft, "w", 0o600)
  try {
    await file.writeFile(JSON.stringify({ kty, crv, x, d }))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (cause) {
    if (!(await isThere(path))) throw cause
  } finally {
    await rm(draft, { force: true })
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  )

const exposed = (path: string): string =>
  `Others may read ${path}. Remove it (tokens made with it end), or run: chmod 600 ${path}`
const unreadable = (path: string): string => `${path} is no key; remove it, and a new one is made.`
