import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { memoryAlerts, memoryNotices } from "../../src/index.ts"
import { runCases } from "../catalogue/catalogueStoreCases.ts"
import { noticeCases } from "./noticeCases.ts"

layer(Layer.merge(memoryNotices, memoryAlerts))("notices and alerts in memory", (it) => {
  runCases(noticeCases, it.effect)
})
