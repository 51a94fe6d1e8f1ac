import { Option, Redacted, Schema } from "effect"
import { createHmac, timingSafeEqual } from "node:crypto"

/**
 * Signatures of messages as Stripe writes them: `t=SECONDS,v1=HEX[,v1=HEX]`, an HMAC-SHA256 of `SECONDS.BODY` under a shared secret. Several
 * `v1` are sent while a secret is being replaced.
 */

/** The header that belongs to `body`, signed at `atS` (seconds since epoch). */
export const signWebhook = (secret: Redacted.Redacted, body: Uint8Array, atS: number): string =>
  `t=${atS},v1=${mac(secret, body, String(atS)).toString("hex")}`

/** How old or how far ahead a message may be, in seconds: gateways send again with a new time. */
export const WEBHOOK_TOLERANCE_S = 300

/** Whether the header is the signature of exactly these bytes under the secret, made about now. Takes the same time wherever it differs. */
export const isSigned = (
  secret: Redacted.Redacted,
  body: Uint8Array,
  header: string,
  nowS: number
): boolean => {
  if (header.length > LONGEST_HEADER) return false
  const parts = header.split(",").map((part) => part.split("=", 2))
  const times = parts.flatMap(([name, value]) => (name === "t" && value !== undefined ? [value] : []))
  const [time] = times
  const atS = time === undefined ? Option.none() : decodeSeconds(time)
  if (time === undefined || times.length !== 1 || Option.isNone(atS)) return false
  if (Math.abs(nowS - atS.value) > WEBHOOK_TOLERANCE_S) return false
  const expected = mac(secret, body, time)
  return parts.some(([name, value]) => name === "v1" && value !== undefined && isMac(value, expected))
}

const LONGEST_HEADER = 1_000

const mac = (secret: Redacted.Redacted, body: Uint8Array, time: string): Buffer =>
  createHmac("sha256", Redacted.value(secret)).update(`${time}.`).update(body).digest()

const isMac = (hex: string, expected: Buffer): boolean =>
  /^[0-9a-f]{64}$/.test(hex) && timingSafeEqual(Buffer.from(hex, "hex"), expected)

const decodeSeconds = Schema.decodeUnknownOption(
  Schema.FiniteFromString.check(Schema.isInt(), Schema.isGreaterThan(0))
)
