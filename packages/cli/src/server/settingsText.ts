import type { ServerSettings } from "./settings.ts"

/** One line of the settings as they are shown: what it is called, what it is, and the variable that changes it. */
export interface SettingLine {
  readonly name: string
  readonly value: string
  readonly variable: string
}

/** The settings for people, without a secret in them: of an address with a password, only the rest is shown. */
export const settingLines = (settings: ServerSettings): ReadonlyArray<SettingLine> => {
  const { identities, payments } = settings
  return [
    { name: "host", value: settings.host, variable: "HOTBAG_HOST" },
    {
      name: "port",
      value: settings.port === 0 ? "any free one" : String(settings.port),
      variable: "HOTBAG_PORT"
    },
    { name: "data", value: settings.dataFolder, variable: "HOTBAG_DATA_DIR" },
    {
      name: "database",
      value: settings.databaseUrl === null ? "embedded PostgreSQL in the data folder" : "as given",
      variable: "DATABASE_URL"
    },
    {
      name: "tokens",
      value:
        identities._tag === "Development"
          ? "development issuer (hotbag token)"
          : `${identities.rules.issuer}, keys from ${identities.url.host}`,
      variable: "AUTH_JWKS_URL"
    },
    {
      name: "links",
      value: settings.trackingSecret === null ? "signed with a key in the data folder" : "signed as given",
      variable: "TRACKING_SECRET"
    },
    {
      name: "payments",
      value: payments._tag === "Sandbox" ? "sandbox gateway in this process" : payments.url.host,
      variable: "PAYMENT_GATEWAY"
    },
    {
      name: "dispatch",
      value: `${settings.dispatchPolicy}, every ${settings.dispatchWindowMs} ms, on ${settings.dispatchTrigger}`,
      variable: "DISPATCH_POLICY, DISPATCH_WINDOW_MS, DISPATCH_TRIGGER, DISPATCH_LEASE_MS"
    },
    {
      name: "waits",
      value: `cancel ${settings.cancelGraceMs} ms into preparation, or ${settings.cancelWithoutCourierMs} ms without a courier; alert after ${settings.courierAlertMs} ms`,
      variable: "CANCEL_GRACE_MS, CANCEL_WITHOUT_COURIER_MS, COURIER_ALERT_MS"
    },
    {
      name: "live",
      value: `${settings.live.connections} connections, ${settings.live.perAddress} from one address; pages from ${["here", ...settings.live.origins].join(", ")}`,
      variable: "WS_CONNECTIONS, WS_PER_ADDRESS, WS_ORIGINS"
    },
    { name: "proxies", value: proxiesText(settings.trustProxy), variable: "TRUST_PROXY" },
    { name: "access log", value: settings.accessLog ? "json" : "off", variable: "ACCESS_LOG" }
  ]
}

const proxiesText = (trusted: ServerSettings["trustProxy"]): string => {
  if (trusted === 0) return "none is believed about who asks"
  return typeof trusted === "number"
    ? `the last ${trusted} in front say who asks`
    : `those in ${trusted.join(", ")} say who asks`
}

/** The lines as a table. */
export const settingsText = (settings: ServerSettings): string => {
  const lines = settingLines(settings)
  const width = Math.max(...lines.map(({ name }) => name.length))
  const values = Math.max(...lines.map(({ value }) => value.length))
  return lines
    .map(({ name, value, variable }) => `  ${name.padEnd(width)}  ${value.padEnd(values)}  ${variable}`)
    .join("\n")
}
