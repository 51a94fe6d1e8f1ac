import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { memoryCatalogueStore, memoryTables } from "../../src/index.ts"
import { catalogueStoreCases, runCases } from "./catalogueStoreCases.ts"

layer(Layer.provide(memoryCatalogueStore, memoryTables))("the catalogue's store in memory", (it) => {
  runCases(catalogueStoreCases, it.effect)
})
