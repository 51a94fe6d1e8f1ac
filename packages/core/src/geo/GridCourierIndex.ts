import { f64 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { CellBlocks, ENTRY, NO_CELL } from "./CellBlocks.ts"
import type { CourierIndex } from "./CourierIndex.ts"
import { requirePlaceOnEarth } from "./CourierIndex.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"
import type { LatLng } from "./LatLng.ts"
import { latReachDeg, lngReachDeg } from "./LatLngBox.ts"
import { NearestCouriers } from "./NearestCouriers.ts"
import { SphereGrid } from "./SphereGrid.ts"
import { chordSquared, distanceOfChordM, HALF_AROUND_M, writeUnitVector } from "./unitVector.ts"

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
 * `upsert` and `remove` are O(1) amortised. A search costs the cells and couriers it reaches, and never more than all
 * couriers: when more cells would be visited than there are couriers, it looks at everybody instead. About 80 bytes a
 * courier, and 12 bytes a row of the grid.
 */
export const gridCourierIndex = (options: GridOptions = {}): CourierIndex => {
  const cellM = options.cellM ?? 600
  invariant(cellM >= 50 && cellM <= 1_000_000, "cellM must be between 50 m and 1,000 km", { cellM })
  return new GridCourierIndex(cellM)
}

/** Cells that a search may visit besides one per courier before it looks at everybody. */
const SPARE_CELLS = 64

class GridCourierIndex implements CourierIndex {
  private readonly cellM: number
  private readonly grid: SphereGrid
  private readonly blocks = new CellBlocks()
  private readonly best = new NearestCouriers()
  private latLngs = new Float64Array(2 * 64)

  /** The search under way: where from, as a unit vector and in degrees. */
  private readonly origin = new Float64Array(3)
  private lat = 0
  private lng = 0
  /** The rows and columns of the box around the circle under way. */
  private firstRow = 0
  private lastRow = 0
  private lngReach = 0

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
    this.begin(from)
    const wanted = Math.min(k, out.length, this.size)
    if (!(wanted >= 1 && withinM >= 0)) return 0
    this.best.begin(wanted, chordSquared(withinM))
    // Everybody within the box of each circle has been seen before the next, wider one; so the search ends with the
    // first circle that holds the worst of the nearest.
    let reachM = Math.min(this.cellM / 2, withinM)
    this.firstRow = 0
    this.lastRow = -1
    for (;;) {
      const firstSeen = this.firstRow
      const lastSeen = this.lastRow
      const lngSeen = this.lngReach
      if (this.measureBox(reachM) > this.size + SPARE_CELLS) {
        this.best.begin(wanted, chordSquared(withinM))
        for (let cell = 1; cell < this.blocks.endOfCells; cell++) this.nearestInCell(cell, accept)
        break
      }
      this.nearestInBox(firstSeen, lastSeen, lngSeen, accept)
      if (reachM >= withinM || reachM >= HALF_AROUND_M) break
      if (this.best.isFull && this.best.worst <= chordSquared(reachM)) break
      reachM = Math.min(reachM + this.cellM, withinM)
    }
    return this.best.writeTo(out, outDistanceM)
  }

  within(
    from: LatLng,
    radiusM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ): number {
    this.begin(from)
    if (!(radiusM >= 0)) return 0
    const limit = chordSquared(radiusM)
    let found = 0
    if (this.measureBox(radiusM) > this.size + SPARE_CELLS) {
      for (let cell = 1; cell < this.blocks.endOfCells; cell++)
        found = this.withinCell(cell, limit, accept, out, outDistanceM, found)
      return found
    }
    const { grid, blocks } = this
    for (let row = this.firstRow; row <= this.lastRow; row++) {
      const reachDeg = this.reachInRowDeg(row, radiusM)
      const columns = grid.columnsOf(row)
      const first = grid.unwrappedColumnOf(row, this.lng - reachDeg)
      const last = Math.min(grid.unwrappedColumnOf(row, this.lng + reachDeg), first + columns - 1)
      for (let column = first; column <= last; column++) {
        const cell = blocks.find(row, wrap(column, columns))
        if (cell !== NO_CELL) found = this.withinCell(cell, limit, accept, out, outDistanceM, found)
      }
    }
    return found
  }

  private has(courier: number): boolean {
    return Number.isInteger(courier) && courier >= 0 && this.blocks.cellOf(courier) !== NO_CELL
  }

  private begin(from: LatLng): void {
    requirePlaceOnEarth(0, from)
    this.lat = from.lat
    this.lng = from.lng
    writeUnitVector(from.lat, from.lng, this.origin, 0)
  }

  /** Lays the box around a circle; returns about how many cells it touches, rows costing like cells. */
  private measureBox(radiusM: number): number {
    const latReach = latReachDeg(radiusM)
    this.firstRow = this.grid.rowOf(this.lat - latReach)
    this.lastRow = this.grid.rowOf(this.lat + latReach)
    this.lngReach = lngReachDeg(this.lat, radiusM)
    const widest = Math.cos(Math.max(Math.abs(this.lat) - latReach, 0) * RADIANS)
    const columns = (2 * this.lngReach * METRES_PER_DEG * widest) / this.cellM
    return (this.lastRow - this.firstRow + 1) * (columns + 2)
  }

  /** Visits the cells of the box, without those of the smaller box that was seen before (none: `firstSeen` > `lastSeen`). */
  private nearestInBox(
    firstSeen: number,
    lastSeen: number,
    lngSeen: number,
    accept: (courier: number) => boolean
  ): void {
    const { grid, lng, lngReach } = this
    for (let row = this.firstRow; row <= this.lastRow; row++) {
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
    const { best } = this
    const { entries } = this.blocks
    const x = f64(this.origin, 0)
    const y = f64(this.origin, 1)
    const z = f64(this.origin, 2)
    const start = this.blocks.startOf(cell)
    const end = start + ENTRY * this.blocks.countOf(cell)
    for (let at = start; at < end; at += ENTRY) {
      const dx = f64(entries, at) - x
      const dy = f64(entries, at + 1) - y
      const dz = f64(entries, at + 2) - z
      const chord = dx * dx + dy * dy + dz * dz
      if (chord > best.worst) continue
      const courier = f64(entries, at + 3) | 0
      if (chord === best.worst && courier >= best.worstCourier) continue
      if (accept(courier)) best.add(chord, courier)
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
    const { entries } = this.blocks
    const x = f64(this.origin, 0)
    const y = f64(this.origin, 1)
    const z = f64(this.origin, 2)
    const start = this.blocks.startOf(cell)
    const end = start + ENTRY * this.blocks.countOf(cell)
    const room = out.length
    let found = before
    for (let at = start; at < end; at += ENTRY) {
      const dx = f64(entries, at) - x
      const dy = f64(entries, at + 1) - y
      const dz = f64(entries, at + 2) - z
      const chord = dx * dx + dy * dy + dz * dz
      if (chord > limit) continue
      const courier = f64(entries, at + 3) | 0
      if (!accept(courier)) continue
      if (found === room) return found
      out[found] = courier
      if (outDistanceM !== undefined) outDistanceM[found] = distanceOfChordM(chord)
      found++
    }
    return found
  }

  /**
   * How far east and west a circle reaches within a row, in degrees and a millimetre more. A parallel at latitude φ
   * cuts the circle at sin²(reach/2) = (sin²(radius/2) - sin²((φ - lat)/2)) ÷ (cos lat cos φ): haversine, solved for the
   * longitude. North and south of where it is widest the circle only narrows, so the nearer edge of the row decides.
   */
  private reachInRowDeg(row: number, radiusM: number): number {
    const south = this.grid.southOf(row)
    const north = this.grid.southOf(row + 1)
    const angle = radiusM / EARTH_RADIUS_M
    // The circle is widest a little towards the pole, never farther than its northern or southern end.
    if (this.lngReach >= 180 || angle > 0.1) return this.lngReach
    const widest = Math.asin(Math.sin(this.lat * RADIANS) / Math.cos(angle)) / RADIANS
    if (south <= widest && widest <= north) return this.lngReach
    const edge = widest < south ? south : north
    const half = Math.sin(((edge - this.lat) * RADIANS) / 2)
    const rest = Math.sin(angle / 2) ** 2 - half * half
    const cosines = Math.cos(this.lat * RADIANS) * Math.cos(edge * RADIANS)
    const reach = (2 * Math.asin(Math.sqrt(Math.max(rest, 0) / cosines))) / RADIANS
    return Math.min(this.lngReach, reach + SLACK_DEG)
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

const RADIANS = Math.PI / 180
const METRES_PER_DEG = EARTH_RADIUS_M * RADIANS
/** Rounding must not leave out a cell that the circle only just touches; a millimetre and more at any latitude. */
const SLACK_DEG = 1e-6
