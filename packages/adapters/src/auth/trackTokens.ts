import { DeliveryId, Limits } from "@hotbag/core"
import { TrackTokens } from "@hotbag/services"
import { Effect, Layer, Option, Redacted, Schema } from "effect"
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { join } from "node:path"
import { KeyFailed, keptSecret } from "./keptSecret.ts"

/**
 * Tokens of tracking links: delivery, last second and an HMAC-SHA-256 over both, in 60 to 70 characters that fit into a message to a
 * phone. With a secret given, every node that has it reads them; otherwise a key of 256 bits is made and kept under the data folder.
 */
export const trackTokens = (
  secret: Redacted.Redacted | null,
  dataFolder: string
): Layer.Layer<TrackTokens, KeyFailed> =>
  Layer.effect(
    TrackTokens,
    Effect.map(secret === null ? keptKey(dataFolder) : Effect.succeed(secret), (key) =>
      makeTrackTokens(Redacted.value(key))
    )
  )

/** Issues and reads under a key. */
export const makeTrackTokens = (key: string): TrackTokens["Service"] => {
  const sign = (claims: string) =>
    createHmac("sha256", key)
      .update(PURPOSE)
      .update(claims)
      .digest()
      .subarray(0, MAC_BYTES)
      .toString("base64url")
  return {
    issue: (deliveryId, nowMs) => {
      const expiresAtS = Math.floor((nowMs + Limits.trackTokenMs) / 1_000)
      const claims = `${Buffer.from(deliveryId).toString("base64url")}.${expiresAtS.toString(36)}`
      const token = `${claims}.${sign(claims)}`
      return { token, expiresAtMs: expiresAtS * 1_000 }
    },
    read: (token, nowMs) => {
      const parts = token.length > Limits.trackTokenLength ? null : SHAPE.exec(token)
      if (parts === null) return null
      const [, id = "", expiry = "", mac = ""] = parts
      // Its text: the last character of a signature has bits that say nothing, and another spelling is another token.
      if (!timingSafeEqual(Buffer.from(mac), Buffer.from(sign(`${id}.${expiry}`)))) return null
      const expiresAtMs = Number.parseInt(expiry, 36) * 1_000
      const deliveryId = decodeId(Buffer.from(id, "base64url").toString())
      return Option.isNone(deliveryId) || nowMs >= expiresAtMs
        ? null
        : { deliveryId: deliveryId.value, expiresAtMs }
    }
  }
}

/** 128 bits: nobody guesses that in the life of a link. */
const MAC_BYTES = 16

/** So that a secret which signs something else as well makes other signatures there. */
const PURPOSE = "hotbag:track:"

const SHAPE = /^([\w-]+)\.([0-9a-z]{1,9})\.([\w-]{22})$/

const decodeId = Schema.decodeUnknownOption(DeliveryId)

const keptKey = (dataFolder: string): Effect.Effect<Redacted.Redacted, KeyFailed> => {
  const path = join(dataFolder, "auth", "tracking-key")
  return Effect.tryPromise({
    try: async () => {
      const text = await keptSecret(path, () => Promise.resolve(randomBytes(32).toString("base64url")))
      if (!/^[\w-]{43}$/.test(text))
        throw new KeyFailed({ message: `${path} is no key; remove it, and a new one is made.` })
      return Redacted.make(text)
    },
    catch: (cause) =>
      cause instanceof KeyFailed
        ? cause
        : new KeyFailed({ message: `The key of tracking links cannot be used: ${String(cause)}` })
  })
}
