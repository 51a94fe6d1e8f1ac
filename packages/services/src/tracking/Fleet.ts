import {
  type CourierId,
  type CourierIndex,
  CourierTrack,
  FixBucket,
  FixRing,
  gridCourierIndex,
  type LatLng,
  type RegionId,
  RegionReach,
  type Vehicle
} from "@hotbag/core"
import type { Duty } from "../couriers/Courier.ts"
import type { CourierPosition } from "./CourierPosition.ts"

/** A courier who is tracked. */
export interface Tracked {
  readonly courierId: CourierId
  readonly handle: number
  readonly track: CourierTrack
  readonly bucket: FixBucket
  readonly ring: FixRing
  regionId: RegionId
  /** As last heard; null before the first turn. */
  duty: Duty | null
  /** When the store was last asked about the courier. */
  learnedAtMs: number
  position: CourierPosition | null
  /** The last point of the way that was kept. */
  kept: CourierPosition | null
  /** Where dispatch was last told that the courier is. */
  told: LatLng | null
  /** When the courier was last heard of, by our clock. */
  heardAtMs: number
}

/**
 * Couriers who are tracked, by id, and where they are by region, in the courier index. Handles are dense, and used again when a courier is forgotten.
 * Everything is O(1) but searches.
 */
export class Fleet {
  readonly #couriers = new Map<CourierId, Tracked>()
  readonly #byHandle: Array<Tracked | undefined> = []
  readonly #free: Array<number> = []
  readonly #indexes = new Map<RegionId, CourierIndex>()
  readonly #reaches = new Map<RegionId, RegionReach>()

  /** Couriers tracked at the moment. */
  get size(): number {
    return this.#couriers.size
  }

  /** Everybody, in the order in which they came. */
  all(): Iterable<Tracked> {
    return this.#couriers.values()
  }

  /** The courier, when tracked. */
  find(courierId: CourierId): Tracked | undefined {
    return this.#couriers.get(courierId)
  }

  /** Tracks a courier; who is tracked already gets the vehicle and the region that are said now. */
  add(courierId: CourierId, regionId: RegionId, vehicle: Vehicle, nowMs: number): Tracked {
    const known = this.#couriers.get(courierId)
    if (known !== undefined) {
      known.track.vehicle = vehicle
      if (known.regionId !== regionId) {
        this.#indexes.get(known.regionId)?.remove(known.handle)
        known.regionId = regionId
        known.track.reach = this.reachOf(regionId)
        if (known.position !== null) this.place(known, { ...known.position, regionId })
      }
      return known
    }
    const handle = this.#free.pop() ?? this.#byHandle.length
    const tracked: Tracked = {
      courierId,
      handle,
      track: new CourierTrack(vehicle, this.reachOf(regionId)),
      bucket: new FixBucket(),
      ring: new FixRing(),
      regionId,
      duty: null,
      learnedAtMs: nowMs,
      position: null,
      kept: null,
      told: null,
      heardAtMs: nowMs
    }
    this.#couriers.set(courierId, tracked)
    this.#byHandle[handle] = tracked
    return tracked
  }

  /** Where couriers of the region may appear; one for all of them, without a bound until somebody makes it learn. */
  reachOf(regionId: RegionId): RegionReach {
    let reach = this.#reaches.get(regionId)
    if (reach === undefined) {
      reach = new RegionReach()
      this.#reaches.set(regionId, reach)
    }
    return reach
  }

  /** The courier is there. */
  place(tracked: Tracked, position: CourierPosition): void {
    tracked.position = position
    let index = this.#indexes.get(tracked.regionId)
    if (index === undefined) {
      index = gridCourierIndex()
      this.#indexes.set(tracked.regionId, index)
    }
    index.upsert(tracked.handle, position.at)
  }

  /** Nobody knows any more where the courier is; the phone's clock and rate are as they were. */
  hide(tracked: Tracked): void {
    this.#indexes.get(tracked.regionId)?.remove(tracked.handle)
    tracked.position = null
    tracked.kept = null
    tracked.told = null
    tracked.ring.clear()
  }

  /** Forgets a courier. */
  forget({ courierId, handle, regionId }: Tracked): void {
    if (!this.#couriers.delete(courierId)) return
    const index = this.#indexes.get(regionId)
    index?.remove(handle)
    if (index?.size === 0) this.#indexes.delete(regionId)
    this.#byHandle[handle] = undefined
    this.#free.push(handle)
  }

  /** The `limit` nearest couriers of the region within `withinM` metres of a place whom `accept` takes, nearest first. */
  near(
    regionId: RegionId,
    from: LatLng,
    withinM: number,
    limit: number,
    accept: (tracked: Tracked) => boolean
  ): ReadonlyArray<{ readonly courier: Tracked; readonly distanceM: number }> {
    const index = this.#indexes.get(regionId)
    if (index === undefined) return []
    const handles = new Int32Array(limit)
    const distances = new Float64Array(limit)
    const isAccepted = (handle: number) => {
      const courier = this.#byHandle[handle]
      return courier !== undefined && accept(courier)
    }
    const found = index.nearest(from, limit, withinM, isAccepted, handles, distances)
    return [...handles.subarray(0, found)].flatMap((handle, i) => {
      const courier = this.#byHandle[handle]
      return courier === undefined ? [] : [{ courier, distanceM: distances[i] ?? 0 }]
    })
  }
}
