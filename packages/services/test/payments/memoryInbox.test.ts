import { layer } from "@effect/vitest"
import { memoryInbox } from "../../src/index.ts"
import { runCases } from "../catalogue/catalogueStoreCases.ts"
import { inboxCases } from "./inboxCases.ts"

layer(memoryInbox)("the inbox in memory", (it) => {
  runCases(inboxCases, it.effect)
})
