import { Database, EmbeddedPostgres } from "@hotbag/adapters"
import { Layer } from "effect"
import type { ServerSettings } from "./settings.ts"

/** The database of the settings: the one behind `DATABASE_URL`, or the embedded server on the data folder. */
export const databaseLayer = ({
  databaseUrl,
  dataFolder
}: Pick<ServerSettings, "databaseUrl" | "dataFolder">) =>
  databaseUrl === null
    ? Database.layerEmbedded().pipe(Layer.provide(EmbeddedPostgres.layer({ dataFolder })))
    : Database.layer(databaseUrl)
