import { layerMigrated, rebuild, type RebuildReport } from "@hotbag/adapters"
import { Effect, Layer, Result } from "effect"
import { caseOptionsOf } from "./caseOptionsOf.ts"
import { databaseLayer } from "./databaseLayer.ts"
import { databaseTrouble } from "./databaseTrouble.ts"
import { type Environment, readSettings, type ServerOptions } from "./settings.ts"

/** Compares the tables with the log. @throws BadInput when the database cannot be used. */
export const runRebuild = async (
  options: ServerOptions,
  env: Environment,
  signal: AbortSignal
): Promise<RebuildReport> => {
  const settings = Result.getOrThrow(readSettings(options, env))
  const layer = layerMigrated.pipe(Layer.provideMerge(databaseLayer(settings)))
  const ran = await Effect.runPromise(
    rebuild(caseOptionsOf(settings)).pipe(Effect.provide(layer), Effect.result),
    { signal }
  )
  if (Result.isFailure(ran)) throw databaseTrouble(ran.failure) ?? ran.failure
  return ran.success
}
