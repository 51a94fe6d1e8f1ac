import { Effect, Layer } from "effect"
import { Database, EmbeddedPostgres, layerMigrated } from "../../src/index.ts"
import { dataFolder } from "./dataFolder.ts"

/** A server of its own for a test file, on an empty folder. */
export const TestServer = Layer.unwrap(
  Effect.map(dataFolder, (folder) => EmbeddedPostgres.layer({ dataFolder: folder }))
)

/** Longer than a machine stands still: only tests of slowness itself are about it. */
const ANSWER_MS = 60_000

/** A migrated, empty database for a test file. */
export const TestDatabase = layerMigrated.pipe(
  Layer.provideMerge(Database.layerEmbedded({ answerMs: ANSWER_MS })),
  Layer.provideMerge(TestServer)
)
