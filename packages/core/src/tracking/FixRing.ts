import { f64, i32 } from "../At.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { Limits } from "../Limits.ts"

/** Where a courier was at a time of our clock. */
export interface TrackPoint {
  readonly at: LatLng
  readonly atMs: number
}

/**
 * The last `Limits.fixesKept` points of one courier's way, in the sequence they were added: 16 bytes each, in whole units of 1e-7 degrees (a
 * centimetre). Starts small and doubles, since most couriers move little. Adding is O(1).
 */
export class FixRing {
  #lat = new Int32Array(FIRST)
  #lng = new Int32Array(FIRST)
  #atMs = new Float64Array(FIRST)
  #next = 0
  #size = 0

  /** Points kept at the moment. */
  get size(): number {
    return this.#size
  }

  /** Adds a point; the oldest goes when there are too many. */
  add({ lat, lng }: LatLng, atMs: number): void {
    if (this.#size === this.#atMs.length && this.#size < Limits.fixesKept) this.#grow()
    this.#lat[this.#next] = Math.round(lat * UNITS_PER_DEGREE)
    this.#lng[this.#next] = Math.round(lng * UNITS_PER_DEGREE)
    this.#atMs[this.#next] = atMs
    this.#next = (this.#next + 1) % this.#atMs.length
    this.#size = Math.min(this.#size + 1, this.#atMs.length)
  }

  /** Forgets all points. O(1). */
  clear(): void {
    this.#size = 0
  }

  /** Points at `sinceMs` or later, oldest first; at most the latest `limit` of them. O(points kept). */
  since(sinceMs: number, limit: number = Limits.fixesKept): ReadonlyArray<TrackPoint> {
    const points: Array<TrackPoint> = []
    const capacity = this.#atMs.length
    for (let i = this.#size; i > 0; i--) {
      const index = (this.#next - i + capacity) % capacity
      const atMs = f64(this.#atMs, index)
      if (atMs < sinceMs) continue
      const at = {
        lat: i32(this.#lat, index) / UNITS_PER_DEGREE,
        lng: i32(this.#lng, index) / UNITS_PER_DEGREE
      }
      points.push({ at, atMs })
    }
    return points.length > limit ? points.slice(points.length - limit) : points
  }

  /** The ring is full whenever it grows, so its oldest point lies at `next`. */
  #grow(): void {
    const before = this.#size
    const capacity = Math.min(Limits.fixesKept, before * 2)
    this.#lat = unrolled(this.#lat, this.#next, capacity)
    this.#lng = unrolled(this.#lng, this.#next, capacity)
    const atMs = new Float64Array(capacity)
    atMs.set(this.#atMs.subarray(this.#next))
    atMs.set(this.#atMs.subarray(0, this.#next), before - this.#next)
    this.#atMs = atMs
    this.#next = before
  }
}

/** The points of a full ring from its oldest on, with room for more. */
const unrolled = (from: Int32Array, first: number, capacity: number): Int32Array<ArrayBuffer> => {
  const into = new Int32Array(capacity)
  into.set(from.subarray(first))
  into.set(from.subarray(0, first), from.length - first)
  return into
}

const FIRST = 16
const UNITS_PER_DEGREE = 10_000_000
