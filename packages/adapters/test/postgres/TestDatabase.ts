import { Effect, Layer } from "effect"
import { Database, EmbeddedPostgres, layerMigrated } from "../../src/index.ts"
import { dataFolder } from "./dataFolder.ts"

/** A server of its own for a test file, on an empty folder. */
export const TestServer = Layer.unwrap(
  Effect.map(dataFolder, (folder) => EmbeddedPostgres.layer({ dataFolder: folder }))
)

/** A migrated, empty database for a test file. */
export const TestDatabase = layerMigrated.pipe(
  Layer.provideMerge(Database.layerEmbedded()),
  Layer.provideMerge(TestServer)
)
