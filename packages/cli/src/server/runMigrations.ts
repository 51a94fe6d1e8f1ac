import { migrate } from "@hotbag/adapters"
import { Effect, Result } from "effect"
import { databaseLayer } from "./databaseLayer.ts"
import { databaseTrouble } from "./databaseTrouble.ts"
import { dataFolderOf, type Environment, readDatabaseUrl, type ServerOptions } from "./settings.ts"

/** Runs the migrations that are due and tells which. @throws BadInput when the database cannot be used. */
export const runMigrations = async (
  options: ServerOptions,
  env: Environment,
  signal: AbortSignal
): Promise<ReadonlyArray<{ readonly id: number; readonly name: string }>> => {
  const databaseUrl = Result.getOrThrow(readDatabaseUrl(env))
  const layer = databaseLayer({ databaseUrl, dataFolder: dataFolderOf(options, env) })
  const ran = await Effect.runPromise(migrate.pipe(Effect.provide(layer), Effect.result), { signal })
  if (Result.isFailure(ran)) throw databaseTrouble(ran.failure) ?? ran.failure
  return ran.success.map(([id, name]) => ({ id, name }))
}
