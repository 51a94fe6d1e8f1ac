import { f64, i32 } from "../At.ts"
import type { FlatView } from "./FlatView.ts"
import { distanceOfChordM } from "./unitVector.ts"

/** Up to this many are kept in a sorted list. */
const LIST_UP_TO = 32

/**
 * Picks the few nearest of those whom a flat view has left, by their flat chords, and says whether these decide: when two
 * couriers are so close to each other's distance that flat chords cannot tell who is nearer, they are measured exactly; when
 * that concerns who is among the nearest at all, the whole choice is left to an exact search.
 */
export class FlatNearest {
  /** How many are picked. */
  count = 0
  private readonly view: FlatView
  private readonly chords = new Float64Array(LIST_UP_TO)
  private readonly couriers = new Int32Array(LIST_UP_TO)
  /** The least chord of those who were not picked. */
  private missed = Infinity

  constructor(view: FlatView) {
    this.view = view
  }

  /** Whether so many can be picked. */
  canPick(wanted: number): boolean {
    return wanted <= LIST_UP_TO
  }

  /** Picks. When the circle of the view is the whole search, `isWhole`, who may be outside is measured. */
  pick(wanted: number, isWhole: boolean, accept: (courier: number) => boolean): void {
    const { view, chords, couriers } = this
    const { near } = view
    const nearChords = view.chords
    const nearCouriers = view.couriers
    const certain = isWhole ? view.innerLimit : Infinity
    let count = 0
    let worst = Infinity
    let missed = Infinity
    for (let i = 0; i < near; i++) {
      const chord = f64(nearChords, i)
      if (chord > worst) {
        if (chord < missed) missed = chord
        continue
      }
      const courier = i32(nearCouriers, i)
      if (!accept(courier)) continue
      if (chord > certain) {
        view.measure(courier)
        if (view.chord > view.limit) continue
      }
      let place = count
      if (count < wanted) count++
      else {
        place--
        if (worst < missed) missed = worst
      }
      for (; place > 0; place--) {
        const before = f64(chords, place - 1)
        if (before <= chord) break
        chords[place] = before
        couriers[place] = i32(couriers, place - 1)
      }
      chords[place] = chord
      couriers[place] = courier
      if (count === wanted) worst = f64(chords, count - 1)
    }
    this.count = count
    this.missed = missed
  }

  /** Whether everybody else is farther for certain. */
  isSure(): boolean {
    if (this.missed === Infinity) return true
    // √farther - √nearer is at least (farther - nearer) ÷ 2√farther; twice the slack is enough.
    const gap = this.missed - f64(this.chords, this.count - 1)
    const slack = 4 * this.view.slack
    return gap > 0 && gap * gap > slack * slack * this.missed
  }

  /** Whether everybody who was picked is within the circle for certain. */
  isInside(): boolean {
    return this.count === 0 || f64(this.chords, this.count - 1) <= this.view.innerLimit
  }

  /** Writes who was picked, nearest first, ties by handle. */
  writeTo(out: Int32Array, outDistanceM: Float64Array | undefined): void {
    const { count, chords, couriers } = this
    if (outDistanceM === undefined) this.settleTies()
    else this.sortExactly()
    for (let i = 0; i < count; i++) {
      out[i] = i32(couriers, i)
      if (outDistanceM !== undefined) outDistanceM[i] = distanceOfChordM(f64(chords, i))
    }
  }

  /** Measures those whom flat chords cannot put in sequence. */
  private settleTies(): void {
    const { chords } = this
    const slack = 4 * this.view.slack
    const limit = slack * slack
    for (let i = 1; i < this.count; i++)
      for (let place = i; place > 0; place--) {
        const farther = f64(chords, place)
        const gap = farther - f64(chords, place - 1)
        if (gap * gap > limit * farther && gap > 0) break
        if (!this.isSwapped(place)) break
      }
  }

  /** Swaps a courier with the one before when that one is farther, or as far and has the greater handle. */
  private isSwapped(place: number): boolean {
    const { couriers, chords, view } = this
    const a = i32(couriers, place - 1)
    const b = i32(couriers, place)
    view.measure(a)
    const chordA = view.chord
    view.measure(b)
    const chordB = view.chord
    if (chordA < chordB || (chordA === chordB && a < b)) return false
    const flat = f64(chords, place)
    chords[place] = f64(chords, place - 1)
    chords[place - 1] = flat
    couriers[place - 1] = b
    couriers[place] = a
    return true
  }

  private sortExactly(): void {
    const { count, chords, couriers, view } = this
    for (let i = 0; i < count; i++) {
      const courier = i32(couriers, i)
      view.measure(courier)
      const { chord } = view
      let place = i
      for (; place > 0; place--) {
        const before = f64(chords, place - 1)
        if (before < chord || (before === chord && i32(couriers, place - 1) < courier)) break
        chords[place] = before
        couriers[place] = i32(couriers, place - 1)
      }
      chords[place] = chord
      couriers[place] = courier
    }
  }
}
