import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { memoryCartStore, memoryTables } from "../../src/index.ts"
import { runCases } from "../catalogue/catalogueStoreCases.ts"
import { cartStoreCases } from "./cartStoreCases.ts"

layer(Layer.provide(memoryCartStore, memoryTables))("the store of carts in memory", (it) => {
  runCases(cartStoreCases, it.effect)
})
