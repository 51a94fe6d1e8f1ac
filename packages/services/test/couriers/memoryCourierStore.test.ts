import { memoryCourierStore, memoryTables } from "@hotbag/services"
import { Layer } from "effect"
import { courierStoreCases } from "./courierStoreCases.ts"

courierStoreCases("memory", memoryCourierStore.pipe(Layer.provide(memoryTables)))
