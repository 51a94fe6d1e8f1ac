import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import {
  calibrationStoreCases,
  learningServer
} from "../../../services/test/tracking/calibrationStoreCases.ts"
import { Database, EmbeddedPostgres, layerMigrated, postgresCalibrationStore } from "../../src/index.ts"
import { dataFolder } from "./dataFolder.ts"
import { TestDatabase } from "./TestDatabase.ts"

calibrationStoreCases("PostgreSQL", postgresCalibrationStore.pipe(Layer.provide(TestDatabase)))

const path = ["carrying", "carrying/north", "carrying/north/19"]

/** A server with its database, from start to stop. */
const lifetime = <A, E>(folder: string, work: Parameters<typeof learningServer<A, E, Database>>[0]) =>
  learningServer(work).pipe(
    Effect.provide(
      postgresCalibrationStore.pipe(
        Layer.provideMerge(layerMigrated),
        Layer.provideMerge(Database.layerEmbedded()),
        Layer.provide(EmbeddedPostgres.layer({ dataFolder: folder }))
      )
    )
  )

describe("what live times of arrival have learned, in PostgreSQL", () => {
  it.live(
    "is there after server and database were stopped and started, but for rows that somebody damaged",
    () =>
      Effect.gen(function* () {
        const folder = yield* dataFolder
        const first = yield* lifetime(folder, (learning) =>
          Effect.sync(() => {
            for (let i = 0; i < 40; i += 1) learning.observe(path, [-1, 0, 1], 2)
          })
        )
        const second = yield* lifetime(folder, (learning) =>
          Effect.gen(function* () {
            expect(learning.scores(path)).toEqual(first.scores(path))
            const { read, sql } = yield* Database
            yield* read(
              sql`update eta_calibration set parts = array['NaN', null, 0]::float8[]
              where cell = 'carrying/north/19'`.raw
            )
          })
        )
        expect(second.scores(path)).toEqual(first.scores(path))
        const third = yield* lifetime(folder, () => Effect.void)
        expect(third.scores(path)).toEqual(first.scores(path.slice(0, 2)))
      }).pipe(Effect.scoped),
    120_000
  )
})
