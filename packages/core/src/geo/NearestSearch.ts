import { i32 } from "../At.ts"
import { NO_STRIP, type CellStrips } from "./CellStrips.ts"
import { FlatNearest } from "./FlatNearest.ts"
import type { FlatView } from "./FlatView.ts"
import type { LatLng } from "./LatLng.ts"
import { NearestCouriers } from "./NearestCouriers.ts"
import type { SphereGrid } from "./SphereGrid.ts"
import { HALF_AROUND_M } from "./unitVector.ts"

/** How many times as many couriers as wanted the first circle should hold: too few, and all is done twice. */
const PLENTY = 1.4
/** The same for those that follow, which should do. */
const PLENTY_MORE = 1.5

/**
 * Finds the nearest couriers: looks into a circle that should hold enough of them, judging by how many there are around
 * its centre, and into wider ones until there are. When the surroundings can be seen flat and few are wanted, flat chords
 * decide; otherwise whoever may be near enough is measured.
 */
export class NearestSearch {
  private readonly grid: SphereGrid
  private readonly strips: CellStrips
  private readonly view: FlatView
  private readonly flat: FlatNearest
  private readonly best = new NearestCouriers()
  private isDone = false

  constructor(grid: SphereGrid, strips: CellStrips, view: FlatView) {
    this.grid = grid
    this.strips = strips
    this.view = view
    this.flat = new FlatNearest(view)
  }

  /** Writes the `wanted` nearest, an integer from 1, to `out`; `withinM` is at least 0. Returns how many they are. */
  run(
    from: LatLng,
    wanted: number,
    withinM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM: Float64Array | undefined
  ): number {
    const { view } = this
    const { circle } = view
    view.begin(from, withinM)
    this.guess(wanted)
    let isAll = false
    for (;;) {
      if (circle.radiusM > withinM) circle.radiusM = withinM
      view.widen()
      isAll = isAll || view.runs.collectBox()
      view.sift()
      const isLast = circle.radiusM >= withinM || circle.radiusM >= HALF_AROUND_M || (isAll && !view.isFlat)
      const count =
        view.isFlat && this.flat.canPick(wanted)
          ? this.pickFlat(wanted, isLast, accept, out, outDistanceM)
          : this.pickMeasured(wanted, isLast, accept, out, outDistanceM)
      if (this.isDone) return count
      if (isAll) circle.radiusM = withinM
      else {
        const more = count === 0 ? 2 : Math.sqrt((PLENTY_MORE * wanted) / count)
        circle.radiusM *= Math.min(Math.max(more, 1.25), 2)
      }
    }
  }

  /** Takes the first radius. */
  private guess(wanted: number): void {
    const { grid, strips } = this
    const { circle, row, column } = this.view
    const strip = strips.find(row, column >> 3)
    const count = strip === NO_STRIP ? 0 : strips.countAround(strip, column & 7)
    // As many cells as hold them.
    const cells = (PLENTY * 3 * wanted) / (count + 1)
    circle.radiusM = Math.min(Math.max(Math.sqrt(cells / Math.PI), 0.5), 3) * grid.cellM
  }

  /** Done when there are enough within the circle, or it is the last. Returns how many were found. */
  private pickFlat(
    wanted: number,
    isLast: boolean,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM: Float64Array | undefined
  ): number {
    const { flat, best } = this
    flat.pick(wanted, isLast, accept)
    this.isDone = isLast || (flat.count === wanted && flat.isInside())
    if (!this.isDone) return flat.count
    if (!flat.isSure()) {
      this.measureAll(wanted, accept)
      return best.writeTo(out, outDistanceM)
    }
    flat.writeTo(out, outDistanceM)
    return flat.count
  }

  private pickMeasured(
    wanted: number,
    isLast: boolean,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM: Float64Array | undefined
  ): number {
    const { best, view } = this
    this.measureAll(wanted, accept)
    this.isDone = isLast || (best.isFull && best.worst <= view.circle.innerLimit)
    return this.isDone ? best.writeTo(out, outDistanceM) : best.count
  }

  private measureAll(wanted: number, accept: (courier: number) => boolean): void {
    const { view, best } = this
    best.begin(wanted, view.limit)
    for (let i = 0; i < view.near; i++) {
      const courier = i32(view.couriers, i)
      if (!accept(courier)) continue
      view.measure(courier)
      const { chord } = view
      if (chord < best.worst || (chord === best.worst && courier < best.worstCourier))
        best.add(chord, courier)
    }
  }
}
