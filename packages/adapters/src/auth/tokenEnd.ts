import { Option, Schema } from "effect"

/** When a token that was verified ends, ms since epoch; 0 when it does not say. */
export const tokenEnd = (token: string): number => {
  const payload = token.split(".")[1] ?? ""
  return Option.match(claims(Buffer.from(payload, "base64url").toString("utf8")), {
    onNone: () => 0,
    onSome: ({ exp }) => exp * 1_000
  })
}

const claims = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Struct({ exp: Schema.Finite })))
