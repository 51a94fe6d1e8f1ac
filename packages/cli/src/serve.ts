import { scenarios } from "@hotbag/sim"
import { Result, Schema } from "effect"
import { Flag } from "./input/Flag.ts"
import { knownName } from "./input/known.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag serve`. */
export const addServe = ({ exitWith, program, terminal }: Host): void => {
  program
    .command("serve")
    .description("Run the marketplace: the HTTP API on a real PostgreSQL that comes along.")
    .option("--port <n>", "port to listen on; 0: any free one (default: 8080)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1, this machine only)")
    .option("--data <dir>", "folder for the database and the keys (default: ./.hotbag)")
    .option("--seed-city <scenario>", "fill the catalogue from a scenario, so that one can order at once")
    .option(
      "--trust-proxy <n>",
      "proxies in front that say who asks: how many, or their networks (default: 0)"
    )
    .option("--json", "say where it listens as one line of JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const options = decodeOptions(given)
      const { seedCity } = options
      const city =
        seedCity === undefined ? null : Result.getOrThrow(knownName("--seed-city", seedCity, scenarios))
      const { readSettings } = await import("./server/settings.ts")
      const settings = Result.getOrThrow(readSettings(options, process.env))
      const { serve } = await import("./server/serve.ts")
      exitWith(await serve(settings, city, options, terminal))
    })
}

const EXAMPLES = `
Examples:
  $ hotbag serve --seed-city metro-launch             a marketplace to try, with its documentation under /docs
  $ hotbag serve --port 9000 --data /var/lib/hotbag
  $ hotbag serve --trust-proxy 1                      behind one proxy that adds to X-Forwarded-For
  $ DATABASE_URL=postgres://hotbag:secret@db/hotbag hotbag serve --host 0.0.0.0

Environment: HOTBAG_HOST, HOTBAG_PORT, HOTBAG_DATA_DIR, DATABASE_URL; AUTH_JWKS_URL with AUTH_ISSUER and AUTH_AUDIENCE;
PAYMENT_GATEWAY=stripe with STRIPE_SECRET_KEY and PAYMENT_WEBHOOK_SECRET; DISPATCH_POLICY, DISPATCH_WINDOW_MS,
DISPATCH_LEASE_MS, DISPATCH_TRIGGER (created, confirmed, jit); CANCEL_GRACE_MS, CANCEL_WITHOUT_COURIER_MS, COURIER_ALERT_MS; TRACKING_SECRET; TRUST_PROXY; WS_ORIGINS, WS_CONNECTIONS,
WS_PER_ADDRESS; ACCESS_LOG=json. What is in force is printed at the start.

SIGTERM lets requests at work end and exits with 0.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({
    port: Schema.optionalKey(Schema.String),
    host: Schema.optionalKey(Schema.String),
    data: Schema.optionalKey(Schema.String),
    trustProxy: Schema.optionalKey(Schema.String),
    seedCity: Schema.optionalKey(Schema.String),
    json: Flag
  })
)
