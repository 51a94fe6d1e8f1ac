import { Limits } from "../Limits.ts"

/** How near a courier is to a stop: on the way, about to arrive, or there. */
export type GeofenceZone = "far" | "near" | "at"

/**
 * Circles around one stop, with hysteresis: one is entered at its radius and left only farther out, and either only when the courier has been
 * seen on that side for some time. So neither the error of satellites nor a single outlier makes a courier arrive and leave.
 */
export class Geofence {
  #zone: GeofenceZone = "far"
  #candidate: GeofenceZone = "far"
  #sinceMs = 0
  #seen = 0

  /** Where the courier is held to be. */
  get zone(): GeofenceZone {
    return this.#zone
  }

  /**
   * The courier was `distanceM` from the stop at `atMs`. Answers the zone when it has changed, else null. Times may repeat or run
   * backwards: then nothing is concluded from how long it lasted. O(1).
   */
  see(distanceM: number, atMs: number): GeofenceZone | null {
    const seen = zoneFrom(this.#zone, distanceM)
    if (seen === this.#zone) {
      this.#seen = 0
      return null
    }
    if (this.#seen === 0 || seen !== this.#candidate) {
      this.#candidate = seen
      this.#sinceMs = atMs
      this.#seen = 1
      return null
    }
    this.#seen += 1
    const dwellMs = seen === "at" ? Limits.arrivedDwellMs : Limits.nearDwellMs
    if (this.#seen < 2 || atMs - this.#sinceMs < dwellMs) return null
    this.#zone = seen
    this.#seen = 0
    return seen
  }
}

const zoneFrom = (zone: GeofenceZone, distanceM: number): GeofenceZone => {
  const atM = zone === "at" ? Limits.arrivedLeaveM : Limits.arrivedM
  if (distanceM <= atM) return "at"
  const nearM = zone === "far" ? Limits.nearM : Limits.nearLeaveM
  return distanceM <= nearM ? "near" : "far"
}
