import { memoryCaseStore, memoryExplanations, memoryRegionLeases, memoryTables } from "@hotbag/services"
import { Layer } from "effect"
import { explanationsCases } from "./explanationsCases.ts"
import { regionLeasesCases } from "./regionLeasesCases.ts"

explanationsCases("memory", memoryExplanations)
regionLeasesCases(
  "memory",
  Layer.merge(memoryRegionLeases, memoryCaseStore).pipe(Layer.provide(memoryTables))
)
