import { haversineM } from "../geo/haversine.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { Limits } from "../Limits.ts"

/** How far couriers of a region may appear without having been seen on the way: around its restaurants. Shared by its couriers. */
export class RegionReach {
  #from: LatLng | null = null
  #radiusM = 0

  /** Takes where the region's restaurants are; without any there is no bound. O(restaurants). */
  learn(restaurants: ReadonlyArray<LatLng>): void {
    const [from = null] = restaurants
    this.#from = from
    this.#radiusM = Limits.regionMarginM
    if (from === null) return
    for (const each of restaurants) {
      this.#radiusM = Math.max(this.#radiusM, haversineM(from, each) + Limits.regionMarginM)
    }
  }

  /** Whether the place is within reach. O(1). */
  holds(at: LatLng): boolean {
    return this.#from === null || haversineM(this.#from, at) <= this.#radiusM
  }
}
