import { type CourierId, Limits, type RegionId } from "@hotbag/core"
import type { CourierNews } from "../couriers/CourierFeed.ts"

interface RegionNews {
  readonly couriers: Map<CourierId, CourierNews>
  readonly toldAtMs: number
}

/**
 * Couriers who are elsewhere, until dispatch is told: whoever hears of a courier thinks anew, so those of a region are told together, and
 * not too many of them at once. Memory: couriers who moved within a second, and a few words for each region.
 */
export class MovedNews {
  readonly #regions = new Map<RegionId, RegionNews>()
  #size = 0

  /** Couriers who wait to be told of. */
  get size(): number {
    return this.#size
  }

  /** The courier is elsewhere; the same again changes nothing. */
  add(news: CourierNews): void {
    let region = this.#regions.get(news.regionId)
    if (region === undefined) {
      region = { couriers: new Map(), toldAtMs: Number.NEGATIVE_INFINITY }
      this.#regions.set(news.regionId, region)
    }
    this.#size -= region.couriers.size
    region.couriers.set(news.courierId, news)
    this.#size += region.couriers.size
  }

  /**
   * Takes out what is to be told now: of regions not heard of for a while, or with many who wait, the one first that was told least recently; no
   * more regions once there are many. So of any number of regions one at least is told with each call.
   */
  take(nowMs: number): ReadonlyArray<CourierNews> {
    const told: Array<CourierNews> = []
    for (const [regionId, region] of this.#regions) {
      if (told.length >= Limits.movedNewsTogether) break
      const { couriers, toldAtMs } = region
      const isDue =
        Math.abs(nowMs - toldAtMs) >= Limits.movedNewsMs || couriers.size >= Limits.movedNewsTogether
      if (couriers.size === 0 || !isDue) continue
      told.push(...couriers.values())
      this.#size -= couriers.size
      // At the end of the line, where nothing of it waits yet when this loop comes there.
      this.#regions.delete(regionId)
      this.#regions.set(regionId, { couriers: new Map(), toldAtMs: nowMs })
    }
    return told
  }
}
