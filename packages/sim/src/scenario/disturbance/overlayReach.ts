import { HOUR_MS } from "@hotbag/core"
import { Result } from "effect"
import { decodeDisturbances, type ScenarioProblem } from "../decodePlain.ts"
import type { Overlay } from "../Overlay.ts"
import type { Disturbance } from "./Disturbance.ts"
import { settle } from "./settle.ts"

/** What of an overlay, or of a scenario's own disturbances, falls into the part of the day that is played. */
export interface OverlayReach {
  /**
   * `acts`: while people order. `hardly`: it begins after the last order, while the last ones are still carried. `not`:
   * everything would be the same without it.
   */
  readonly reach: "acts" | "hardly" | "not"
  /** From the first begin to the last end of what happens, ms since midnight. */
  readonly fromMs: number
  readonly toMs: number
}

/** A part of the day in which people order, ms since midnight. */
interface Demand {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * How far an overlay reaches into the demand of a city. One that changes fields of the scenario acts, whenever it is.
 *
 * @param regionIds of the city that it is laid over.
 * @param hourShares demand by hour, for what is counted from the peak of dinner.
 */
export const overlayReach = (
  overlay: Overlay,
  regionIds: ReadonlyArray<string>,
  hourShares: ReadonlyArray<number>,
  demand: Demand
): Result.Result<OverlayReach, ScenarioProblem> =>
  decodeDisturbances(overlay.disturbances, regionIds).pipe(
    Result.map((disturbances): OverlayReach => {
      const reached = disturbancesReach(disturbances, hourShares, demand)
      return Object.keys(overlay.changes).length > 0 ? { ...reached, reach: "acts" } : reached
    })
  )

/** How far disturbances reach into the demand of a city; without any there is nothing that does not act. */
export const disturbancesReach = (
  disturbances: ReadonlyArray<Disturbance>,
  hourShares: ReadonlyArray<number>,
  demand: Demand
): OverlayReach => {
  if (disturbances.length === 0) return { reach: "acts", ...demand }
  const settled = settle(disturbances, hourShares)
  const overlaps = (untilMs: number) =>
    settled.some((each) => each.fromMs < untilMs && feltUntilMs(each) > demand.fromMs)
  return {
    reach: overlaps(demand.toMs) ? "acts" : overlaps(demand.toMs + HOUR_MS) ? "hardly" : "not",
    fromMs: Math.min(...settled.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...settled.map(({ toMs }) => toMs))
  }
}

/** Who went home is missing for the rest of the day, and who came stays; roads are believed slow a little longer. */
const feltUntilMs = (disturbance: Disturbance): number => {
  switch (disturbance.kind) {
    case "courier-dropout":
      return Infinity
    case "courier-wave":
      return disturbance.toMs + disturbance.stay.maxMs
    case "rain":
    case "traffic":
      return disturbance.toMs + disturbance.noticedAfterMs
    case "kitchen-slowdown":
    case "stadium-exit":
    case "promotion":
    case "zone-ban":
    case "demand":
    case "gateway-outage":
    case "maps-outage":
    case "bus-outage":
    case "store-outage":
    case "shard-outage":
    case "app-disconnects":
      return disturbance.toMs
  }
}
