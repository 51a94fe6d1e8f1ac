import { generateKeyPairSync, sign, verify } from "node:crypto"

/**
 * Tokens of the benchmark, signed with Ed25519, for every contender alike. Each contender verifies a token once and remembers it: what is
 * compared is the way of a request, not the library that checks signatures.
 */
const { privateKey, publicKey } = generateKeyPairSync("ed25519")

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

/** A token of a customer or a courier. */
export const tokenFor = (role: "courier" | "customer", subject: string): string => {
  const claims = { sub: subject, role, exp: Math.floor(Date.now() / 1_000) + 3_600 }
  const content = `${part({ alg: "EdDSA", typ: "at+jwt" })}.${part(claims)}`
  return `${content}.${sign(null, Buffer.from(content), privateKey).toString("base64url")}`
}

/** Whom a token speaks for, such as `customer ada`. */
export interface Bearer {
  readonly role: "courier" | "customer"
  readonly subject: string
}

/** Whom a token speaks for; null when it is not good. */
export const bearerOf = (token: string): Bearer | null => {
  const dot = token.lastIndexOf(".")
  const content = token.slice(0, dot)
  const signature = Buffer.from(token.slice(dot + 1), "base64url")
  if (dot < 0 || !verify(null, Buffer.from(content), publicKey, signature)) return null
  const claims: unknown = JSON.parse(Buffer.from(content.split(".")[1] ?? "", "base64url").toString("utf8"))
  if (typeof claims !== "object" || claims === null || !("sub" in claims) || !("role" in claims)) return null
  const { role, sub } = claims
  return typeof sub === "string" && (role === "courier" || role === "customer")
    ? { role, subject: sub }
    : null
}

/** Remembers who the tokens are of: for the contenders that do not do so themselves. */
export const makeRemembering = (): ((authorization: string | undefined) => Bearer | null) => {
  const known = new Map<string, Bearer>()
  return (authorization) => {
    if (authorization === undefined || !authorization.startsWith("Bearer ")) return null
    const token = authorization.slice("Bearer ".length)
    const remembered = known.get(token)
    if (remembered !== undefined) return remembered
    const bearer = bearerOf(token)
    if (bearer !== null) known.set(token, bearer)
    return bearer
  }
}
