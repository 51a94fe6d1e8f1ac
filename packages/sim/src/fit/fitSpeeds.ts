import { DEFAULT_DETOUR, Vehicle } from "@hotbag/core"
import type { ObservedLeg } from "./ObservedDay.ts"

/** Legs of a vehicle below which nothing is said about its speed. */
const LEAST_LEGS = 50

/**
 * Speed along the road of each vehicle with legs enough, km/h: all its metres along the great circle by all its seconds, which is what long and
 * short ways together need, times the detour that the travel model takes.
 */
export const fitSpeeds = (legs: ReadonlyArray<ObservedLeg>): Readonly<Partial<Record<Vehicle, number>>> => {
  const speeds: Partial<Record<Vehicle, number>> = {}
  for (const vehicle of Vehicle.literals) {
    const own = legs.filter((leg) => leg.vehicle === vehicle && leg.distanceM > 0 && leg.durationMs > 0)
    if (own.length < LEAST_LEGS) continue
    const metres = own.reduce((sum, leg) => sum + leg.distanceM, 0)
    const seconds = own.reduce((sum, leg) => sum + leg.durationMs / 1_000, 0)
    speeds[vehicle] = (metres / seconds) * 3.6 * DEFAULT_DETOUR[vehicle]
  }
  return speeds
}
