import { layer } from "@effect/vitest"
import { memoryCatalogueStore } from "../../src/index.ts"
import { catalogueStoreCases, runCases } from "./catalogueStoreCases.ts"

layer(memoryCatalogueStore())("the catalogue's store in memory", (it) => {
  runCases(catalogueStoreCases, it.effect)
})
