import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { runCases } from "../../../services/test/catalogue/catalogueStoreCases.ts"
import { inboxCases } from "../../../services/test/payments/inboxCases.ts"
import { postgresInbox } from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

const store = postgresInbox.pipe(Layer.provide(TestDatabase))

layer(store, { timeout: "5 minutes", excludeTestServices: true })("the inbox in PostgreSQL", (it) => {
  runCases(inboxCases, it.effect)
})
