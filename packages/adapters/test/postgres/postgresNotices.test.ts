import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { runCases } from "../../../services/test/catalogue/catalogueStoreCases.ts"
import { noticeCases } from "../../../services/test/notices/noticeCases.ts"
import { postgresAlerts, postgresNotices } from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

const stores = Layer.merge(postgresNotices, postgresAlerts).pipe(Layer.provideMerge(TestDatabase))

layer(stores, { timeout: "5 minutes", excludeTestServices: true })(
  "notices and alerts in PostgreSQL",
  (it) => {
    runCases(noticeCases, it.effect)
  }
)
