import { type KeyFailed, identitiesOf, type IssuerElsewhere, TokenIssuer } from "@hotbag/adapters"
import { Limits, Scope, scopesOfRole, TokenRole } from "@hotbag/core"
import { Effect, Redacted, Result } from "effect"
import { BadInput, quoted } from "../exit.ts"
import { knownName } from "../input/known.ts"
import { dataFolderOf, type Environment, readIdentities } from "./settings.ts"

/** What `hotbag token` was told. */
export interface TokenOptions {
  readonly role: string
  readonly subject: string
  readonly scope?: ReadonlyArray<string>
  readonly ttl?: string
  readonly data?: string
}

/** Makes the token that the options describe. @throws BadInput when they cannot be meant. */
export const issueToken = async (options: TokenOptions, env: Environment): Promise<string> => {
  const role = knownLiteral("--role", options.role, TokenRole.literals)
  const subject = readSubject(options.subject)
  const scopes = options.scope?.map((scope) => {
    const known = knownLiteral("--scope", scope, Scope.literals)
    if (scopesOfRole[role].includes(known)) return known
    throw new BadInput(
      "--scope",
      `a ${role} may not ${scope}`,
      `leave it out, or take ${scopesOfRole[role].join(", ")}`
    )
  })
  const ttlS = readTtl(options.ttl)
  const settings = Result.getOrThrow(readIdentities(env, dataFolderOf(options, env)))
  const token = await Effect.runPromise(
    Effect.flatMap(TokenIssuer, (issuer) =>
      issuer.issueToken({ role, subject, ttlS, ...(scopes === undefined ? {} : { scopes }) })
    ).pipe(Effect.provide(identitiesOf(settings)), Effect.mapError(asBadInput), Effect.result)
  )
  return Redacted.value(Result.getOrThrow(token))
}

const asBadInput = (error: KeyFailed | IssuerElsewhere): BadInput =>
  error._tag === "IssuerElsewhere"
    ? new BadInput("AUTH_JWKS_URL", "tokens come from that provider", "ask it, or unset the variable")
    : new BadInput("--data", error.message, "name another folder, or put its permissions right")

const knownLiteral = <A extends string>(option: string, text: string, known: ReadonlyArray<A>): A =>
  Result.getOrThrow(
    knownName(
      option,
      text,
      known.map((name) => ({ name }))
    )
  ).name

/** The same rule as every id: safe in a URL, at most `Limits.idLength` characters. */
const readSubject = (text: string): string => {
  if (/^[A-Za-z0-9][A-Za-z0-9._~-]*$/.test(text) && text.length <= Limits.idLength) return text
  throw new BadInput(
    "--subject",
    `${quoted(text)} is not an id`,
    `letters, digits and . _ ~ - only, at most ${Limits.idLength} of them`
  )
}

const readTtl = (text: string | undefined): number => {
  if (text === undefined) return Limits.tokenTtlS
  const ttlS = Number(text)
  if (/^[0-9]{1,9}$/.test(text) && ttlS >= 1 && ttlS <= Limits.tokenAgeS) return ttlS
  throw new BadInput(
    "--ttl",
    `${quoted(text)} is not a whole number of seconds from 1 to ${Limits.tokenAgeS}`,
    "write it like --ttl 600"
  )
}
