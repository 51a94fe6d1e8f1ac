import { f64, i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { CellBlocks, NO_CELL } from "./CellBlocks.ts"
import type { CourierIndex } from "./CourierIndex.ts"
import { requirePlaceOnEarth } from "./CourierIndex.ts"
import type { LatLng } from "./LatLng.ts"
import { NearestCouriers } from "./NearestCouriers.ts"
import { NOWHERE, SearchCircle } from "./SearchCircle.ts"
import { SphereGrid } from "./SphereGrid.ts"
import { distanceOfChordM, HALF_AROUND_M } from "./unitVector.ts"

/** How the grid is laid. */
export interface GridOptions {
  /**
   * Height of a cell in metres, 600 unless told; from 50 m to 1,000 km. Smaller, and a search visits many empty cells;
   * larger, and it looks at many couriers who are too far. For the `k` nearest, best is what holds about `k` couriers
   * where they are dense: the root of k ÷ (couriers per square metre). 600 suits a city of some 30 couriers per km².
   */
  readonly cellM?: number
}

/**
 * The fast courier index: couriers lie side by side in the cells of a grid over the whole Earth, in typed arrays only.
 * Exact at the poles and across the antimeridian.
 *
 * `upsert` and `remove` are O(1) amortised. A search costs the cells and couriers it reaches, and never more than all of
 * them: when it would visit more cells of the globe than the table has places, it looks at everybody instead. About 150
 * bytes a courier, and 12 bytes a row of the grid.
 */
export const gridCourierIndex = (options: GridOptions = {}): CourierIndex => {
  const cellM = options.cellM ?? 600
  invariant(cellM >= 50 && cellM <= 1_000_000, "cellM must be between 50 m and 1,000 km", { cellM })
  return new GridCourierIndex(cellM)
}

class GridCourierIndex implements CourierIndex {
  private readonly cellM: number
  private readonly grid: SphereGrid
  private readonly blocks = new CellBlocks()
  private readonly best = new NearestCouriers()
  private readonly circle = new SearchCircle()
  private latLngs = new Float64Array(2 * 64)

  constructor(cellM: number) {
    this.cellM = cellM
    this.grid = new SphereGrid(cellM)
  }

  get size(): number {
    return this.blocks.size
  }

  upsert(courier: number, position: LatLng): void {
    requirePlaceOnEarth(courier, position)
    const { lat, lng } = position
    const row = this.grid.rowOf(lat)
    this.blocks.put(courier, row, this.grid.columnOf(row, lng), lat, lng)
    if (2 * courier >= this.latLngs.length) this.growLatLngs(courier)
    this.latLngs[2 * courier] = lat
    this.latLngs[2 * courier + 1] = lng
  }

  remove(courier: number): boolean {
    return this.has(courier) && this.blocks.remove(courier)
  }

  position(courier: number): LatLng | undefined {
    if (!this.has(courier)) return undefined
    return { lat: f64(this.latLngs, 2 * courier), lng: f64(this.latLngs, 2 * courier + 1) }
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
    const wanted = Math.min(k, out.length, this.size)
    if (!(wanted >= 1 && withinM >= 0)) return 0
    const { best, circle } = this
    circle.moveTo(from)
    best.begin(wanted, circle.limitOf(withinM))
    // Everybody within the box of a circle has been seen before the next, wider one.
    let reachM = Math.min(this.cellM / 2, withinM)
    let firstSeen = 0
    let lastSeen = -1
    let lngSeen = 0
    for (;;) {
      circle.widenTo(reachM)
      const firstRow = this.grid.rowOf(from.lat - circle.latReach)
      const lastRow = this.grid.rowOf(from.lat + circle.latReach)
      if (this.cellsInBox(firstRow, lastRow) > this.blocks.endOfCells) {
        best.begin(wanted, circle.limitOf(withinM))
        for (let cell = 1; cell < this.blocks.endOfCells; cell++)
          if (this.blocks.countOf(cell) > 0) this.nearestInCell(cell, accept)
        break
      }
      this.nearestInBox(firstRow, lastRow, firstSeen, lastSeen, lngSeen, accept)
      if (reachM >= withinM || reachM >= HALF_AROUND_M || best.worst <= circle.innerLimit) break
      firstSeen = firstRow
      lastSeen = lastRow
      lngSeen = circle.lngReach
      // As soon as there are enough, the worst of them says how far to look; until then look half as far again.
      const nextM = best.isFull ? circle.reachOfM(best.worst) : reachM + Math.max(reachM, this.cellM) / 2
      reachM = Math.min(nextM, withinM)
    }
    return best.writeTo(out, outDistanceM)
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
    const { grid, blocks, circle } = this
    circle.moveTo(from)
    circle.widenTo(radiusM)
    const limit = circle.limitOf(radiusM)
    const firstRow = grid.rowOf(from.lat - circle.latReach)
    const lastRow = grid.rowOf(from.lat + circle.latReach)
    let found = 0
    if (this.cellsInBox(firstRow, lastRow) > this.blocks.endOfCells) {
      for (let cell = 1; cell < blocks.endOfCells; cell++)
        found = this.withinCell(cell, limit, accept, out, outDistanceM, found)
      return found
    }
    let south = grid.southOf(firstRow)
    let southReach = circle.reachAt(south)
    for (let row = firstRow; row <= lastRow; row++) {
      const north = grid.southOf(row + 1)
      const northReach = circle.reachAt(north)
      const columns = grid.columnsOf(row)
      const outer = circle.outerReach(south, southReach, north, northReach)
      const first = grid.unwrappedColumnOf(row, from.lng - outer)
      const last = Math.min(grid.unwrappedColumnOf(row, from.lng + outer), first + columns - 1)
      // Cells between the inner columns lie in the circle altogether: nobody in them needs to be measured.
      const inner = outDistanceM === undefined ? circle.innerReach(southReach, northReach) : NOWHERE
      const firstInner = inner >= 0 ? grid.unwrappedColumnOf(row, from.lng - inner) + 1 : last + 1
      const lastInner = inner >= 0 ? grid.unwrappedColumnOf(row, from.lng + inner) - 1 : last
      for (let column = first; column <= last; column++) {
        const cell = blocks.find(row, wrap(column, columns))
        if (cell === NO_CELL) continue
        found =
          column >= firstInner && column <= lastInner
            ? this.everybodyInCell(cell, accept, out, found)
            : this.withinCell(cell, limit, accept, out, outDistanceM, found)
      }
      south = north
      southReach = northReach
    }
    return found
  }

  private has(courier: number): boolean {
    return Number.isInteger(courier) && courier >= 0 && this.blocks.cellOf(courier) !== NO_CELL
  }

  /** About how many cells the box around the circle touches, at least; rows cost like cells. */
  private cellsInBox(firstRow: number, lastRow: number): number {
    return (lastRow - firstRow + 1) * (2 + (2 * this.circle.widthM) / this.cellM)
  }

  /** Visits the cells of the box, without those of the smaller box that was seen before (none: `firstSeen` > `lastSeen`). */
  private nearestInBox(
    firstRow: number,
    lastRow: number,
    firstSeen: number,
    lastSeen: number,
    lngSeen: number,
    accept: (courier: number) => boolean
  ): void {
    const { grid } = this
    const { lng, lngReach } = this.circle
    for (let row = firstRow; row <= lastRow; row++) {
      const columns = grid.columnsOf(row)
      const first = grid.unwrappedColumnOf(row, lng - lngReach)
      const last = Math.min(grid.unwrappedColumnOf(row, lng + lngReach), first + columns - 1)
      if (row < firstSeen || row > lastSeen) this.nearestInRow(row, columns, first, last, accept)
      else {
        const west = grid.unwrappedColumnOf(row, lng - lngSeen)
        const east = Math.min(grid.unwrappedColumnOf(row, lng + lngSeen), west + columns - 1)
        // When the box goes around the whole row, its west may have been seen a turn further east.
        const start = Math.max(first, east + 1 - columns)
        this.nearestInRow(row, columns, start, west - 1, accept)
        this.nearestInRow(row, columns, east + 1, Math.min(last, start + columns - 1), accept)
      }
    }
  }

  private nearestInRow(
    row: number,
    columns: number,
    first: number,
    last: number,
    accept: (courier: number) => boolean
  ): void {
    const { blocks } = this
    for (let column = first; column <= last; column++) {
      const cell = blocks.find(row, wrap(column, columns))
      if (cell !== NO_CELL) this.nearestInCell(cell, accept)
    }
  }

  private nearestInCell(cell: number, accept: (courier: number) => boolean): void {
    const { best, circle } = this
    const { x, y, z } = circle
    const { couriers, vectors } = this.blocks
    const end = this.blocks.startOf(cell) + this.blocks.countOf(cell)
    let worst = best.worst
    for (let at = this.blocks.startOf(cell); at < end; at++) {
      const dx = f64(vectors, 3 * at) - x
      const dy = f64(vectors, 3 * at + 1) - y
      const dz = f64(vectors, 3 * at + 2) - z
      const chord = dx * dx + dy * dy + dz * dz
      if (chord > worst) continue
      const courier = i32(couriers, at)
      if (chord === worst && courier >= best.worstCourier) continue
      if (!accept(courier)) continue
      best.add(chord, courier)
      worst = best.worst
    }
  }

  private withinCell(
    cell: number,
    limit: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM: Float64Array | undefined,
    before: number
  ): number {
    const { x, y, z } = this.circle
    const { couriers, vectors } = this.blocks
    const end = this.blocks.startOf(cell) + this.blocks.countOf(cell)
    let found = before
    for (let at = this.blocks.startOf(cell); at < end; at++) {
      const dx = f64(vectors, 3 * at) - x
      const dy = f64(vectors, 3 * at + 1) - y
      const dz = f64(vectors, 3 * at + 2) - z
      const chord = dx * dx + dy * dy + dz * dz
      if (chord > limit) continue
      const courier = i32(couriers, at)
      if (!accept(courier)) continue
      if (found === out.length) return found
      out[found] = courier
      if (outDistanceM !== undefined) outDistanceM[found] = distanceOfChordM(chord)
      found++
    }
    return found
  }

  private everybodyInCell(
    cell: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    before: number
  ): number {
    const { couriers } = this.blocks
    const end = this.blocks.startOf(cell) + this.blocks.countOf(cell)
    let found = before
    for (let at = this.blocks.startOf(cell); at < end; at++) {
      const courier = i32(couriers, at)
      if (!accept(courier)) continue
      if (found === out.length) return found
      out[found++] = courier
    }
    return found
  }

  private growLatLngs(courier: number): void {
    const latLngs = new Float64Array(2 * 2 ** Math.ceil(Math.log2(courier + 1)))
    latLngs.set(this.latLngs)
    this.latLngs = latLngs
  }
}

/** A column that may lie up to one turn outside its row. */
const wrap = (column: number, columns: number): number =>
  column < 0 ? column + columns : column >= columns ? column - columns : column
