import type { RegionId } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { StaleEpoch } from "../cases/errors.ts"
import { MemoryTables } from "../cases/MemoryTables.ts"
import { RegionLeases, RegionTaken } from "./RegionLeases.ts"

/** Leases in a map; the epochs are those of {@link MemoryTables}, whose commits are refused by them. */
export const memoryRegionLeases: Layer.Layer<RegionLeases, never, MemoryTables> = Layer.effect(
  RegionLeases,
  Effect.gen(function* () {
    const { epochs } = yield* MemoryTables
    const leases = new Map<RegionId, { readonly holder: string; readonly untilMs: number }>()
    const epochOf = (regionId: RegionId) => epochs.get(regionId) ?? 0
    return RegionLeases.of({
      acquire: (regionId, { atMs, holder, isRestart, untilMs }) =>
        Effect.suspend(() => {
          const lease = leases.get(regionId)
          const isOurs = isRestart && lease?.holder === holder
          if (lease !== undefined && !isOurs && lease.untilMs > atMs) {
            return Effect.fail(new RegionTaken({ regionId, ...lease }))
          }
          leases.set(regionId, { holder, untilMs })
          epochs.set(regionId, epochOf(regionId) + 1)
          return Effect.succeed(epochOf(regionId))
        }),
      renew: (regionId, epoch, untilMs) =>
        Effect.suspend(() => {
          const seen = epochOf(regionId)
          const lease = leases.get(regionId)
          if (seen !== epoch || lease === undefined) {
            return Effect.fail(new StaleEpoch({ regionId, given: epoch, seen }))
          }
          leases.set(regionId, { ...lease, untilMs })
          return Effect.void
        }),
      release: (regionId, epoch) =>
        Effect.sync(() => {
          if (epochOf(regionId) === epoch) leases.delete(regionId)
        }),
      regions: Effect.sync(() => [...epochs.keys()].sort())
    })
  })
)
