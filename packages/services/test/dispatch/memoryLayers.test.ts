import { memoryCaseStore, memoryExplanations, memoryRegionLeases, memoryTables } from "@hotbag/services"
import { Layer } from "effect"
import { dispatchCases } from "./dispatchCases.ts"
import { explanationsCases } from "./explanationsCases.ts"
import { regionLeasesCases } from "./regionLeasesCases.ts"
import { town } from "./town.ts"

explanationsCases("memory", memoryExplanations)
regionLeasesCases(
  "memory",
  Layer.merge(memoryRegionLeases, memoryCaseStore).pipe(Layer.provide(memoryTables))
)

dispatchCases("memory", town)
