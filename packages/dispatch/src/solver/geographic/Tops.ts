import { f64, i32 } from "@hotbag/core"
import { BLOCK, columnAt, rowAt, type PointCells } from "./PointCells.ts"

/**
 * An upper bound of some value of the points (a dual, say) for every cell and every block: with it a search passes by
 * what cannot matter. Bounds may be too high, never too low: they rise at once and sink when somebody looks.
 */
export interface Tops {
  cell: Float64Array
  block: Float64Array
  /** Of all. */
  highest: number
  /** The cells that `cellsNear` found. */
  near: Int32Array
  /** Whether `cellsNear` passed by a cell with points within `farM`. */
  passedBy: boolean
}

/** Tops of no cells, until `fillTops`. */
export const makeTops = (): Tops => ({
  cell: new Float64Array(0),
  block: new Float64Array(0),
  highest: -Infinity,
  near: new Int32Array(0),
  passedBy: false
})

/** Exact tops of the points' values. O(points + cells). */
export const fillTops = (tops: Tops, cells: PointCells, values: Float64Array): void => {
  const total = cells.columns * cells.rows
  const blocks = blockColumns(cells) * (((cells.rows - 1) >> BLOCK) + 1)
  if (tops.cell.length < total) {
    tops.cell = new Float64Array(2 * total)
    tops.near = new Int32Array(2 * total)
  }
  if (tops.block.length < blocks) tops.block = new Float64Array(2 * blocks)
  tops.cell.fill(-Infinity, 0, total)
  tops.block.fill(-Infinity, 0, blocks)
  tops.highest = -Infinity
  const { start, points } = cells
  for (let cell = 0; cell < total; cell++) {
    const end = i32(start, cell + 1)
    let top = -Infinity
    for (let at = i32(start, cell); at < end; at++) top = Math.max(top, f64(values, i32(points, at)))
    if (top > -Infinity) raiseTop(tops, cells, cell, top)
  }
}

/** Takes note that a point of the cell has this value now. O(1). */
export const raiseTop = (tops: Tops, cells: PointCells, cell: number, value: number): void => {
  if (value <= f64(tops.cell, cell)) return
  tops.cell[cell] = value
  const block = blockOf(cells, cell)
  if (value > f64(tops.block, block)) tops.block[block] = value
  if (value > tops.highest) tops.highest = value
}

/** Takes note that no point of the cell is above `value` any more. O(1), and now and then the cells of a block. */
export const sinkTop = (tops: Tops, cells: PointCells, cell: number, value: number): void => {
  const before = f64(tops.cell, cell)
  if (value >= before) return
  tops.cell[cell] = value
  const block = blockOf(cells, cell)
  if (before < f64(tops.block, block)) return
  const { columns, rows } = cells
  const firstRow = (Math.floor(cell / columns) >> BLOCK) << BLOCK
  const firstColumn = ((cell % columns) >> BLOCK) << BLOCK
  const endRow = Math.min(rows, firstRow + (1 << BLOCK))
  const endColumn = Math.min(columns, firstColumn + (1 << BLOCK))
  let top = -Infinity
  for (let row = firstRow; row < endRow; row++) {
    for (let column = firstColumn; column < endColumn; column++) {
      const other = f64(tops.cell, row * columns + column)
      if (other > top) top = other
    }
  }
  tops.block[block] = top
}

/**
 * Writes to `tops.near` the cells that may have a point no more than (`gain` + its value) · `mPerCost` metres from
 * (`x`, `y`), nor more than `farM`; returns how many.
 */
export const cellsNear = (
  tops: Tops,
  cells: PointCells,
  x: number,
  y: number,
  gain: number,
  mPerCost: number,
  farM: number
): number => {
  tops.passedBy = true
  const widestM = Math.min((gain + tops.highest) * mPerCost, farM)
  if (!(widestM >= 0)) return 0
  const blocksWide = blockColumns(cells)
  const firstX = columnAt(cells, x - widestM) >> BLOCK
  const lastX = columnAt(cells, x + widestM) >> BLOCK
  const firstY = rowAt(cells, y - widestM) >> BLOCK
  const lastY = rowAt(cells, y + widestM) >> BLOCK
  const isWhole =
    firstX === 0 && firstY === 0 && lastX === blocksWide - 1 && lastY === (cells.rows - 1) >> BLOCK
  tops.passedBy = widestM < farM && !isWhole
  const inX = columnAt(cells, x)
  const inY = rowAt(cells, y)
  const eastM = x - cells.xM
  const northM = y - cells.yM
  let found = 0
  for (let blockY = firstY; blockY <= lastY; blockY++) {
    const row = blockY << BLOCK
    const dy = gapM(northM, inY, row, row + (1 << BLOCK) - 1, cells.sizeM)
    for (let blockX = firstX; blockX <= lastX; blockX++) {
      const top = f64(tops.block, blockY * blocksWide + blockX)
      const column = blockX << BLOCK
      const dx = gapM(eastM, inX, column, column + (1 << BLOCK) - 1, cells.sizeM)
      const reachM = (gain + top) * mPerCost
      const squareM = dx * dx + dy * dy
      if (reachM >= 0 && squareM <= reachM * reachM && squareM <= farM * farM) {
        found = cellsOfBlock(
          tops,
          cells,
          row,
          column,
          x,
          y,
          gain,
          mPerCost,
          Math.min(reachM, farM),
          farM,
          found
        )
      } else if (top > -Infinity && squareM <= farM * farM) tops.passedBy = true
    }
  }
  return found
}

const cellsOfBlock = (
  tops: Tops,
  cells: PointCells,
  blockRow: number,
  blockColumn: number,
  x: number,
  y: number,
  gain: number,
  mPerCost: number,
  withinM: number,
  farM: number,
  before: number
): number => {
  const { sizeM, columns } = cells
  const { cell, near } = tops
  const side = 1 << BLOCK
  const firstRow = Math.max(blockRow, rowAt(cells, y - withinM))
  const lastRow = Math.min(blockRow + side - 1, rowAt(cells, y + withinM))
  const firstColumn = Math.max(blockColumn, columnAt(cells, x - withinM))
  const lastColumn = Math.min(blockColumn + side - 1, columnAt(cells, x + withinM))
  if (withinM < farM && (lastRow - firstRow < side - 1 || lastColumn - firstColumn < side - 1)) {
    tops.passedBy = true
  }
  const inX = columnAt(cells, x)
  const inY = rowAt(cells, y)
  const eastM = x - cells.xM
  const northM = y - cells.yM
  let found = before
  for (let row = firstRow; row <= lastRow; row++) {
    const dy = gapM(northM, inY, row, row, sizeM)
    for (let column = firstColumn; column <= lastColumn; column++) {
      const top = f64(cell, row * columns + column)
      const dx = gapM(eastM, inX, column, column, sizeM)
      const reachM = (gain + top) * mPerCost
      const squareM = dx * dx + dy * dy
      if (reachM >= 0 && squareM <= reachM * reachM && squareM <= farM * farM) {
        near[found++] = row * columns + column
      } else if (top > -Infinity && squareM <= farM * farM) tops.passedBy = true
    }
  }
  return found
}

/**
 * How far along one axis the cells `first .. last` are from a coordinate that lies in cell `inside`; 0 when it is one of
 * them. The outermost cells have no outer edge.
 */
const gapM = (atM: number, inside: number, first: number, last: number, sizeM: number): number =>
  last < inside ? atM - (last + 1) * sizeM : first > inside ? first * sizeM - atM : 0

const blockColumns = ({ columns }: PointCells): number => ((columns - 1) >> BLOCK) + 1

const blockOf = (cells: PointCells, cell: number): number => {
  const row = Math.floor(cell / cells.columns)
  return (row >> BLOCK) * blockColumns(cells) + ((cell - row * cells.columns) >> BLOCK)
}
