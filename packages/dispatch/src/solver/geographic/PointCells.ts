import { f64, i32 } from "@hotbag/core"

/** Points sorted into square cells, and the cells into blocks of 4 × 4. Typed arrays that are filled anew, not rebuilt. */
export interface PointCells {
  /** South-western corner of the first cell, and the edge of a cell. */
  xM: number
  yM: number
  sizeM: number
  columns: number
  rows: number
  /** Points for which the grid was laid. */
  laidFor: number
  /** The points of cell `c` are `points[start[c]] .. points[start[c + 1] - 1]`, ascending. */
  start: Int32Array
  points: Int32Array
  /** Cell of each point that is present. */
  cellOf: Int32Array
}

/** Cells along an edge of a block: as a shift. */
export const BLOCK = 2

/** One cell without points. */
export const makePointCells = (): PointCells => ({
  xM: 0,
  yM: 0,
  sizeM: 1,
  columns: 1,
  rows: 1,
  laidFor: 0,
  start: new Int32Array(2),
  points: new Int32Array(0),
  cellOf: new Int32Array(0)
})

/** Sorts the points `0 .. size - 1` that are `present` into the cells of the grid. O(size + cells). */
export const fillCells = (
  cells: PointCells,
  x: Float64Array,
  y: Float64Array,
  present: Uint8Array,
  size: number
): void => {
  const total = cells.columns * cells.rows
  if (cells.start.length < total + 1) cells.start = new Int32Array(2 * total + 1)
  if (cells.points.length < size) cells.points = new Int32Array(2 * size)
  if (cells.cellOf.length < size) cells.cellOf = new Int32Array(2 * size)
  const { start, points, cellOf } = cells
  start.fill(0, 0, total + 1)
  for (let point = 0; point < size; point++) {
    if (present[point] !== 1) continue
    const cell = rowAt(cells, f64(y, point)) * cells.columns + columnAt(cells, f64(x, point))
    cellOf[point] = cell
    start[cell] = i32(start, cell) + 1
  }
  let sum = 0
  for (let cell = 0; cell <= total; cell++) {
    sum += i32(start, cell)
    start[cell] = sum
  }
  for (let point = size - 1; point >= 0; point--) {
    if (present[point] !== 1) continue
    const cell = i32(cellOf, point)
    const place = i32(start, cell) - 1
    start[cell] = place
    points[place] = point
  }
}

/** Points in all cells. */
export const pointCount = ({ start, columns, rows }: PointCells): number => i32(start, columns * rows)

/** Column of the cell that has this coordinate; those beyond the grid belong to its rim. */
export const columnAt = ({ xM, sizeM, columns }: PointCells, x: number): number =>
  Math.min(columns - 1, Math.max(0, Math.floor((x - xM) / sizeM)))

/** Row of the cell that has this coordinate. */
export const rowAt = ({ yM, sizeM, rows }: PointCells, y: number): number =>
  Math.min(rows - 1, Math.max(0, Math.floor((y - yM) / sizeM)))

/** Points further from the middle than this many standard deviations do not stretch the grid. */
const SPREAD = 3
/** Cells along an axis at most: bounds the memory where all points lie on a line. */
const MOST_CELLS = 512

/**
 * Lays a grid with about `perCell` points in a cell. It spans the points but for outliers, which fall into the cells at its
 * rim: one stray position must not swell every cell. O(size).
 */
export const layGrid = (
  cells: PointCells,
  x: Float64Array,
  y: Float64Array,
  present: Uint8Array,
  size: number,
  perCell: number
): void => {
  // The second time without those who are outliers by the first.
  const all = extentOf(x, y, present, size, EVERYWHERE)
  const inner = extentOf(x, y, present, size, trimmed(all))
  const { west, east, south, north, count } = inner.count > 0 ? trimmed(inner) : { ...ORIGIN, count: 0 }
  const wideM = east - west
  const highM = north - south
  const evenM = Math.sqrt((Math.max(wideM * highM, 1) * perCell) / Math.max(count, 1))
  cells.sizeM = Math.max(evenM, wideM / MOST_CELLS, highM / MOST_CELLS, 1)
  cells.xM = west
  cells.yM = south
  cells.columns = Math.floor(wideM / cells.sizeM) + 1
  cells.rows = Math.floor(highM / cells.sizeM) + 1
  cells.laidFor = all.count
}

interface Extent {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
  readonly count: number
  readonly meanX: number
  readonly meanY: number
  readonly spreadX: number
  readonly spreadY: number
}

const ORIGIN = { west: 0, east: 0, south: 0, north: 0 }
const EVERYWHERE = { west: -Infinity, east: Infinity, south: -Infinity, north: Infinity }

const extentOf = (
  x: Float64Array,
  y: Float64Array,
  present: Uint8Array,
  size: number,
  within: Pick<Extent, "west" | "east" | "south" | "north">
): Extent => {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  let [count, sumX, sumY, squaresX, squaresY] = [0, 0, 0, 0, 0]
  for (let point = 0; point < size; point++) {
    if (present[point] !== 1) continue
    const px = f64(x, point)
    const py = f64(y, point)
    if (px < within.west || px > within.east || py < within.south || py > within.north) continue
    count++
    if (px < west) west = px
    if (px > east) east = px
    if (py < south) south = py
    if (py > north) north = py
    sumX += px
    sumY += py
    squaresX += px * px
    squaresY += py * py
  }
  const [meanX, meanY] = [sumX / count, sumY / count]
  const spreadX = Math.sqrt(Math.max(0, squaresX / count - meanX * meanX))
  const spreadY = Math.sqrt(Math.max(0, squaresY / count - meanY * meanY))
  return { west, east, south, north, count, meanX, meanY, spreadX, spreadY }
}

const trimmed = ({ west, east, south, north, count, meanX, meanY, spreadX, spreadY }: Extent) => ({
  west: Math.max(west, meanX - SPREAD * spreadX),
  east: Math.min(east, meanX + SPREAD * spreadX),
  south: Math.max(south, meanY - SPREAD * spreadY),
  north: Math.min(north, meanY + SPREAD * spreadY),
  count
})
