import { i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import { writeUnitVector } from "./unitVector.ts"

/** No cell: the first record belongs to nobody. */
export const NO_CELL = 0

/** Ints of a cell's record, and what they are. */
const CELL = 8
const ROW = 0
const COLUMN = 1
/** The next record of the same place in the table; `NO_CELL` at the end. */
const NEXT = 2
/** Where the block of the cell starts, how many couriers are in it, and for how many it has room. */
const START = 3
const COUNT = 4
const ROOM = 5
/** Row of a record without a cell. */
const VACANT = -1

/** Couriers a cell has room for at first. */
const LEAST_ROOM = 4
/** Places of the smallest table. */
const LEAST_PLACES = 64

/**
 * Who is in which cell, laid out for searches that go along a row of cells: the records of neighbouring cells lie side by
 * side in the table, and so do the couriers of a cell, in one block; when memory grows, blocks are laid out anew in the
 * sequence of the table. A block that is full moves to one of twice the room, one that is three quarters empty to one of
 * half. Everything is O(1) amortised.
 *
 * The table has a place for every hash; a second cell of the same hash has its record behind the table and is linked to
 * the first. A cell keeps its own row and column, so that two cells of one hash are never confused.
 */
export class CellBlocks {
  /** Couriers in all cells. */
  size = 0
  /** Couriers of all blocks. */
  couriers = new Int32Array(256)
  /** Their unit vectors, three doubles each. */
  vectors = new Float64Array(3 * 256)
  private used = 0
  /** Blocks taken since all were laid out. */
  private scattered = 0
  /** Free blocks by the power of two of their room: start + 1, and the next of them in their first courier. */
  private readonly freeBlocks = new Int32Array(32)

  private places = LEAST_PLACES
  private cells = vacantCells(LEAST_PLACES)
  private openCells = 0
  /** Records behind the table that were never used start here, and used ones that are free are linked. */
  private overflow = LEAST_PLACES + 1
  private freeOverflow = NO_CELL

  /** Two ints of each courier: its cell, and its position in the block. */
  private whereabouts = new Int32Array(2 * 64)

  /** The cell of a row and column, `NO_CELL` when nobody is there. */
  find(row: number, column: number): number {
    const { cells } = this
    let cell = this.homeOf(row, column)
    while (i32(cells, CELL * cell + COLUMN) !== column || i32(cells, CELL * cell + ROW) !== row) {
      cell = i32(cells, CELL * cell + NEXT)
      if (cell === NO_CELL) return NO_CELL
    }
    return cell
  }

  /** Where the couriers of a cell begin in `couriers`; there are `countOf` of them. */
  startOf(cell: number): number {
    return i32(this.cells, CELL * cell + START)
  }

  countOf(cell: number): number {
    return i32(this.cells, CELL * cell + COUNT)
  }

  /** Cells run from 1 to below this; many of them have nobody in them. */
  get endOfCells(): number {
    return this.overflow
  }

  /** The courier's cell, `NO_CELL` when it is nowhere. */
  cellOf(courier: number): number {
    return 2 * courier < this.whereabouts.length ? i32(this.whereabouts, 2 * courier) : NO_CELL
  }

  /** Puts a courier into a cell, wherever it was, with the unit vector of its position. */
  put(courier: number, row: number, column: number, lat: number, lng: number): void {
    if (2 * courier >= this.whereabouts.length) this.growWhereabouts(courier)
    let cell = i32(this.whereabouts, 2 * courier)
    if (i32(this.cells, CELL * cell + COLUMN) !== column || i32(this.cells, CELL * cell + ROW) !== row) {
      if (cell !== NO_CELL) this.takeOut(courier, cell)
      cell = this.putIn(courier, row, column)
    }
    const at = this.startOf(cell) + i32(this.whereabouts, 2 * courier + 1)
    writeUnitVector(lat, lng, this.vectors, 3 * at)
  }

  /** False when the courier was nowhere. */
  remove(courier: number): boolean {
    const cell = this.cellOf(courier)
    if (cell === NO_CELL) return false
    this.takeOut(courier, cell)
    this.whereabouts[2 * courier] = NO_CELL
    return true
  }

  private putIn(courier: number, row: number, column: number): number {
    let cell = this.find(row, column)
    if (cell === NO_CELL) cell = this.open(row, column)
    const count = this.countOf(cell)
    const room = i32(this.cells, CELL * cell + ROOM)
    if (count === room) this.moveBlock(cell, 2 * room)
    this.cells[CELL * cell + COUNT] = count + 1
    this.whereabouts[2 * courier] = cell
    this.whereabouts[2 * courier + 1] = count
    this.couriers[this.startOf(cell) + count] = courier
    this.size++
    return cell
  }

  /** The last courier of the cell takes the place of the one that leaves. */
  private takeOut(courier: number, cell: number): void {
    const last = this.countOf(cell) - 1
    const position = i32(this.whereabouts, 2 * courier + 1)
    this.cells[CELL * cell + COUNT] = last
    this.size--
    if (position < last) {
      const to = this.startOf(cell) + position
      const from = this.startOf(cell) + last
      const moved = i32(this.couriers, from)
      this.couriers[to] = moved
      this.vectors.copyWithin(3 * to, 3 * from, 3 * from + 3)
      this.whereabouts[2 * moved + 1] = position
    }
    const room = i32(this.cells, CELL * cell + ROOM)
    if (last === 0) this.close(cell)
    else if (room > LEAST_ROOM && 4 * last <= room) this.moveBlock(cell, room / 2)
  }

  private open(row: number, column: number): number {
    // Half full at most; and there are half as many records behind the table as in it.
    const isCrowded = 2 * this.openCells >= this.places || CELL * this.overflow === this.cells.length
    if (isCrowded) this.growTable()
    const start = this.takeBlock(LEAST_ROOM)
    const cell = this.takeRecord(row, column)
    this.cells[CELL * cell + START] = start
    this.cells[CELL * cell + COUNT] = 0
    this.cells[CELL * cell + ROOM] = LEAST_ROOM
    return cell
  }

  private close(cell: number): void {
    const { cells } = this
    this.releaseBlock(this.startOf(cell), i32(cells, CELL * cell + ROOM))
    const home = this.homeOf(i32(cells, CELL * cell + ROW), i32(cells, CELL * cell + COLUMN))
    cells[CELL * cell + ROW] = VACANT
    this.openCells--
    if (cell === home) return
    let before = home
    while (i32(cells, CELL * before + NEXT) !== cell) before = i32(cells, CELL * before + NEXT)
    cells[CELL * before + NEXT] = i32(cells, CELL * cell + NEXT)
    cells[CELL * cell + NEXT] = this.freeOverflow
    this.freeOverflow = cell
  }

  private homeOf(row: number, column: number): number {
    // An odd stride between rows, so that the cells of a city a thousand columns wide do not meet in the table.
    return 1 + ((Math.imul(row, 1_021) + column) & (this.places - 1))
  }

  /** The record in the table when it is vacant, else one behind the table that is linked to it. */
  private takeRecord(row: number, column: number): number {
    const { cells } = this
    const home = this.homeOf(row, column)
    let cell = home
    if (i32(cells, CELL * home + ROW) !== VACANT) {
      cell = this.freeOverflow
      if (cell === NO_CELL) cell = this.overflow++
      else this.freeOverflow = i32(cells, CELL * cell + NEXT)
      cells[CELL * cell + NEXT] = i32(cells, CELL * home + NEXT)
      cells[CELL * home + NEXT] = cell
    }
    cells[CELL * cell + ROW] = row
    cells[CELL * cell + COLUMN] = column
    this.openCells++
    return cell
  }

  private moveBlock(cell: number, room: number): void {
    // Taking a block may lay out all of them anew, so the old start is read afterwards.
    const to = this.takeBlock(room)
    const from = this.startOf(cell)
    const end = from + this.countOf(cell)
    this.couriers.copyWithin(to, from, end)
    this.vectors.copyWithin(3 * to, 3 * from, 3 * end)
    this.releaseBlock(from, i32(this.cells, CELL * cell + ROOM))
    this.cells[CELL * cell + START] = to
    this.cells[CELL * cell + ROOM] = room
  }

  private takeBlock(room: number): number {
    // As many blocks out of sequence as there are cells: laying them out anew is paid for by the moves that led to it.
    if (++this.scattered > this.openCells + LEAST_PLACES) this.layOut(room)
    const kind = 31 - Math.clz32(room)
    const free = i32(this.freeBlocks, kind) - 1
    if (free >= 0) {
      this.freeBlocks[kind] = i32(this.couriers, free)
      return free
    }
    if (this.used + room > this.couriers.length) this.layOut(room)
    const start = this.used
    this.used += room
    return start
  }

  private releaseBlock(start: number, room: number): void {
    const kind = 31 - Math.clz32(room)
    this.couriers[start] = i32(this.freeBlocks, kind)
    this.freeBlocks[kind] = start + 1
  }

  /** Makes room for a block of `room`, and lays out all blocks in the sequence of their cells, without gaps. */
  private layOut(room: number): void {
    const { cells, couriers, vectors } = this
    let needed = room
    for (let cell = 1; cell < this.overflow; cell++)
      if (i32(cells, CELL * cell + ROW) !== VACANT) needed += i32(cells, CELL * cell + ROOM)
    let length = couriers.length
    while (length < 1.5 * needed) length *= 2
    this.couriers = new Int32Array(length)
    this.vectors = new Float64Array(3 * length)
    this.freeBlocks.fill(0)
    this.used = 0
    this.scattered = 0
    for (let cell = 1; cell < this.overflow; cell++) {
      if (i32(cells, CELL * cell + ROW) === VACANT) continue
      const from = this.startOf(cell)
      const end = from + this.countOf(cell)
      this.couriers.set(couriers.subarray(from, end), this.used)
      this.vectors.set(vectors.subarray(3 * from, 3 * end), 3 * this.used)
      cells[CELL * cell + START] = this.used
      this.used += i32(cells, CELL * cell + ROOM)
    }
  }

  private growTable(): void {
    const before = this.cells
    const end = this.overflow
    // When only the records behind the table ran out, the same size would do; twice is simpler, and shuffles anew.
    this.places *= 2
    this.cells = vacantCells(this.places)
    this.openCells = 0
    this.overflow = this.places + 1
    this.freeOverflow = NO_CELL
    for (let old = 1; old < end; old++) {
      const row = i32(before, CELL * old + ROW)
      if (row === VACANT) continue
      const cell = this.takeRecord(row, i32(before, CELL * old + COLUMN))
      for (const field of [START, COUNT, ROOM])
        this.cells[CELL * cell + field] = i32(before, CELL * old + field)
      const start = this.startOf(cell)
      for (let at = start; at < start + this.countOf(cell); at++)
        this.whereabouts[2 * i32(this.couriers, at)] = cell
    }
  }

  private growWhereabouts(courier: number): void {
    invariant(courier < Limits.indexedCouriers, "courier handles are dense and bounded", {
      courier,
      limit: Limits.indexedCouriers
    })
    const room = 2 * 2 ** Math.ceil(Math.log2(courier + 1))
    const whereabouts = new Int32Array(Math.max(this.whereabouts.length, room))
    whereabouts.set(this.whereabouts)
    this.whereabouts = whereabouts
  }
}

/** Records of a table and of half as many cells behind it. */
const vacantCells = (places: number): Int32Array => {
  const cells = new Int32Array(CELL * (1 + places + places / 2))
  for (let at = ROW; at < cells.length; at += CELL) cells[at] = VACANT
  return cells
}
