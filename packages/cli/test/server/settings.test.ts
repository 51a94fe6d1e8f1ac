import { Redacted, Result } from "effect"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { type Environment, readSettings, type ServerOptions } from "../../src/server/settings.ts"
import { settingsText } from "../../src/server/settingsText.ts"

const read = (env: Environment, options: ServerOptions = {}) => Result.getOrThrow(readSettings(options, env))

const complaint = (env: Environment, options: ServerOptions = {}): string => {
  const result = readSettings(options, env)
  return Result.isFailure(result) ? result.failure.message : ""
}

const provider = {
  AUTH_JWKS_URL: "https://id.example.com/keys",
  AUTH_ISSUER: "https://id.example.com",
  AUTH_AUDIENCE: "hotbag"
}

describe("the settings of a server", () => {
  it("bind this machine only, and need nothing, unless told", () => {
    expect(read({})).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      dataFolder: resolve(".hotbag"),
      databaseUrl: null,
      identities: { _tag: "Development" },
      payments: { _tag: "Sandbox" },
      dispatchPolicy: "planner",
      dispatchWindowMs: 5_000,
      dispatchLeaseMs: 15_000,
      dispatchTrigger: "confirmed",
      cancelGraceMs: 60_000,
      cancelWithoutCourierMs: 2_700_000,
      courierAlertMs: 600_000,
      live: { connections: 20_000, perAddress: 5_000, origins: new Set() },
      trustProxy: 0,
      accessLog: false,
      failpoint: null
    })
  })

  it("name the pages that may open live connections", () => {
    const { live } = read({
      WS_ORIGINS: "https://app.example.com, http://localhost:5173",
      WS_PER_ADDRESS: "10"
    })
    expect([...live.origins]).toEqual(["https://app.example.com", "http://localhost:5173"])
    expect(live.perAddress).toBe(10)
    for (const wrong of ["app.example.com", "https://app.example.com/", "*"]) {
      expect(() => read({ WS_ORIGINS: wrong })).toThrow(/WS_ORIGINS/)
    }
  })

  it("believe a proxy about who asks only when told which", () => {
    expect(read({ TRUST_PROXY: "2" }).trustProxy).toBe(2)
    expect(read({ TRUST_PROXY: "2" }, { trustProxy: "10.0.0.0/8, ::1" }).trustProxy).toEqual([
      "10.0.0.0/8",
      "::1"
    ])
    expect(settingsText(read({ TRUST_PROXY: "10.0.0.0/8" }))).toContain("those in 10.0.0.0/8 say who asks")
    for (const wrong of [
      "true",
      "17",
      "-1",
      "10.0.0.0/33",
      "10.0.0.0/8/8",
      "proxy.example.com",
      "10.0.0.0/",
      ","
    ]) {
      expect(complaint({ TRUST_PROXY: wrong }), wrong).toMatch(/^TRUST_PROXY: /)
      expect(complaint({}, { trustProxy: wrong }), wrong).toMatch(/^--trust-proxy: /)
    }
  })

  it("take options before the environment, and an empty variable as none", () => {
    const env = { HOTBAG_PORT: "9000", HOTBAG_HOST: "0.0.0.0", HOTBAG_DATA_DIR: "there", DATABASE_URL: "" }
    expect(read(env)).toMatchObject({ port: 9_000, host: "0.0.0.0", dataFolder: resolve("there") })
    expect(read(env, { port: "0", host: "::1", data: "here" })).toMatchObject({
      port: 0,
      host: "::1",
      dataFolder: resolve("here"),
      databaseUrl: null
    })
  })

  it("know a provider of tokens and a gateway", () => {
    const settings = read({
      ...provider,
      PAYMENT_GATEWAY: "stripe",
      STRIPE_SECRET_KEY: "sk_canary",
      PAYMENT_WEBHOOK_SECRET: "whsec_canary",
      DATABASE_URL: "postgres://hotbag:pw_canary@db:5432/hotbag"
    })
    expect(settings.identities).toMatchObject({ _tag: "Provider", rules: { audience: "hotbag" } })
    expect(settings.payments).toMatchObject({ _tag: "Stripe" })
    expect(settings.databaseUrl === null ? "" : Redacted.value(settings.databaseUrl)).toContain("pw_canary")
    expect(settingsText(settings)).not.toContain("canary")
    expect(JSON.stringify(settings)).not.toContain("canary")
  })

  it.each([
    ["a port that is none", { HOTBAG_PORT: "http" }, "HOTBAG_PORT"],
    ["a port beyond all", { HOTBAG_PORT: "70000" }, "HOTBAG_PORT"],
    ["an address of another kind", { DATABASE_URL: "mysql://pw_canary@db/x" }, "DATABASE_URL"],
    ["keys over plain http", { ...provider, AUTH_JWKS_URL: "http://id.example.com/keys" }, "AUTH_JWKS_URL"],
    ["a provider without an issuer", { ...provider, AUTH_ISSUER: "" }, "AUTH_ISSUER"],
    ["a gateway nobody knows", { PAYMENT_GATEWAY: "cash" }, "PAYMENT_GATEWAY"],
    ["a gateway without a key", { PAYMENT_GATEWAY: "stripe" }, "STRIPE_SECRET_KEY"],
    ["a policy nobody knows", { DISPATCH_POLICY: "luck" }, "DISPATCH_POLICY"],
    ["a trigger nobody knows", { DISPATCH_TRIGGER: "never" }, "DISPATCH_TRIGGER"],
    ["a lease that ends at once", { DISPATCH_LEASE_MS: "10" }, "DISPATCH_LEASE_MS"],
    ["a window beyond all", { DISPATCH_WINDOW_MS: "3600000" }, "DISPATCH_WINDOW_MS"],
    ["a grace of a day", { CANCEL_GRACE_MS: "86400000" }, "CANCEL_GRACE_MS"],
    ["an alert at once", { COURIER_ALERT_MS: "0" }, "COURIER_ALERT_MS"],
    ["a failpoint nobody knows", { FAILPOINT: "everywhere" }, "FAILPOINT"]
  ])("refuse %s by its name, in one line, without a secret", (_, env, name) => {
    const line = complaint(env)
    expect(line.startsWith(`${name}: `), line).toBe(true)
    expect(line).not.toContain("\n")
    expect(line).not.toContain("canary")
  })
})
