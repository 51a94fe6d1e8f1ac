import { memoryCourierStore, memoryPositionStore, memoryTables } from "@hotbag/services"
import { Layer } from "effect"
import { positionStoreCases } from "./positionStoreCases.ts"

positionStoreCases(
  "memory",
  memoryPositionStore.pipe(Layer.provideMerge(memoryCourierStore), Layer.provide(memoryTables))
)
