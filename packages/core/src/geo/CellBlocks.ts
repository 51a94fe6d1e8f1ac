import { f64, i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import { writeUnitVector } from "./unitVector.ts"

/** No cell, and no block: the first of each belongs to nobody. */
export const NO_CELL = 0

/** Couriers a cell has room for at first. */
const LEAST_ROOM = 4
/** Ints of a cell: next cell in its bucket, start of its block, couriers in it, room of the block. */
const CELL = 4
/** Rows times this plus column is a cell's key: more columns than the finest grid has. */
const KEY_COLUMNS = 2 ** 24

/**
 * Who is in which cell. The couriers of a cell lie side by side in one block, so that looking at all of
 * them is one sweep through memory; a block that is full moves to one of twice the room, one that is three quarters
 * empty to one of half. Cells are found by hashing row and column such that neighbours in a row are neighbours in the
 * table; a cell keeps its own key, so that two cells in one bucket are never confused. Everything is O(1) amortised.
 */
export class CellBlocks {
  /** Couriers in all cells. */
  size = 0
  /** Couriers of all blocks. */
  couriers = new Int32Array(256)
  /** Their unit vectors, three doubles each. */
  vectors = new Float64Array(3 * 256)
  private used = LEAST_ROOM
  /** Free blocks by the power of two of their room; linked through their first courier. */
  private readonly freeBlocks = new Int32Array(32)

  private keys = new Float64Array(64)
  private cells = new Int32Array(CELL * 64)
  private usedCells = 1
  private freeCell = NO_CELL
  private buckets = new Int32Array(128)

  /** Two ints of each courier: its cell, and its place in the block. */
  private places = new Int32Array(2 * 64)

  /** The cell of a row and column, `NO_CELL` when nobody is there. */
  find(row: number, column: number): number {
    const key = row * KEY_COLUMNS + column
    let cell = i32(this.buckets, this.bucketOf(row, column))
    while (cell !== NO_CELL && f64(this.keys, cell) !== key) cell = i32(this.cells, CELL * cell)
    return cell
  }

  /** Where the couriers of a cell begin in `couriers`; there are `countOf` of them. */
  startOf(cell: number): number {
    return i32(this.cells, CELL * cell + 1)
  }

  countOf(cell: number): number {
    return i32(this.cells, CELL * cell + 2)
  }

  /** Cells run from 1 to below this; some of them may be empty. */
  get endOfCells(): number {
    return this.usedCells
  }

  /** The courier's cell, `NO_CELL` when it is nowhere. */
  cellOf(courier: number): number {
    return 2 * courier < this.places.length ? i32(this.places, 2 * courier) : NO_CELL
  }

  /** Puts a courier into a cell, wherever it was, with the unit vector of its position. */
  put(courier: number, row: number, column: number, lat: number, lng: number): void {
    if (2 * courier >= this.places.length) this.growPlaces(courier)
    let cell = i32(this.places, 2 * courier)
    if (cell === NO_CELL || f64(this.keys, cell) !== row * KEY_COLUMNS + column) {
      if (cell !== NO_CELL) this.takeOut(courier, cell)
      cell = this.putIn(courier, row, column)
    }
    const at = this.startOf(cell) + i32(this.places, 2 * courier + 1)
    writeUnitVector(lat, lng, this.vectors, 3 * at)
  }

  /** False when the courier was nowhere. */
  remove(courier: number): boolean {
    const cell = this.cellOf(courier)
    if (cell === NO_CELL) return false
    this.takeOut(courier, cell)
    this.places[2 * courier] = NO_CELL
    return true
  }

  private putIn(courier: number, row: number, column: number): number {
    let cell = this.find(row, column)
    if (cell === NO_CELL) cell = this.open(row, column)
    const count = this.countOf(cell)
    const room = i32(this.cells, CELL * cell + 3)
    if (count === room) this.moveBlock(cell, 2 * room)
    this.cells[CELL * cell + 2] = count + 1
    this.places[2 * courier] = cell
    this.places[2 * courier + 1] = count
    this.couriers[this.startOf(cell) + count] = courier
    this.size++
    return cell
  }

  /** The last courier of the cell takes the place of the one that leaves. */
  private takeOut(courier: number, cell: number): void {
    const last = this.countOf(cell) - 1
    const place = i32(this.places, 2 * courier + 1)
    this.cells[CELL * cell + 2] = last
    this.size--
    if (place < last) {
      const to = this.startOf(cell) + place
      const from = this.startOf(cell) + last
      const moved = i32(this.couriers, from)
      this.couriers[to] = moved
      this.vectors.copyWithin(3 * to, 3 * from, 3 * from + 3)
      this.places[2 * moved + 1] = place
    }
    const room = i32(this.cells, CELL * cell + 3)
    if (last === 0) this.close(cell)
    else if (room > LEAST_ROOM && 4 * last <= room) this.moveBlock(cell, room / 2)
  }

  private open(row: number, column: number): number {
    let cell = this.freeCell
    if (cell === NO_CELL) {
      if (this.usedCells === this.keys.length) this.growCells()
      cell = this.usedCells++
    } else this.freeCell = i32(this.cells, CELL * cell)
    const bucket = this.bucketOf(row, column)
    this.keys[cell] = row * KEY_COLUMNS + column
    this.cells[CELL * cell] = i32(this.buckets, bucket)
    this.cells[CELL * cell + 1] = this.takeBlock(LEAST_ROOM)
    this.cells[CELL * cell + 2] = 0
    this.cells[CELL * cell + 3] = LEAST_ROOM
    this.buckets[bucket] = cell
    return cell
  }

  private close(cell: number): void {
    const bucket = this.bucketOfKey(f64(this.keys, cell))
    const next = i32(this.cells, CELL * cell)
    let before = i32(this.buckets, bucket)
    if (before === cell) this.buckets[bucket] = next
    else {
      while (i32(this.cells, CELL * before) !== cell) before = i32(this.cells, CELL * before)
      this.cells[CELL * before] = next
    }
    this.releaseBlock(this.startOf(cell), i32(this.cells, CELL * cell + 3))
    this.cells[CELL * cell] = this.freeCell
    this.freeCell = cell
  }

  private moveBlock(cell: number, room: number): void {
    const from = this.startOf(cell)
    const to = this.takeBlock(room)
    const end = from + this.countOf(cell)
    this.couriers.copyWithin(to, from, end)
    this.vectors.copyWithin(3 * to, 3 * from, 3 * end)
    this.releaseBlock(from, i32(this.cells, CELL * cell + 3))
    this.cells[CELL * cell + 1] = to
    this.cells[CELL * cell + 3] = room
  }

  private takeBlock(room: number): number {
    const kind = 31 - Math.clz32(room)
    const free = i32(this.freeBlocks, kind)
    if (free !== 0) {
      this.freeBlocks[kind] = i32(this.couriers, free)
      return free
    }
    const start = this.used
    this.used += room
    if (this.used > this.couriers.length) this.growBlocks()
    return start
  }

  private releaseBlock(start: number, room: number): void {
    const kind = 31 - Math.clz32(room)
    this.couriers[start] = i32(this.freeBlocks, kind)
    this.freeBlocks[kind] = start
  }

  private bucketOf(row: number, column: number): number {
    // An odd stride between rows, so that the cells of a city a thousand columns wide do not meet in the table.
    return (Math.imul(row, 1_021) + column) & (this.buckets.length - 1)
  }

  private bucketOfKey(key: number): number {
    const row = Math.floor(key / KEY_COLUMNS)
    return this.bucketOf(row, key - row * KEY_COLUMNS)
  }

  private growBlocks(): void {
    const room = 2 * Math.max(this.couriers.length, this.used)
    const couriers = new Int32Array(room)
    couriers.set(this.couriers)
    this.couriers = couriers
    const vectors = new Float64Array(3 * room)
    vectors.set(this.vectors)
    this.vectors = vectors
  }

  private growCells(): void {
    const room = 2 * this.keys.length
    const keys = new Float64Array(room)
    keys.set(this.keys)
    this.keys = keys
    const cells = new Int32Array(CELL * room)
    cells.set(this.cells)
    this.cells = cells
    // Every cell is open when room runs out, so all of them are in a bucket.
    this.buckets = new Int32Array(2 * room)
    for (let cell = 1; cell < this.usedCells; cell++) {
      const bucket = this.bucketOfKey(f64(keys, cell))
      cells[CELL * cell] = i32(this.buckets, bucket)
      this.buckets[bucket] = cell
    }
  }

  private growPlaces(courier: number): void {
    invariant(courier < Limits.indexedCouriers, "courier handles are dense and bounded", {
      courier,
      limit: Limits.indexedCouriers
    })
    const places = new Int32Array(2 * Math.max(this.places.length, 2 ** Math.ceil(Math.log2(courier + 1))))
    places.set(this.places)
    this.places = places
  }
}
