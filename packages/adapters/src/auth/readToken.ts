import { Limits } from "@hotbag/core"
import { Option, Schema } from "effect"
import { SIGNATURES } from "./TokenRules.ts"
import { repeatsKey } from "./repeatsKey.ts"

/**
 * The only fields that a token's header may have. A key or an address of one in the token itself (`jwk`, `jku`, `x5c`, `x5u`), a critical
 * extension (`crit`) and anything unknown is refused before a signature is looked at.
 */
const Header = Schema.Struct({
  alg: Schema.Literals(SIGNATURES),
  typ: Schema.Literals(["at+jwt", "application/at+jwt"]),
  /** A name and nothing else: no path, no query, no statement. */
  kid: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,100}$/))),
  x5t: Schema.optionalKey(Schema.String),
  "x5t#S256": Schema.optionalKey(Schema.String)
})

/**
 * Whether the token is worth verifying: three parts of canonical base64url of at most `Limits.tokenBytes` in all, a header as it should
 * be, and nothing said twice.
 */
export const isWellFormed = (token: string): boolean => {
  if (token.length > Limits.tokenBytes) return false
  const parts = token.split(".")
  const [header = "", payload = "", signature = ""] = parts
  if (parts.length !== 3 || !isCanonical(signature)) return false
  const headerText = textOf(header)
  const payloadText = textOf(payload)
  if (headerText === null || payloadText === null) return false
  const read = decodeHeader(headerText)
  return Option.isSome(read) && isObject(payloadText) && !repeatsKey(headerText) && !repeatsKey(payloadText)
}

const decodeHeader = Schema.decodeUnknownOption(Schema.fromJsonString(Header), { onExcessProperty: "error" })
const isObjectText = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))
)
const isObject = (json: string): boolean => Option.isSome(isObjectText(json))

const canonical = /^[A-Za-z0-9_-]+$/

/** One way to write the bytes only: no padding, no stray bits at the end. */
const isCanonical = (part: string): boolean =>
  canonical.test(part) && Buffer.from(part, "base64url").toString("base64url") === part

const textOf = (part: string): string | null => {
  if (!isCanonical(part)) return null
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(part, "base64url"))
  } catch {
    return null
  }
}
