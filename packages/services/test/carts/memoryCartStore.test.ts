import { layer } from "@effect/vitest"
import { memoryCartStore } from "../../src/index.ts"
import { runCases } from "../catalogue/catalogueStoreCases.ts"
import { cartStoreCases } from "./cartStoreCases.ts"

layer(memoryCartStore)("the store of carts in memory", (it) => {
  runCases(cartStoreCases, it.effect)
})
