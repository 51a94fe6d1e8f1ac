import { f64, i32 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"

/**
 * Gathers the nearest of the couriers it is shown, by squared chord length, ties by handle. Writes straight into the
 * caller's array; its own memory grows to the largest `k` and is then reused.
 */
export class Nearest {
  count = 0
  /** Couriers looked at since `begin`. */
  seen = 0
  #wanted = 0
  #sorted = true
  #out: Int32Array = new Int32Array(0)
  #chords = new Float64Array(16)

  /** Starts over: the `wanted` nearest, in order, into `out`. */
  begin(wanted: number, out: Int32Array): void {
    this.count = 0
    this.seen = 0
    this.#wanted = wanted
    this.#sorted = true
    this.#out = out
    if (this.#chords.length < wanted) this.#chords = new Float64Array(2 ** Math.ceil(Math.log2(wanted)))
  }

  /** Starts over: everybody, as they come, into `out` until it is full. */
  beginAll(out: Int32Array): void {
    this.count = 0
    this.seen = 0
    this.#wanted = out.length
    this.#sorted = false
    this.#out = out
  }

  /** Whether a courier at this distance would be kept. */
  wants(chord: number, courier: number): boolean {
    if (this.count < this.#wanted) return true
    if (!this.#sorted) return false
    const last = f64(this.#chords, this.count - 1)
    return chord < last || (chord === last && courier < i32(this.#out, this.count - 1))
  }

  /** Keeps a courier that is wanted. */
  take(chord: number, courier: number): void {
    if (!this.#sorted) {
      this.#out[this.count++] = courier
      return
    }
    let place = this.count < this.#wanted ? this.count++ : this.count - 1
    while (place > 0) {
      const before = f64(this.#chords, place - 1)
      if (before < chord || (before === chord && i32(this.#out, place - 1) < courier)) break
      this.#chords[place] = before
      this.#out[place] = i32(this.#out, place - 1)
      place--
    }
    this.#chords[place] = chord
    this.#out[place] = courier
  }

  /** Writes the great-circle distances of what was kept, in metres. */
  distances(out: Float64Array): void {
    const count = Math.min(this.count, out.length)
    for (let i = 0; i < count; i++) {
      out[i] = 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(f64(this.#chords, i)) / 2))
    }
  }
}
