import { Limits, type RegionId } from "@hotbag/core"
import { Clock, Effect } from "effect"
import type { Catalogue } from "../catalogue/Catalogue.ts"
import type { Fleet } from "./Fleet.ts"

/**
 * Teaches the fleet where couriers of a region may appear: around its restaurants. Answers how to make sure of a region, which is a look into a map
 * but every `Limits.regionReadMs`; then O(restaurants).
 */
export const learnReaches = (
  fleet: Fleet,
  { positionsIn }: Catalogue["Service"]
): ((regionId: RegionId) => Effect.Effect<void>) => {
  const readAtMs = new Map<RegionId, number>()
  return Effect.fnUntraced(function* (regionId) {
    const nowMs = yield* Clock.currentTimeMillis
    if (nowMs - (readAtMs.get(regionId) ?? -Infinity) < Limits.regionReadMs) return
    readAtMs.set(regionId, nowMs)
    fleet.reachOf(regionId).learn(yield* positionsIn(regionId))
  })
}
