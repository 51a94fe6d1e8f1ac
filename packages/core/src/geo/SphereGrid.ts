import { f64, i32 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"

/**
 * The globe cut into rows of constant latitude height, each row into columns about as wide as it is high: so cells are
 * equally large from the equator to the poles. Columns count eastwards from the antimeridian and wrap around there.
 * 12 bytes a row; rows of 600 m are 33,359, and each is measured when it is first asked for.
 */
export class SphereGrid {
  readonly rows: number
  private readonly cellM: number
  private readonly rowsPerDeg: number
  private readonly columns: Int32Array
  private readonly columnsPerDeg: Float64Array

  /** @param cellM height of a row, and least width of a column, in metres */
  constructor(cellM: number) {
    this.cellM = cellM
    this.rows = Math.max(1, Math.floor((Math.PI * EARTH_RADIUS_M) / cellM))
    this.rowsPerDeg = this.rows / 180
    this.columns = new Int32Array(this.rows)
    this.columnsPerDeg = new Float64Array(this.rows)
  }

  rowOf(lat: number): number {
    return Math.min(Math.max(Math.floor((lat + 90) * this.rowsPerDeg), 0), this.rows - 1)
  }

  columnsOf(row: number): number {
    if (i32(this.columns, row) === 0) this.measure(row)
    return i32(this.columns, row)
  }

  /** Column of a longitude, not wrapped: below 0 west of the antimeridian, from `columnsOf` on east of it. */
  unwrappedColumnOf(row: number, lng: number): number {
    if (i32(this.columns, row) === 0) this.measure(row)
    return Math.floor((lng + 180) * f64(this.columnsPerDeg, row))
  }

  /** Column of a longitude from -180 to 180. */
  columnOf(row: number, lng: number): number {
    const column = this.unwrappedColumnOf(row, lng)
    // 180° E is 180° W.
    return column < i32(this.columns, row) ? column : 0
  }

  /** Latitude of the southern edge of a row; that of the northern edge is the next row's. */
  southOf(row: number): number {
    return row / this.rowsPerDeg - 90
  }

  private measure(row: number): void {
    // A row is as wide as at its middle; that a cell is a little narrower towards the pole matters to no search.
    const cosMiddle = Math.cos((((row + 0.5) / this.rowsPerDeg - 90) * Math.PI) / 180)
    const columns = Math.max(1, Math.floor((2 * Math.PI * EARTH_RADIUS_M * cosMiddle) / this.cellM))
    this.columns[row] = columns
    this.columnsPerDeg[row] = columns / 360
  }
}
