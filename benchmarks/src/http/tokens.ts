import { generateKeyPairSync, sign, verify } from "node:crypto"

/**
 * Tokens of the benchmark, signed with Ed25519, for every contender alike. Each contender verifies a token once and remembers it: what is
 * compared is the way of a request, not the library that checks signatures.
 */
const { privateKey, publicKey } = generateKeyPairSync("ed25519")

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

/** A token of a customer. */
export const customerToken = (subject: string): string => {
  const claims = { sub: subject, role: "customer", exp: Math.floor(Date.now() / 1_000) + 3_600 }
  const content = `${part({ alg: "EdDSA", typ: "at+jwt" })}.${part(claims)}`
  return `${content}.${sign(null, Buffer.from(content), privateKey).toString("base64url")}`
}

/** The customer of a token; null when it is not good. */
export const customerOf = (token: string): string | null => {
  const dot = token.lastIndexOf(".")
  const content = token.slice(0, dot)
  const signature = Buffer.from(token.slice(dot + 1), "base64url")
  if (dot < 0 || !verify(null, Buffer.from(content), publicKey, signature)) return null
  const claims: unknown = JSON.parse(Buffer.from(content.split(".")[1] ?? "", "base64url").toString("utf8"))
  return typeof claims === "object" && claims !== null && "sub" in claims && typeof claims.sub === "string"
    ? claims.sub
    : null
}

/** Remembers who the tokens are of: for the contenders that do not do so themselves. */
export const makeRemembering = (): ((authorization: string | undefined) => string | null) => {
  const known = new Map<string, string>()
  return (authorization) => {
    if (authorization === undefined || !authorization.startsWith("Bearer ")) return null
    const token = authorization.slice("Bearer ".length)
    const remembered = known.get(token)
    if (remembered !== undefined) return remembered
    const customer = customerOf(token)
    if (customer !== null) known.set(token, customer)
    return customer
  }
}
