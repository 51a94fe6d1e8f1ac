import { f64, i32 } from "../At.ts"
import { NO_STRIP, SPOTS_EAST, SPOTS_NORTH, STRIP_CELLS, type CellStrips } from "./CellStrips.ts"
import type { SearchCircle } from "./SearchCircle.ts"
import type { SphereGrid } from "./SphereGrid.ts"

/** Ints of a run: its first slot and one past its last. */
export const RUN = 2
/** Doubles of a frame: where the centre is, in spots east and north of the strip's corner, and what a spot eastwards weighs. */
export const FRAME = 3
const SPOTS_PER_COLUMN = SPOTS_EAST / STRIP_CELLS
/** Three bits say which cell of a strip a column is. */
const STRIP_OF = 3

/**
 * The slots that a search has to look at: those of the cells that its circle touches, as runs, because the couriers of
 * neighbouring cells lie side by side. A run has a frame, in which the flat chord to a spot is
 * (east - centre east)² · weight + (north - centre north)² · the weight of a row.
 *
 * The circle is set and widened first. Its memory grows to the largest search and is used again.
 */
export class StripRuns {
  runs = 0
  bounds = new Int32Array(RUN * 64)
  frames = new Float64Array(FRAME * 64)
  /** Slots in all runs. */
  slots = 0
  /** Something about the slots that were touched: without a use, an engine might leave out to read them. */
  touched = 0
  /** Runs that the circle covers altogether, after `collectCircle`. */
  covered = 0
  coveredBounds = new Int32Array(RUN * 64)
  private readonly grid: SphereGrid
  private readonly strips: CellStrips
  private readonly circle: SearchCircle
  /** Of the row in hand: where the centre is, in columns and in spots; how many columns a degree has; what a spot weighs. */
  private x = 0
  private north = 0
  private columnsPerDeg = 0
  private weight = 0

  constructor(grid: SphereGrid, strips: CellStrips, circle: SearchCircle) {
    this.grid = grid
    this.strips = strips
    this.circle = circle
  }

  /** Collects the box around the circle, or, when that is wider than what there is, everybody: true then. */
  collectBox(): boolean {
    const { grid, circle } = this
    const high = circle.latReach * grid.rowsPerDeg
    const y = grid.yOf(circle.lat)
    const firstRow = Math.max(y - high, 0) | 0
    const lastRow = Math.min(y + high, grid.rows - 1) | 0
    this.runs = 0
    this.covered = 0
    if (this.isWide(lastRow - firstRow + 1)) {
      this.collectAll()
      return true
    }
    const isAround = this.isAround()
    for (let row = firstRow; row <= lastRow; row++) {
      this.setRow(row)
      const wide = circle.lngReach * this.columnsPerDeg
      if (isAround) this.addAround(row, Math.floor(this.x - wide), Math.floor(this.x + wide) + 1)
      else this.addCells(row, (this.x - wide) | 0, ((this.x + wide) | 0) + 1, 0)
    }
    this.touch()
    return false
  }

  /** The same without the corners of the box, and apart from it what the circle covers. For small circles only. */
  collectCircle(): void {
    const { grid, circle, strips } = this
    const high = circle.latReach * grid.rowsPerDeg
    const y = grid.yOf(circle.lat)
    const firstRow = Math.max(y - high, 0) | 0
    const rows = (Math.min(y + high, grid.rows - 1) | 0) - firstRow + 1
    if (this.isWide(rows) || this.isAround()) {
      this.collectBox()
      return
    }
    this.runs = 0
    this.covered = 0
    circle.measureRows(firstRow, rows, grid)
    for (let i = 0; i < rows; i++) {
      this.setRow(firstRow + i)
      const outer = f64(circle.outer, i) * this.columnsPerDeg
      const inner = f64(circle.inner, i) * this.columnsPerDeg
      const first = (this.x - outer) | 0
      const end = ((this.x + outer) | 0) + 1
      // The cells where the inner reach ends are not covered from edge to edge.
      const innerEnd = Math.max((this.x + inner) | 0, first)
      const innerFirst = Math.min(((this.x - inner) | 0) + 1, innerEnd)
      for (let column = first >> STRIP_OF; column <= (end - 1) >> STRIP_OF; column++) {
        const strip = strips.find(firstRow + i, column)
        if (strip === NO_STRIP) continue
        const west = STRIP_CELLS * column
        const a = strips.beginOf(strip, Math.max(first - west, 0))
        const b = strips.beginOf(strip, Math.min(Math.max(innerFirst - west, 0), STRIP_CELLS))
        const c = strips.beginOf(strip, Math.min(Math.max(innerEnd - west, 0), STRIP_CELLS))
        const d = strips.beginOf(strip, Math.min(end - west, STRIP_CELLS))
        if (a < b) this.add(a, b, west)
        if (b < c) this.addCovered(b, c)
        if (c < d) this.add(c, d, west)
      }
    }
    this.touch()
  }

  private collectAll(): void {
    const { strips, grid } = this
    for (let strip = 1; strip < strips.endOfStrips; strip++) {
      if (strips.countOf(strip) === 0) continue
      const row = strips.rowOf(strip)
      const west = STRIP_CELLS * strips.columnOf(strip)
      this.setRow(row)
      // The shorter way around.
      const columns = grid.columnsOf(row)
      const turns = Math.round((this.x - west) / columns)
      this.add(strips.beginOf(strip, 0), strips.beginOf(strip, STRIP_CELLS), west + turns * columns)
    }
    this.touch()
  }

  /** Whether rows as wide as the circle would have about as many strips as the table, or more; a row costs like a strip. */
  private isWide(rows: number): boolean {
    const { circle, grid, strips } = this
    return rows * (2 + (2 / STRIP_CELLS) * (circle.widthM / grid.cellM)) > strips.endOfStrips
  }

  /** Whether the circle touches the antimeridian. */
  private isAround(): boolean {
    const { lng, lngReach } = this.circle
    return lng - lngReach < -180 || lng + lngReach >= 180
  }

  private setRow(row: number): void {
    const { grid, circle } = this
    const columnsPerDeg = grid.columnsPerDegOf(row)
    const spotEast = grid.columnAngleOf(row) * (1 / SPOTS_PER_COLUMN)
    this.columnsPerDeg = columnsPerDeg
    this.x = (circle.lng + 180) * columnsPerDeg
    // A place is taken for the middle of its spot.
    this.north = (grid.yOf(circle.lat) - row) * SPOTS_NORTH - 0.5
    this.weight = circle.cosLat * grid.cosOf(row) * spotEast * spotEast
  }

  /** The same as `addCells`, for columns that may lie up to a turn outside the row. */
  private addAround(row: number, first: number, end: number): void {
    const columns = this.grid.columnsOf(row)
    const once = Math.min(end, first + columns)
    for (let turn = -columns; turn <= columns; turn += columns) {
      const from = Math.max(first, turn)
      const to = Math.min(once, turn + columns)
      if (from < to) this.addCells(row, from - turn, to - turn, turn)
    }
  }

  /** Adds the cells of the row in hand from one column to before another, seen from the centre `turn` columns further east. */
  private addCells(row: number, first: number, end: number, turn: number): void {
    const { strips } = this
    for (let column = first >> STRIP_OF; column <= (end - 1) >> STRIP_OF; column++) {
      const strip = strips.find(row, column)
      if (strip === NO_STRIP) continue
      const west = STRIP_CELLS * column
      const begin = strips.beginOf(strip, Math.max(first - west, 0))
      this.add(begin, strips.beginOf(strip, Math.min(end - west, STRIP_CELLS)), west + turn)
    }
  }

  /** Adds a run of a strip that begins at the column `west`, as seen from the centre, in the row in hand. */
  private add(first: number, end: number, west: number): void {
    const run = this.runs
    if (RUN * run === this.bounds.length) {
      this.bounds = twice(this.bounds)
      const frames = new Float64Array(2 * this.frames.length)
      frames.set(this.frames)
      this.frames = frames
    }
    this.runs = run + 1
    this.bounds[RUN * run] = first
    this.bounds[RUN * run + 1] = end
    this.frames[FRAME * run] = (this.x - west) * SPOTS_PER_COLUMN - 0.5
    this.frames[FRAME * run + 1] = this.north
    this.frames[FRAME * run + 2] = this.weight
  }

  private addCovered(first: number, end: number): void {
    const run = this.covered
    if (RUN * run === this.coveredBounds.length) this.coveredBounds = twice(this.coveredBounds)
    this.covered = run + 1
    this.coveredBounds[RUN * run] = first
    this.coveredBounds[RUN * run + 1] = end
  }

  /**
   * Counts the slots and reads the first of every run: memory hands them over all at the same time then. While looking at
   * one run after the other, each would be waited for.
   */
  private touch(): void {
    const { bounds } = this
    const { slots } = this.strips
    let touched = 0
    let count = 0
    for (let run = 0; run < this.runs; run++) {
      const first = i32(bounds, RUN * run)
      count += i32(bounds, RUN * run + 1) - first
      touched ^= i32(slots, 2 * first)
    }
    this.touched = touched
    this.slots = count
  }
}

const twice = (bounds: Int32Array) => {
  const room = new Int32Array(2 * bounds.length)
  room.set(bounds)
  return room
}
