import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto"
import { makeToken, type Part, type Signer, TestIssuer } from "./TestIssuer.ts"

/** A token that must not be accepted, and what is wrong with it. */
export interface ForgedToken {
  readonly name: string
  readonly token: string
}

/**
 * Forged tokens of every kind that we know (S131, RFC 8725), made after a good token of `issuer` at `nowS`. Each is refused with one and the
 * same answer, at every endpoint. The issuer's own signature is under those whose claims or header are wrong.
 */
export const forgedTokens = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => [
  ...wrongShape(issuer, nowS),
  ...wrongAlgorithm(issuer, nowS),
  ...wrongKey(issuer, nowS),
  ...wrongHeader(issuer, nowS),
  ...wrongClaims(issuer, nowS),
  ...wrongText(issuer, nowS)
]

const wrongShape = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => {
  const good = issuer.token(nowS)
  const [header = "", payload = "", signature = ""] = good.split(".")
  const last = signature.slice(-1)
  return [
    { name: "nothing", token: "" },
    { name: "a word", token: "token" },
    { name: "dots", token: ".." },
    { name: "no signature part", token: `${header}.${payload}` },
    { name: "an empty signature", token: `${header}.${payload}.` },
    { name: "no payload", token: `${header}..${signature}` },
    { name: "no header", token: `.${payload}.${signature}` },
    { name: "four parts", token: `${good}.${signature}` },
    { name: "five parts, as if encrypted", token: `${good}.${payload}.${signature}` },
    { name: "a shortened signature", token: good.slice(0, -4) },
    { name: "a signature of zeros", token: `${header}.${payload}.${Buffer.alloc(64).toString("base64url")}` },
    { name: "stray bits at the end", token: good.slice(0, -1) + (last === "A" ? "B" : nextLetter(last)) },
    { name: "padding", token: `${good}==` },
    { name: "ordinary base64", token: `${header}.${payload}.${signature.slice(0, -2)}+/` },
    { name: "a blank inside", token: `${header}. ${payload}.${signature}` },
    { name: "a line break at the end", token: `${good}\n` },
    { name: "a scheme before it", token: `Bearer ${good}` },
    {
      name: "the signature of another token",
      token: `${header}.${payload}.${issuer.token(nowS - 1).split(".")[2] ?? ""}`
    },
    {
      name: "the payload of an operator under a customer's signature",
      token: `${header}.${issuer.token(nowS, { role: "operator" }).split(".")[1] ?? ""}.${signature}`
    },
    { name: "a token of more than 8 kB", token: issuer.token(nowS, { padding: "x".repeat(8_192) }) },
    { name: "a megabyte", token: "a".repeat(1_048_576) }
  ]
}

/** Another letter whose first four bits are the same: the same bytes, written otherwise. */
const nextLetter = (letter: string): string => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  return letters[letters.indexOf(letter) ^ 1] ?? "A"
}

const wrongAlgorithm = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => {
  const claims = issuer.claims(nowS)
  const unsigned: Signer = () => Buffer.alloc(0)
  const withAlg = (alg: unknown, signer: Signer): string =>
    makeToken({ ...issuer.header, alg }, claims, signer)
  const publicKey = issuer.publicKey
  const secrets: ReadonlyArray<readonly [string, string | Buffer]> = [
    ["the public key as PEM", publicKey.export({ format: "pem", type: "spki" })],
    ["the public key as DER", publicKey.export({ format: "der", type: "spki" })],
    ["the public key as a JWK", JSON.stringify(issuer.jwk)],
    ["the bytes of the public key", Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url")],
    ["an empty secret", ""],
    ["the word secret", "secret"]
  ]
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
  return [
    ...["none", "None", "NONE", "nOnE"].flatMap((alg) => [
      { name: `alg ${alg}, unsigned`, token: withAlg(alg, unsigned) },
      { name: `alg ${alg}, signed all the same`, token: withAlg(alg, issuer.sign) }
    ]),
    ...secrets.flatMap(([name, secret]) =>
      (["HS256", "HS512"] as const).map((alg) => ({
        name: `${alg} with ${name}`,
        token: withAlg(alg, (content) =>
          createHmac(alg === "HS256" ? "sha256" : "sha512", secret)
            .update(content)
            .digest()
        )
      }))
    ),
    {
      name: "RS256 with a key of the attacker",
      token: withAlg("RS256", (content) => sign("sha256", Buffer.from(content), rsa))
    },
    {
      name: "ES256 with a key of the attacker",
      token: withAlg("ES256", (content) =>
        sign("sha256", Buffer.from(content), { key: ec, dsaEncoding: "ieee-p1363" })
      )
    },
    { name: "ES256 with r and s of zero", token: withAlg("ES256", () => Buffer.alloc(64)) },
    { name: "EdDSA in small letters", token: withAlg("eddsa", issuer.sign) },
    { name: "no alg", token: makeToken({ typ: "at+jwt", kid: issuer.kid }, claims, issuer.sign) },
    { name: "alg null", token: withAlg(null, issuer.sign) },
    { name: "alg a list", token: withAlg(["EdDSA", "none"], issuer.sign) },
    { name: "an unknown alg", token: withAlg("XX999", issuer.sign) }
  ]
}

const wrongKey = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => {
  const stranger = new TestIssuer(issuer.kid)
  const claims = issuer.claims(nowS)
  const kids: ReadonlyArray<readonly [string, unknown]> = [
    ["that was rotated out", "key-0"],
    ["that climbs", "../../../../dev/null"],
    ["that climbs, encoded", "..%2f..%2fetc%2fpasswd"],
    ["of a file", "/proc/self/environ"],
    ["with SQL", "key-1' OR '1'='1"],
    ["with SQL that stacks", "key-1'; DROP TABLE users; --"],
    ["with SQL that joins", "x' UNION SELECT 'aaaa' --"],
    ["with a shell", "key-1$(id)"],
    ["with an address", "http://attacker.test/key"],
    ["with a zero byte", "key-1\u0000"],
    ["of a prototype", "__proto__"],
    ["that is empty", ""],
    ["that is a number", 1],
    ["that is an object", { $ne: null }],
    ["of 5,000 letters", "k".repeat(5_000)]
  ]
  return [
    { name: "signed by a stranger", token: makeToken(issuer.header, claims, stranger.sign) },
    { name: "signed by a key that was rotated out", token: new TestIssuer("key-0").token(nowS) },
    { name: "random bytes for a signature", token: makeToken(issuer.header, claims, () => randomBytes(64)) },
    ...kids.map(([name, kid]) => ({
      name: `a kid ${name}`,
      token: makeToken({ ...issuer.header, kid }, claims, stranger.sign)
    }))
  ]
}

const wrongHeader = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => {
  const claims = issuer.claims(nowS)
  const stranger = new TestIssuer()
  const by = (name: string, signer: Signer, change: Readonly<Record<string, unknown>>): ForgedToken => ({
    name,
    token: makeToken({ ...issuer.header, ...change }, claims, signer)
  })
  return [
    by("the key in the token", stranger.sign, { jwk: stranger.jwk }),
    by("the key in the token, without kid", stranger.sign, { jwk: stranger.jwk, kid: undefined }),
    by("our own key in the token", issuer.sign, { jwk: issuer.jwk }),
    by("a jku of the attacker", stranger.sign, { jku: "https://attacker.test/keys.json" }),
    by("a jku of this network", stranger.sign, { jku: "http://169.254.169.254/latest/meta-data" }),
    by("an x5u of the attacker", stranger.sign, { x5u: "https://attacker.test/chain.pem" }),
    by("an x5c of the attacker", stranger.sign, { x5c: ["MIIB"] }),
    by("an unknown critical extension", issuer.sign, { crit: ["exp"], exp: nowS + 60 }),
    by("an empty list of critical extensions", issuer.sign, { crit: [] }),
    by("an unencoded payload", issuer.sign, { crit: ["b64"], b64: false }),
    by("compression", issuer.sign, { zip: "DEF" }),
    by("a nested token", issuer.sign, { cty: "JWT" }),
    by("an unknown field", issuer.sign, { admin: true }),
    by("typ JWT", issuer.sign, { typ: "JWT" }),
    by("typ of an ID token", issuer.sign, { typ: "id_token" }),
    by("typ of a refresh token", issuer.sign, { typ: "rt+jwt" }),
    by("no typ", issuer.sign, { typ: undefined })
  ]
}

const wrongClaims = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => {
  const changes: ReadonlyArray<readonly [string, Readonly<Record<string, unknown>>]> = [
    ["no iss", { iss: undefined }],
    ["another iss", { iss: "https://attacker.test" }],
    ["an iss that begins like ours", { iss: `${issuer.issuer}.attacker.test` }],
    ["a list for iss", { iss: [issuer.issuer] }],
    ["no aud", { aud: undefined }],
    ["another aud", { aud: "urn:somebody:else" }],
    ["an empty list for aud", { aud: [] }],
    ["no sub", { sub: undefined }],
    ["an empty sub", { sub: "" }],
    ["a sub that is no id", { sub: "carla' OR '1'='1" }],
    ["a sub of 5,000 letters", { sub: "c".repeat(5_000) }],
    ["a number for sub", { sub: 7 }],
    ["no exp", { exp: undefined }],
    ["an exp that is past", { iat: nowS - 7_200, exp: nowS - 61 }],
    ["an exp of zero", { exp: 0 }],
    ["text for exp", { exp: String(nowS + 60) }],
    ["an exp before iat", { iat: nowS, exp: nowS - 1 }],
    ["null for exp", { exp: null }],
    ["no iat", { iat: undefined }],
    // Far enough to come that they have not come at the end of a long test.
    ["an iat to come", { iat: nowS + 3_000 }],
    ["an iat of last week, exp next year", { iat: nowS - 604_800, exp: nowS + 31_536_000 }],
    ["text for iat", { iat: "now" }],
    ["an nbf to come", { nbf: nowS + 3_000 }],
    ["text for nbf", { nbf: "soon" }],
    ["no role", { role: undefined }],
    ["the role of the platform itself", { role: "system" }],
    ["an unknown role", { role: "admin" }],
    ["a list of roles", { role: ["customer", "operator"] }],
    ["no scope", { scope: undefined }],
    ["a list for scope", { scope: ["orders:read"] }]
  ]
  return changes.map(([name, change]) => ({ name, token: issuer.token(nowS, change) }))
}

const wrongText = (issuer: TestIssuer, nowS: number): ReadonlyArray<ForgedToken> => {
  const header = JSON.stringify(issuer.header)
  const claims = JSON.stringify(issuer.claims(nowS))
  const of = (name: string, headerText: Part, claimsText: Part): ForgedToken => ({
    name,
    token: makeToken(headerText, claimsText, issuer.sign)
  })
  return [
    of("a role said twice", header, claims.replace("{", '{"role":"operator",')),
    of("a role said twice, once escaped", header, claims.replace("{", '{"r\\u006fle":"operator",')),
    of("an exp said twice", header, claims.replace("{", '{"exp":1,')),
    of("an inner field said twice", header, claims.replace("{", '{"act":{"sub":"a","sub":"b"},')),
    of("an alg said twice", header.replace("{", '{"alg":"none",'), claims),
    of("a kid said twice", header.replace("{", '{"kid":"key-0",'), claims),
    of("a byte order mark", `\ufeff${header}`, claims),
    of("a payload that is a list", header, `[${claims}]`),
    of("a payload that is null", header, "null"),
    of("a payload that is a number", header, "1"),
    of("a payload that is no JSON", header, "role=operator"),
    of("a payload that goes on", header, `${claims}{}`),
    of("a header that is a list", `[${header}]`, claims),
    of("a header that is no JSON", "EdDSA", claims)
  ]
}
