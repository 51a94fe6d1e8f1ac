import {
  memoryCaseStore,
  memoryOrderReads,
  memoryOutbox,
  MemoryTables,
  memoryTables,
  stockName
} from "@hotbag/services"
import { Effect, Layer } from "effect"
import { caseStoreCases, StoreWorld } from "./caseStoreCases.ts"
import { outboxCases } from "./outboxCases.ts"

const memoryWorld = Layer.effect(
  StoreWorld,
  Effect.gen(function* () {
    const tables = yield* MemoryTables
    return StoreWorld.of({
      prepare: ({ ana, bo, restaurantId, soup }, capacity, left) =>
        Effect.sync(() => {
          for (const courierId of [ana, bo]) tables.capacities.set(courierId, capacity)
          tables.stock.set(stockName(restaurantId, soup), left)
        }),
      left: ({ restaurantId, soup }) =>
        Effect.sync(() => tables.stock.get(stockName(restaurantId, soup)) ?? 0),
      carriers: (orderId) =>
        Effect.sync(() => {
          const courierId = tables.assignments.get(orderId)
          return courierId === undefined ? [] : [courierId]
        }),
      takeOver: (regionId, epoch) => Effect.sync(() => void tables.epochs.set(regionId, epoch)),
      ledger: (orderId) => Effect.sync(() => tables.ledger.filter((line) => line.orderId === orderId))
    })
  })
)

const room = Layer.mergeAll(memoryCaseStore, memoryOutbox, memoryOrderReads, memoryWorld).pipe(
  Layer.provide(memoryTables)
)

caseStoreCases("Memory", room)
outboxCases("Memory", room)
