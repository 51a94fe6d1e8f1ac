import {
  type IdentitySettings,
  type LiveSettings,
  readTrustedProxies,
  tokenRules,
  type TrustedProxies
} from "@hotbag/adapters"
import { DAY_MS, type DispatchTrigger, HOUR_MS, Limits } from "@hotbag/core"
import { type DispatchPolicy, makePlannerPolicy, policyByName, policyNames } from "@hotbag/dispatch"
import { FAILPOINTS, type FailpointName } from "@hotbag/services"
import { Redacted, Result } from "effect"
import { resolve } from "node:path"
import { BadInput, quoted } from "../exit.ts"

/** Where payments are asked for. */
export type PaymentSettings =
  | { readonly _tag: "Sandbox"; readonly webhookSecret: Redacted.Redacted | null }
  | {
      readonly _tag: "Stripe"
      readonly url: URL
      readonly secretKey: Redacted.Redacted
      readonly webhookSecret: Redacted.Redacted
    }

/** Everything a server is told, by its options and its environment; checked, complete, nothing optional. */
export interface ServerSettings {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** The operator's data folder, absolute. */
  readonly dataFolder: string
  /** Null: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: Redacted.Redacted | null
  readonly identities: IdentitySettings
  readonly payments: PaymentSettings
  /** Signs tracking links; null: a key of its own in the data folder. */
  readonly trackingSecret: Redacted.Redacted | null
  readonly dispatchPolicy: string
  readonly dispatchWindowMs: number
  /** How long a dispatcher may be silent before another process takes its region over. */
  readonly dispatchLeaseMs: number
  readonly dispatchTrigger: DispatchTrigger
  /** After preparation started, the customer may still cancel this long (S25). */
  readonly cancelGraceMs: number
  /** After so long without a courier, the customer may cancel whatever the kitchen did (S25). */
  readonly cancelWithoutCourierMs: number
  /** After so long without a courier, operations are told (S12). */
  readonly courierAlertMs: number
  /** Pages that may open live connections beside our own (`https://app.example.com`), and how many connections there may be. */
  readonly live: Pick<LiveSettings, "origins" | "connections" | "perAddress">
  /** Proxies in front that are believed when they say where a request comes from. */
  readonly trustProxy: TrustedProxies
  readonly accessLog: boolean
  /** Where the process shall end as in a crash, for tests; null: nowhere. */
  readonly failpoint: FailpointName | null
}

/** What the command line says; what it leaves open, the environment says. */
export interface ServerOptions {
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly data?: string | undefined
  readonly trustProxy?: string | undefined
}

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The data folder when nobody names one. */
export const DEFAULT_DATA = "./.hotbag"
/** The port when nobody names one. */
export const DEFAULT_PORT = 8080

/** Reads the settings; the first thing that is wrong is told by its name, and nothing secret is repeated. */
export const readSettings = (
  options: ServerOptions,
  env: Environment
): Result.Result<ServerSettings, BadInput> =>
  Result.gen(function* () {
    const dataFolder = dataFolderOf(options, env)
    return {
      host: options.host ?? nonEmpty(env["HOTBAG_HOST"]) ?? "127.0.0.1",
      port: yield* readPort(options, env),
      dataFolder,
      databaseUrl: yield* readDatabaseUrl(env),
      identities: yield* readIdentities(env, dataFolder),
      payments: yield* readPayments(env),
      trackingSecret: yield* readTrackingSecret(env),
      dispatchPolicy: yield* oneOf(env, "DISPATCH_POLICY", policyNames, "planner"),
      dispatchWindowMs: yield* readNumber(env, "DISPATCH_WINDOW_MS", 5_000, 0, 60_000),
      dispatchLeaseMs: yield* readNumber(env, "DISPATCH_LEASE_MS", Limits.regionLeaseMs, 1_000, 60_000),
      dispatchTrigger: yield* oneOf(env, "DISPATCH_TRIGGER", TRIGGERS, "confirmed"),
      cancelGraceMs: yield* readNumber(env, "CANCEL_GRACE_MS", Limits.cancelGraceMs, 0, HOUR_MS),
      cancelWithoutCourierMs: yield* readNumber(
        env,
        "CANCEL_WITHOUT_COURIER_MS",
        Limits.withoutCourierCancelMs,
        0,
        DAY_MS
      ),
      courierAlertMs: yield* readNumber(env, "COURIER_ALERT_MS", Limits.courierEscalateMs, 1_000, HOUR_MS),
      live: yield* readLive(env),
      trustProxy: yield* readTrustProxy(options, env),
      accessLog: (yield* oneOf(env, "ACCESS_LOG", ["off", "json"], "off")) === "json",
      failpoint: yield* readFailpoint(env)
    }
  })

const TRIGGERS: ReadonlyArray<DispatchTrigger> = ["created", "confirmed", "jit"]

/** The data folder alone, for commands that need no more. */
export const dataFolderOf = (options: ServerOptions, env: Environment): string =>
  resolve(options.data ?? nonEmpty(env["HOTBAG_DATA_DIR"]) ?? DEFAULT_DATA)

/** `DATABASE_URL`, or null for the embedded server. */
export const readDatabaseUrl = (env: Environment): Result.Result<Redacted.Redacted | null, BadInput> => {
  const text = nonEmpty(env["DATABASE_URL"])
  if (text === undefined) return Result.succeed(null)
  const url = URL.parse(text)
  return url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== ""
    ? Result.succeed(Redacted.make(text))
    : Result.fail(
        new BadInput(
          "DATABASE_URL",
          "it is no address of a PostgreSQL database",
          "write it like postgres://user:password@host:5432/hotbag"
        )
      )
}

/** Who issues tokens: the provider behind `AUTH_JWKS_URL`, or the development issuer. */
export const readIdentities = (
  env: Environment,
  dataFolder: string
): Result.Result<IdentitySettings, BadInput> => {
  const text = nonEmpty(env["AUTH_JWKS_URL"])
  if (text === undefined) return Result.succeed({ _tag: "Development", dataFolder })
  return Result.gen(function* () {
    const url = yield* readUrl("AUTH_JWKS_URL", text)
    const issuer = yield* required(env, "AUTH_ISSUER", "AUTH_JWKS_URL is set")
    const audience = yield* required(env, "AUTH_AUDIENCE", "AUTH_JWKS_URL is set")
    const roleClaim = nonEmpty(env["AUTH_ROLE_CLAIM"]) ?? "role"
    return { _tag: "Provider" as const, url, rules: tokenRules({ issuer, audience, roleClaim }) }
  })
}

const readPayments = (env: Environment): Result.Result<PaymentSettings, BadInput> =>
  Result.gen(function* () {
    const gateway = yield* oneOf(env, "PAYMENT_GATEWAY", ["sandbox", "stripe"], "sandbox")
    const secret = nonEmpty(env["PAYMENT_WEBHOOK_SECRET"])
    if (gateway === "sandbox") {
      return { _tag: "Sandbox" as const, webhookSecret: secret === undefined ? null : Redacted.make(secret) }
    }
    const why = "PAYMENT_GATEWAY is stripe"
    return {
      _tag: "Stripe" as const,
      url: yield* readUrl("STRIPE_URL", nonEmpty(env["STRIPE_URL"]) ?? "https://api.stripe.com"),
      secretKey: Redacted.make(yield* required(env, "STRIPE_SECRET_KEY", why)),
      webhookSecret: Redacted.make(yield* required(env, "PAYMENT_WEBHOOK_SECRET", why))
    }
  })

const readTrackingSecret = (env: Environment): Result.Result<Redacted.Redacted | null, BadInput> => {
  const text = nonEmpty(env["TRACKING_SECRET"])
  if (text === undefined) return Result.succeed(null)
  return text.length >= Limits.secretLength
    ? Result.succeed(Redacted.make(text))
    : Result.fail(
        new BadInput(
          "TRACKING_SECRET",
          `it has fewer than ${Limits.secretLength} characters`,
          "make one with: openssl rand -base64 32"
        )
      )
}

const readLive = (env: Environment): Result.Result<ServerSettings["live"], BadInput> =>
  Result.gen(function* () {
    const origins = (nonEmpty(env["WS_ORIGINS"]) ?? "").split(",").flatMap((each) => each.trim() || [])
    for (const origin of origins) {
      if (URL.parse(origin)?.origin === origin) continue
      const todo = "write it like WS_ORIGINS=https://app.example.com,https://ops.example.com"
      return yield* Result.fail(new BadInput("WS_ORIGINS", `${quoted(origin)} is no origin of pages`, todo))
    }
    return {
      origins: new Set(origins),
      connections: yield* readNumber(env, "WS_CONNECTIONS", Limits.liveConnections, 1, Limits.connections),
      perAddress: yield* readNumber(
        env,
        "WS_PER_ADDRESS",
        Limits.liveConnectionsPerAddress,
        1,
        Limits.connections
      )
    }
  })

const readTrustProxy = (
  options: ServerOptions,
  env: Environment
): Result.Result<TrustedProxies, BadInput> => {
  const [name, text] =
    options.trustProxy === undefined
      ? ["TRUST_PROXY", nonEmpty(env["TRUST_PROXY"])]
      : ["--trust-proxy", options.trustProxy]
  if (text === undefined) return Result.succeed(0)
  const trusted = readTrustedProxies(text)
  return trusted === null
    ? Result.fail(
        new BadInput(
          name,
          `${quoted(text)} is no number of proxies up to ${Limits.trustedProxies}, and no list of networks`,
          "write it like 1, or like 10.0.0.0/8,fd00::/8"
        )
      )
    : Result.succeed(trusted)
}

const readFailpoint = (env: Environment): Result.Result<FailpointName | null, BadInput> =>
  nonEmpty(env["FAILPOINT"]) === undefined
    ? Result.succeed(null)
    : oneOf(env, "FAILPOINT", FAILPOINTS, "before-commit")

const readPort = (options: ServerOptions, env: Environment): Result.Result<number, BadInput> => {
  const [name, text] =
    options.port === undefined ? ["HOTBAG_PORT", nonEmpty(env["HOTBAG_PORT"])] : ["--port", options.port]
  if (text === undefined) return Result.succeed(DEFAULT_PORT)
  return wholeNumber(name, text, 0, 65_535, `write it like ${name} ${DEFAULT_PORT}, or 0 for any free one`)
}

const readNumber = (
  env: Environment,
  name: string,
  otherwise: number,
  least: number,
  most: number
): Result.Result<number, BadInput> => {
  const text = nonEmpty(env[name])
  return text === undefined
    ? Result.succeed(otherwise)
    : wholeNumber(name, text, least, most, `write it like ${name}=${otherwise}`)
}

const wholeNumber = (
  name: string,
  text: string,
  least: number,
  most: number,
  todo: string
): Result.Result<number, BadInput> => {
  const value = Number(text)
  return /^[0-9]{1,9}$/.test(text) && value >= least && value <= most
    ? Result.succeed(value)
    : Result.fail(new BadInput(name, `${quoted(text)} is not a whole number from ${least} to ${most}`, todo))
}

const oneOf = <A extends string>(
  env: Environment,
  name: string,
  known: ReadonlyArray<A>,
  otherwise: A
): Result.Result<A, BadInput> => {
  const text = nonEmpty(env[name])
  if (text === undefined) return Result.succeed(otherwise)
  const found = known.find((word) => word === text)
  return found === undefined
    ? Result.fail(new BadInput(name, `there is no ${quoted(text)}`, `choose one of ${known.join(", ")}`))
    : Result.succeed(found)
}

/** Secrets travel to this address, so it is https, or this very machine. */
const readUrl = (name: string, text: string): Result.Result<URL, BadInput> => {
  const url = URL.parse(text)
  const isLocal = url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)
  return url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isLocal))
    ? Result.succeed(url)
    : Result.fail(
        new BadInput(
          name,
          "it is no https address",
          "write it like https://id.example.com/keys; http only to this machine"
        )
      )
}

const required = (env: Environment, name: string, why: string): Result.Result<string, BadInput> => {
  const text = nonEmpty(env[name])
  return text === undefined
    ? Result.fail(new BadInput(name, `it is not set, but ${why}`, `set ${name}`))
    : Result.succeed(text)
}

const nonEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text)

/** The policy of the settings. */
export const policyOf = ({ dispatchPolicy }: Pick<ServerSettings, "dispatchPolicy">): DispatchPolicy =>
  policyByName(dispatchPolicy) ?? makePlannerPolicy()
