import { f64, i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { FIRST_CELL_M, suitableCellM } from "./cellSize.ts"
import { CellStrips, SPOTS_EAST, SPOTS_NORTH, STRIP_CELLS } from "./CellStrips.ts"
import type { CourierIndex } from "./CourierIndex.ts"
import { requirePlaceOnEarth } from "./CourierIndex.ts"
import { FlatView } from "./FlatView.ts"
import type { LatLng } from "./LatLng.ts"
import { NearestSearch } from "./NearestSearch.ts"
import { SphereGrid } from "./SphereGrid.ts"
import { RUN } from "./StripRuns.ts"
import { distanceOfChordM } from "./unitVector.ts"

/** How the grid is laid. */
export interface GridOptions {
  /**
   * Height of a cell in metres, from 50 m to 1,000 km. Left out, cells follow the couriers: some seven to a cell where the
   * median courier is, judged whenever as many have moved as there are, and changed when it is twice or half of that.
   */
  readonly cellM?: number
}

const FIRST_OF_STRIP = -STRIP_CELLS
const SPOTS_PER_COLUMN = SPOTS_EAST / STRIP_CELLS
const SPOTS_PER_ROW = SPOTS_NORTH
/** Moves after which the cells are judged, if there are fewer couriers. */
const JUDGED_AFTER = 1_024

/**
 * The fast courier index: couriers lie side by side in the cells of a grid over the whole Earth, in typed arrays only.
 * Exact at the poles and across the antimeridian.
 *
 * `upsert` and `remove` are O(1) amortised: now and then one lays everybody out anew. A search costs the cells and couriers
 * it reaches, and never more than all of them: when it would visit more cells of the globe than the table has places, it
 * looks at everybody instead. It allocates nothing once the index has seen one as large. Farther than 60 km, and near a
 * pole, each courier reached costs some ten times as much. About 80 bytes a courier, and 32 bytes a row of the grid.
 */
export const gridCourierIndex = (options: GridOptions = {}): CourierIndex => {
  const { cellM } = options
  if (cellM !== undefined)
    invariant(cellM >= 50 && cellM <= 1_000_000, "cellM must be between 50 m and 1,000 km", { cellM })
  return new GridCourierIndex(cellM)
}

class GridCourierIndex implements CourierIndex {
  private readonly strips = new CellStrips()
  private readonly isFixed: boolean
  private grid: SphereGrid
  private view: FlatView
  private search: NearestSearch
  /** Moves until the cells are judged. */
  private movesLeft = JUDGED_AFTER

  constructor(cellM: number | undefined) {
    this.isFixed = cellM !== undefined
    this.grid = new SphereGrid(cellM ?? FIRST_CELL_M)
    this.view = new FlatView(this.grid, this.strips)
    this.search = new NearestSearch(this.grid, this.strips, this.view)
  }

  get size(): number {
    return this.strips.size
  }

  upsert(courier: number, position: LatLng): void {
    requirePlaceOnEarth(courier, position)
    this.strips.locate(courier, position)
    this.place(courier, position)
    if (--this.movesLeft === 0) this.judgeCells()
  }

  remove(courier: number): boolean {
    if (!this.has(courier)) return false
    this.strips.remove(courier)
    if (--this.movesLeft === 0) this.judgeCells()
    return true
  }

  position(courier: number): LatLng | undefined {
    if (!this.has(courier)) return undefined
    return { lat: this.strips.latOf(courier), lng: this.strips.lngOf(courier) }
  }

  nearest(
    from: LatLng,
    k: number,
    withinM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ): number {
    requirePlaceOnEarth(0, from)
    const wanted = Math.floor(Math.min(k, out.length, this.size))
    if (!(wanted >= 1 && withinM >= 0)) return 0
    return this.search.run(from, wanted, withinM, accept, out, outDistanceM)
  }

  within(
    from: LatLng,
    radiusM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ): number {
    requirePlaceOnEarth(0, from)
    if (!(radiusM >= 0)) return 0
    const { view } = this
    view.begin(from, radiusM)
    view.circle.radiusM = radiusM
    view.widen()
    if (outDistanceM !== undefined || !view.isFlat) {
      view.runs.collectBox()
      view.sift()
      return this.withinMeasured(accept, out, outDistanceM)
    }
    view.runs.collectCircle()
    view.sift()
    const found = this.withinCovered(accept, out)
    return this.withinSifted(accept, out, found)
  }

  /** Those whom the circle covers: nobody needs to be measured. */
  private withinCovered(accept: (courier: number) => boolean, out: Int32Array): number {
    const { covered, coveredBounds } = this.view.runs
    const { slots } = this.strips
    const room = out.length
    let found = 0
    for (let run = 0; run < covered; run++) {
      const end = 2 * i32(coveredBounds, RUN * run + 1)
      for (let at = 2 * i32(coveredBounds, RUN * run); at < end; at += 2) {
        const courier = i32(slots, at)
        if (!accept(courier)) continue
        if (found === room) return found
        out[found++] = courier
      }
    }
    return found
  }

  /** Those at the rim whom the flat view left: very few need to be measured. */
  private withinSifted(accept: (courier: number) => boolean, out: Int32Array, before: number): number {
    const { view } = this
    const { near, couriers, chords, innerLimit } = view
    const room = out.length
    let found = before
    for (let i = 0; i < near; i++) {
      const courier = i32(couriers, i)
      if (!accept(courier)) continue
      if (f64(chords, i) > innerLimit) {
        view.measure(courier)
        if (view.chord > view.limit) continue
      }
      if (found === room) return found
      out[found++] = courier
    }
    return found
  }

  private withinMeasured(
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM: Float64Array | undefined
  ): number {
    const { view } = this
    let found = 0
    for (let i = 0; i < view.near; i++) {
      const courier = i32(view.couriers, i)
      if (!accept(courier)) continue
      view.measure(courier)
      if (view.chord > view.limit) continue
      if (found === out.length) return found
      out[found] = courier
      if (outDistanceM !== undefined) outDistanceM[found] = distanceOfChordM(view.chord)
      found++
    }
    return found
  }

  private has(courier: number): boolean {
    return Number.isInteger(courier) && courier >= 0 && this.strips.has(courier)
  }

  /**
   * Puts a courier into the cell of its position, which is not read back: the processor would wait for memory to take it in.
   */
  private place(courier: number, position: LatLng): void {
    const { grid, strips } = this
    grid.locate(position)
    const { row, column } = grid
    const east = ((grid.x - (column & FIRST_OF_STRIP)) * SPOTS_PER_COLUMN) | 0
    strips.put(courier, row, column, east, ((grid.y - row) * SPOTS_PER_ROW) | 0)
  }

  private judgeCells(): void {
    this.movesLeft = Math.max(this.size, JUDGED_AFTER)
    if (this.isFixed || this.size === 0) return
    const { cellM } = this.grid
    const suitableM = suitableCellM(cellM, this.strips.usualCount())
    if (suitableM === cellM) return
    this.grid = new SphereGrid(suitableM)
    this.view = new FlatView(this.grid, this.strips)
    this.search = new NearestSearch(this.grid, this.strips, this.view)
    const { strips } = this
    strips.putAgain((courier) =>
      this.place(courier, { lat: strips.latOf(courier), lng: strips.lngOf(courier) })
    )
  }
}
