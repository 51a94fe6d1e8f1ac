import { f64, i32 } from "../At.ts"
import { distanceOfChordM } from "./unitVector.ts"

/** Up to this many, a sorted list is faster than a heap: it is short, and needs no sorting in the end. */
const LIST_UP_TO = 32

/**
 * Keeps the `k` nearest of the couriers it is shown, ties by handle: a few in a sorted list, many in a heap with the worst
 * of them on top, O(log k) for each one kept. Its memory grows to the largest `k` and is reused.
 */
export class NearestCouriers {
  /** Couriers kept. */
  count = 0
  /** A courier with a greater squared chord is not wanted. */
  worst = 0
  /** At exactly `worst`, a courier with this handle or a greater one is not wanted. */
  worstCourier = Infinity
  private wanted = 0
  private chords = new Float64Array(LIST_UP_TO)
  private couriers = new Int32Array(LIST_UP_TO)

  /** Starts over: the `wanted` nearest couriers with a squared chord of at most `limit`. `wanted` is at least 1. */
  begin(wanted: number, limit: number): void {
    this.count = 0
    this.worst = limit
    this.worstCourier = Infinity
    this.wanted = wanted
  }

  /** Whether nobody farther than the ones kept is wanted any more. */
  get isFull(): boolean {
    return this.count === this.wanted
  }

  /** Keeps a courier that is nearer than the worst, who is dropped when there are `wanted` already. */
  add(chord: number, courier: number): void {
    if (this.wanted <= LIST_UP_TO) this.insert(chord, courier)
    else if (this.count === this.wanted) this.sink(chord, courier)
    else {
      if (this.count === this.chords.length) this.grow()
      this.rise(this.count++, chord, courier)
    }
    if (this.count === this.wanted) {
      const worst = this.wanted <= LIST_UP_TO ? this.wanted - 1 : 0
      this.worst = f64(this.chords, worst)
      this.worstCourier = i32(this.couriers, worst)
    }
  }

  /** Writes who was kept, nearest first, and their distances in metres; nobody is kept then. Returns how many. */
  writeTo(out: Int32Array, outDistanceM: Float64Array | undefined): number {
    const kept = this.count
    if (this.wanted <= LIST_UP_TO)
      for (let i = 0; i < kept; i++) {
        out[i] = i32(this.couriers, i)
        if (outDistanceM !== undefined) outDistanceM[i] = distanceOfChordM(f64(this.chords, i))
      }
    else this.writeHeapTo(out, outDistanceM)
    this.count = 0
    return kept
  }

  private insert(chord: number, courier: number): void {
    const { chords, couriers } = this
    let place = this.count < this.wanted ? this.count++ : this.count - 1
    while (place > 0) {
      const before = f64(chords, place - 1)
      if (before < chord || (before === chord && i32(couriers, place - 1) < courier)) break
      chords[place] = before
      couriers[place] = i32(couriers, place - 1)
      place--
    }
    chords[place] = chord
    couriers[place] = courier
  }

  private writeHeapTo(out: Int32Array, outDistanceM: Float64Array | undefined): void {
    while (this.count > 0) {
      const last = --this.count
      out[last] = i32(this.couriers, 0)
      if (outDistanceM !== undefined) outDistanceM[last] = distanceOfChordM(f64(this.chords, 0))
      this.sink(f64(this.chords, last), i32(this.couriers, last))
    }
  }

  private rise(from: number, chord: number, courier: number): void {
    const { chords, couriers } = this
    let hole = from
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = f64(chords, parent)
      if (above > chord || (above === chord && i32(couriers, parent) > courier)) break
      chords[hole] = above
      couriers[hole] = i32(couriers, parent)
      hole = parent
    }
    chords[hole] = chord
    couriers[hole] = courier
  }

  /** Puts a courier where the worst was. */
  private sink(chord: number, courier: number): void {
    const { chords, couriers, count } = this
    let hole = 0
    for (let child = 1; child < count; child = 2 * hole + 1) {
      const right = child + 1
      if (right < count) {
        const a = f64(chords, child)
        const b = f64(chords, right)
        if (b > a || (b === a && i32(couriers, right) > i32(couriers, child))) child = right
      }
      const below = f64(chords, child)
      if (below < chord || (below === chord && i32(couriers, child) < courier)) break
      chords[hole] = below
      couriers[hole] = i32(couriers, child)
      hole = child
    }
    chords[hole] = chord
    couriers[hole] = courier
  }

  private grow(): void {
    const chords = new Float64Array(2 * this.count)
    chords.set(this.chords)
    this.chords = chords
    const couriers = new Int32Array(2 * this.count)
    couriers.set(this.couriers)
    this.couriers = couriers
  }
}
