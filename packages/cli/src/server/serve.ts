import { apiHandlers, makeLiveFronts, serveHttp } from "@hotbag/adapters"
import { trackPage } from "@hotbag/console"
import { Catalogue, LiveEta, Tracker } from "@hotbag/services"
import type { Scenario } from "@hotbag/sim"
import { Cause, Effect, Exit as EffectExit, Layer, Logger } from "effect"
import { BadInput, Exit, Stopped } from "../exit.ts"
import type { Terminal } from "../Terminal.ts"
import { catalogueMetrics } from "./catalogueMetrics.ts"
import { databaseTrouble } from "./databaseTrouble.ts"
import { keepMemory } from "./keepMemory.ts"
import { marketplaceLayer } from "./marketplaceLayer.ts"
import { seedMarketplace } from "./seedMarketplace.ts"
import type { ServerSettings } from "./settings.ts"
import { settingsText } from "./settingsText.ts"

/** How the server tells what it does. */
export interface ServeStyle {
  /** One JSON line on standard output once it listens, instead of text. */
  readonly json: boolean
}

/**
 * Serves until somebody asks it to stop: then it takes no more requests, lets those at work end, settles what runs in the background, stops
 * the embedded database, and gives the exit code. SIGTERM is no failure. @throws BadInput when it cannot start.
 */
export const serve = async (
  settings: ServerSettings,
  city: Scenario | null,
  style: ServeStyle,
  terminal: Terminal
): Promise<number> => {
  keepMemory()
  if (!style.json) terminal.out(`${settingsText(settings)}\n`)
  const serving = Effect.gen(function* () {
    if (city !== null) {
      const { couriers, restaurants } = yield* seedMarketplace(city)
      if (restaurants > 0) terminal.err(`seeded ${restaurants} restaurants and ${couriers} couriers\n`)
    }
    const handlers = yield* apiHandlers
    const { metrics: trackerFigures } = yield* Tracker
    const { metrics: etaFigures } = yield* LiveEta
    const menuFigures = catalogueMetrics(yield* Catalogue)
    const fronts = yield* makeLiveFronts({ ...settings.live, trustProxy: settings.trustProxy })
    const http = {
      host: settings.host,
      port: settings.port,
      trustProxy: settings.trustProxy,
      pages: [{ path: "/track/:token", page: trackPage() }],
      figures: [trackerFigures, etaFigures, menuFigures],
      accessLog: settings.accessLog
        ? (line: string) =>
            terminal.err(`${line}
`)
        : null
    }
    const { host, port } = yield* serveHttp(handlers, http, fronts)
    const listening = `http://${host.includes(":") ? `[${host}]` : host}:${port}`
    terminal.out(
      style.json ? `${JSON.stringify({ listening })}\n` : `listening on ${listening}; try ${listening}/docs\n`
    )
    return yield* Effect.never
  }).pipe(
    Effect.scoped,
    Effect.provide(marketplaceLayer(settings).pipe(Layer.provideMerge(Logger.layer([lineLogger(terminal)]))))
  )
  const exit = await Effect.runPromiseExit(serving, { signal: terminal.stop })
  return EffectExit.isFailure(exit) ? endedBy(exit.cause, terminal.stop) : Exit.ok
}

const endedBy = (cause: Cause.Cause<unknown>, stop: AbortSignal): number => {
  if (stop.aborted && Cause.hasInterruptsOnly(cause)) {
    const code = stop.reason instanceof Stopped ? stop.reason.code : Exit.terminated
    return code === Exit.terminated ? Exit.ok : code
  }
  const error = Cause.squash(cause)
  const trouble = databaseTrouble(error) ?? startTrouble(error)
  throw trouble ?? error
}

const startTrouble = (error: unknown): BadInput | null => {
  if (!(error instanceof Error) || !("_tag" in error)) return null
  if (error._tag === "CannotListen")
    return new BadInput("--port", error.message, "such as --port 0 for any free one")
  if (error._tag === "KeyFailed")
    return new BadInput("--data", error.message, "name another folder, or put its permissions right")
  if (error._tag === "StoreUnavailable")
    return new BadInput("DATABASE_URL", error.message, "see whether the database runs")
  return null
}

/** Warnings and errors as single lines of JSON on standard error. */
const lineLogger = (terminal: Terminal) =>
  Logger.make(({ date, logLevel, message, cause }) => {
    if (logLevel !== "Warn" && logLevel !== "Error" && logLevel !== "Fatal") return
    const line = {
      at: date.toISOString(),
      level: logLevel.toLowerCase(),
      message,
      ...(cause.reasons.length === 0 ? {} : { cause: Cause.pretty(cause).split("\n", 1)[0] })
    }
    terminal.err(`${JSON.stringify(line)}\n`)
  })
