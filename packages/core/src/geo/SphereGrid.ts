import { f64 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"
import type { LatLng } from "./LatLng.ts"

/** Doubles of a row, and what they are. */
const ROW = 4
const COLUMNS_PER_DEG = 0
/** Cosine and sine of the latitude of the middle. */
const COS = 1
const SIN = 2
/** Width of a column in radians of longitude. */
const COLUMN_ANGLE = 3
/** Of a cell: half a metre at most. */
const EDGE = 1e-6

/**
 * The globe cut into rows of constant latitude height, each row into columns about as wide as it is high: so cells are
 * equally large from the equator to the poles. Columns count eastwards from the antimeridian and wrap around there.
 * 32 bytes a row; rows of 300 m are 66,717, and each is measured when it is first asked for.
 */
export class SphereGrid {
  readonly cellM: number
  readonly rows: number
  readonly rowsPerDeg: number
  /** Height of a row in radians. */
  readonly rowAngle: number
  /** The cell of a position that was located, and where that is in columns and rows: always within the cell. */
  row = 0
  column = 0
  x = 0
  y = 0
  private readonly table: Float64Array

  /** @param cellM height of a row, and least width of a column, in metres */
  constructor(cellM: number) {
    this.cellM = cellM
    this.rows = Math.max(1, Math.floor((Math.PI * EARTH_RADIUS_M) / cellM))
    this.rowsPerDeg = this.rows / 180
    this.rowAngle = Math.PI / this.rows
    this.table = new Float64Array(ROW * this.rows)
  }

  /** Where a latitude is, in rows from the south pole. */
  yOf(lat: number): number {
    return (lat + 90) * this.rowsPerDeg
  }

  rowOf(lat: number): number {
    return Math.min(Math.max(Math.floor((lat + 90) * this.rowsPerDeg), 0), this.rows - 1)
  }

  /** Finds the cell of a position: in fields, because a result would cost an allocation. */
  locate({ lat, lng }: LatLng): void {
    const y = Math.min((lat + 90) * this.rowsPerDeg, this.rows - EDGE)
    const row = y | 0
    let x = (lng + 180) * this.columnsPerDegOf(row)
    // 180° E, and whatever is rounded to it, is in the last column.
    if (lng > 179) x = Math.min(x, this.columnsOf(row) - EDGE)
    this.x = x
    this.y = y
    this.row = row
    this.column = x | 0
  }

  columnsOf(row: number): number {
    return Math.round(360 * this.columnsPerDegOf(row))
  }

  columnsPerDegOf(row: number): number {
    // The result of a call instead would be a choice of two kinds for the engine, and cost an allocation.
    if (f64(this.table, ROW * row + COLUMNS_PER_DEG) === 0) this.measure(row)
    return f64(this.table, ROW * row + COLUMNS_PER_DEG)
  }

  /** Width of a column in radians of longitude, of a row that was measured. */
  columnAngleOf(row: number): number {
    return f64(this.table, ROW * row + COLUMN_ANGLE)
  }

  /** Cosine of the latitude of the middle of a row that was measured. */
  cosOf(row: number): number {
    return f64(this.table, ROW * row + COS)
  }

  /** Sine of the same. */
  sinOf(row: number): number {
    return f64(this.table, ROW * row + SIN)
  }

  private measure(row: number): void {
    // A row is as wide as at its middle; that a cell is a little narrower towards the pole matters to no search.
    const middle = (((row + 0.5) / this.rowsPerDeg - 90) * Math.PI) / 180
    const columns = Math.max(1, Math.floor((2 * Math.PI * EARTH_RADIUS_M * Math.cos(middle)) / this.cellM))
    this.table[ROW * row + COLUMNS_PER_DEG] = columns / 360
    this.table[ROW * row + COS] = Math.cos(middle)
    this.table[ROW * row + SIN] = Math.sin(middle)
    this.table[ROW * row + COLUMN_ANGLE] = (2 * Math.PI) / columns
  }
}
