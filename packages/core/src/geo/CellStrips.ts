import { f64, i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import type { LatLng } from "./LatLng.ts"

/** No strip: the first record belongs to nobody. */
export const NO_STRIP = 0
/** Cells of a strip, side by side in a row, a power of two. */
export const STRIP_CELLS = 8
/** A spot is where in a strip somebody is: 17 bits of an int say how far east, 15 how far north. */
export const SPOT_EAST_BITS = 17
export const SPOTS_EAST = 2 ** SPOT_EAST_BITS
export const SPOTS_NORTH = 2 ** (32 - SPOT_EAST_BITS)
const CELL_BITS = 3
const WITHIN_STRIP = STRIP_CELLS - 1

/** Ints of a strip's record: one line of the processor's cache. */
const STRIP = 16
const ROW = 0
const COLUMN = 1
/** The next record of the same place in the table; `NO_STRIP` at the end. */
const NEXT = 2
/** Where the block of the strip starts, and for how many couriers it has room. */
const START = 3
const ROOM = 4
/** Where the couriers of each cell begin in the block, and after those of the last cell where they end. */
const BEGINS = 5
const COUNT = BEGINS + STRIP_CELLS

/** Of the eight ints of a courier's memory, after its position: its cell, and its slot. */
const COURIER_ROW = 4
const COURIER_COLUMN = 5
const SLOT = 6
/** The slot of who is nowhere. */
const NO_SLOT = 0

/** Row of a record without a strip. */
const VACANT = -1

/** Couriers a strip has room for at first. */
const LEAST_ROOM = 8
/** Couriers asked what is usual. */
const SAMPLE = 255
/** Places of the smallest table. */
const LEAST_PLACES = 64

/**
 * Who is in which cell, laid out for searches that go along a row of cells. Eight cells side by side are a strip. The
 * couriers of a strip lie in one block, sorted by cell, so that those of neighbouring cells are one run of memory; each is
 * a slot of eight bytes: who, and where in the strip in two 16-bit numbers. A search reads little else.
 *
 * Who moves to the next cell swaps with the last courier of the own one; who comes from elsewhere moves one courier of each
 * cell that follows in the strip. A block that is full moves to one of twice the room, one that is three quarters empty to
 * one of half; now and then all are laid out anew in the sequence of the table. Everything is O(1) amortised.
 *
 * The table has a place for every hash, neighbours side by side; a second strip of the same hash has its record behind the
 * table and is linked to the first. A strip keeps its own row and column, so that two of one hash are never confused.
 */
export class CellStrips {
  /** Couriers in all strips. */
  size = 0
  /** Two ints a slot: the courier, and its spot: how far north, and in the lower bits how far east, in the strip. */
  slots = new Int32Array(2 * 256)
  /** Four doubles of each courier: latitude, longitude, and the memory of its whereabouts. */
  private latLngs = new Float64Array(4 * 64)
  private whereabouts = new Int32Array(this.latLngs.buffer)

  /** Slots that were ever used; the first belongs to nobody. */
  private used = 1
  /** Blocks taken since all were laid out. */
  private scattered = 0
  /** Free blocks by the power of two of their room: start + 1, and the next of them in their first slot. */
  private readonly freeBlocks = new Int32Array(32)

  private places = LEAST_PLACES
  private records = vacantRecords(LEAST_PLACES)
  private openStrips = 0
  /** Records behind the table that were never used start here, and used ones that are free are linked. */
  private overflow = LEAST_PLACES + 1
  private freeOverflow = NO_STRIP

  /** The strip of a row and of a strip column, `NO_STRIP` when nobody is there. */
  find(row: number, column: number): number {
    const { records } = this
    let strip = 1 + ((Math.imul(row, ROW_STRIDE) + column) & (this.places - 1))
    while (i32(records, STRIP * strip + COLUMN) !== column || i32(records, STRIP * strip + ROW) !== row) {
      strip = i32(records, STRIP * strip + NEXT)
      if (strip === NO_STRIP) return NO_STRIP
    }
    return strip
  }

  /** First slot of the cells of a strip from this one on; with 8, one past the last slot of the strip. */
  beginOf(strip: number, cell: number): number {
    return i32(this.records, STRIP * strip + START) + i32(this.records, STRIP * strip + BEGINS + cell)
  }

  /** Couriers in a strip; a vacant one has none. */
  countOf(strip: number): number {
    return i32(this.records, STRIP * strip + COUNT)
  }

  rowOf(strip: number): number {
    return i32(this.records, STRIP * strip + ROW)
  }

  columnOf(strip: number): number {
    return i32(this.records, STRIP * strip + COLUMN)
  }

  /** Strips run from 1 to below this; many of them have nobody in them. */
  get endOfStrips(): number {
    return this.overflow
  }

  has(courier: number): boolean {
    return 4 * courier < this.latLngs.length && this.slotOf(courier) !== NO_SLOT
  }

  latOf(courier: number): number {
    return f64(this.latLngs, 4 * courier)
  }

  lngOf(courier: number): number {
    return f64(this.latLngs, 4 * courier + 1)
  }

  /** Notes the position of a courier who is to be put into its cell next. Memory grows to the greatest handle. */
  locate(courier: number, { lat, lng }: LatLng): void {
    if (4 * courier >= this.latLngs.length) this.growCouriers(courier)
    this.latLngs[4 * courier] = lat
    this.latLngs[4 * courier + 1] = lng
  }

  /** Puts a courier who was located into the cell, wherever it was, at its spot in the strip of the cell. */
  put(courier: number, row: number, column: number, east: number, north: number): void {
    const { whereabouts } = this
    const at = 8 * courier
    if (i32(whereabouts, at + SLOT) === NO_SLOT) this.putIn(courier, row, column)
    else if (i32(whereabouts, at + COURIER_ROW) !== row || i32(whereabouts, at + COURIER_COLUMN) !== column)
      this.move(courier, row, column)
    this.slots[2 * i32(whereabouts, at + SLOT) + 1] = (north << SPOT_EAST_BITS) | east
  }

  /** Takes out a courier who is somewhere. */
  remove(courier: number): void {
    this.takeOut(courier)
    this.whereabouts[8 * courier + SLOT] = NO_SLOT
  }

  /** Couriers in three cells of a strip: the given one and its neighbours, at the end of the strip those next to it. */
  countAround(strip: number, cell: number): number {
    const first = Math.min(Math.max(cell - 1, 0), STRIP_CELLS - 3)
    return this.beginOf(strip, first + 3) - this.beginOf(strip, first)
  }

  /** How many are around the median courier (`countAround`): about, from a sample, in O(strips); 0 when there is nobody. */
  usualCount(): number {
    const step = Math.max(this.size / SAMPLE, 1)
    const counts: Array<number> = []
    let seen = 0
    for (let strip = 1; strip < this.overflow; strip++)
      for (let cell = 0; cell < STRIP_CELLS && this.countOf(strip) > 0; cell++) {
        seen += this.beginOf(strip, cell + 1) - this.beginOf(strip, cell)
        while (counts.length * step < seen) counts.push(this.countAround(strip, cell))
      }
    return counts.sort((a, b) => a - b)[counts.length >> 1] ?? 0
  }

  /** Empties all strips; calls for each courier who was in them, to be put again. */
  putAgain(put: (courier: number) => void): void {
    this.size = 0
    this.used = 1
    this.scattered = 0
    this.freeBlocks.fill(0)
    this.clearTable(LEAST_PLACES)
    for (let courier = 0; 4 * courier < this.latLngs.length; courier++) {
      if (this.slotOf(courier) === NO_SLOT) continue
      this.whereabouts[8 * courier + SLOT] = NO_SLOT
      put(courier)
    }
  }

  private slotOf(courier: number): number {
    return i32(this.whereabouts, 8 * courier + SLOT)
  }

  private move(courier: number, row: number, column: number): void {
    const columnBefore = i32(this.whereabouts, 8 * courier + COURIER_COLUMN)
    if (
      i32(this.whereabouts, 8 * courier + COURIER_ROW) === row &&
      columnBefore >> CELL_BITS === column >> CELL_BITS
    )
      this.shift(courier, row, columnBefore, column)
    else {
      this.takeOut(courier)
      this.putIn(courier, row, column)
    }
  }

  /** Moves the courier to another cell of its strip: one courier of each cell between gives way. */
  private shift(courier: number, row: number, from: number, to: number): void {
    const { records } = this
    const strip = this.find(row, to >> CELL_BITS)
    const start = i32(records, STRIP * strip + START)
    const begins = STRIP * strip + BEGINS
    let hole = this.slotOf(courier)
    for (let cell = from & WITHIN_STRIP; cell < (to & WITHIN_STRIP); cell++)
      hole = this.closeHole(start, hole, begins + cell + 1)
    for (let cell = from & WITHIN_STRIP; cell > (to & WITHIN_STRIP); cell--)
      hole = this.openHole(start, hole, begins + cell)
    this.fillHole(courier, row, to, hole)
  }

  private putIn(courier: number, row: number, column: number): void {
    let strip = this.find(row, column >> CELL_BITS)
    if (strip === NO_STRIP) strip = this.open(row, column >> CELL_BITS)
    const count = this.countOf(strip)
    const room = i32(this.records, STRIP * strip + ROOM)
    if (count === room) this.moveBlock(strip, 2 * room)
    const start = i32(this.records, STRIP * strip + START)
    const begins = STRIP * strip + BEGINS
    let hole = start + count
    this.records[STRIP * strip + COUNT] = count + 1
    for (let cell = WITHIN_STRIP; cell > (column & WITHIN_STRIP); cell--)
      hole = this.openHole(start, hole, begins + cell)
    this.fillHole(courier, row, column, hole)
    this.size++
  }

  private takeOut(courier: number): void {
    const { records } = this
    const column = i32(this.whereabouts, 8 * courier + COURIER_COLUMN)
    const strip = this.find(i32(this.whereabouts, 8 * courier + COURIER_ROW), column >> CELL_BITS)
    const start = i32(records, STRIP * strip + START)
    const begins = STRIP * strip + BEGINS
    let hole = this.slotOf(courier)
    for (let cell = column & WITHIN_STRIP; cell < STRIP_CELLS; cell++)
      hole = this.closeHole(start, hole, begins + cell + 1)
    this.size--
    const count = hole - start
    const room = i32(records, STRIP * strip + ROOM)
    if (count === 0) this.close(strip)
    else if (room > LEAST_ROOM && 4 * count <= room) this.moveBlock(strip, room / 2)
  }

  /** Closes a hole in a cell by the last courier of the cell: the hole is at the end then, and the next cell begins there. */
  private closeHole(start: number, hole: number, next: number): number {
    const last = i32(this.records, next) - 1
    if (start + last !== hole) this.moveSlot(start + last, hole)
    this.records[next] = last
    return start + last
  }

  /** Fills a hole at the end of a cell by the first courier of the cell, which begins one later then; the hole is before it. */
  private openHole(start: number, hole: number, cell: number): number {
    const first = i32(this.records, cell)
    if (start + first !== hole) this.moveSlot(start + first, hole)
    this.records[cell] = first + 1
    return start + first
  }

  private fillHole(courier: number, row: number, column: number, hole: number): void {
    this.slots[2 * hole] = courier
    this.whereabouts[8 * courier + COURIER_ROW] = row
    this.whereabouts[8 * courier + COURIER_COLUMN] = column
    this.whereabouts[8 * courier + SLOT] = hole
  }

  private moveSlot(from: number, to: number): void {
    const { slots } = this
    const courier = i32(slots, 2 * from)
    slots[2 * to] = courier
    slots[2 * to + 1] = i32(slots, 2 * from + 1)
    this.whereabouts[8 * courier + SLOT] = to
  }

  private open(row: number, column: number): number {
    // Half full at most; and there are half as many records behind the table as in it.
    const isCrowded = 2 * this.openStrips >= this.places || STRIP * this.overflow === this.records.length
    if (isCrowded) this.growTable()
    const start = this.takeBlock(LEAST_ROOM)
    const strip = this.takeRecord(row, column)
    this.records[STRIP * strip + START] = start
    this.records[STRIP * strip + ROOM] = LEAST_ROOM
    this.records.fill(0, STRIP * strip + BEGINS, STRIP * strip + COUNT + 1)
    return strip
  }

  private close(strip: number): void {
    const { records } = this
    this.releaseBlock(i32(records, STRIP * strip + START), i32(records, STRIP * strip + ROOM))
    const home = this.homeOf(this.rowOf(strip), this.columnOf(strip))
    records[STRIP * strip + ROW] = VACANT
    this.openStrips--
    if (strip === home) return
    let before = home
    while (i32(records, STRIP * before + NEXT) !== strip) before = i32(records, STRIP * before + NEXT)
    records[STRIP * before + NEXT] = i32(records, STRIP * strip + NEXT)
    records[STRIP * strip + NEXT] = this.freeOverflow
    this.freeOverflow = strip
  }

  private homeOf(row: number, column: number): number {
    return 1 + ((Math.imul(row, ROW_STRIDE) + column) & (this.places - 1))
  }

  /** The record in the table when it is vacant, else one behind the table that is linked to it. */
  private takeRecord(row: number, column: number): number {
    const { records } = this
    const home = this.homeOf(row, column)
    let strip = home
    if (this.rowOf(home) !== VACANT) {
      strip = this.freeOverflow
      if (strip === NO_STRIP) strip = this.overflow++
      else this.freeOverflow = i32(records, STRIP * strip + NEXT)
      records[STRIP * strip + NEXT] = i32(records, STRIP * home + NEXT)
      records[STRIP * home + NEXT] = strip
    }
    records[STRIP * strip + ROW] = row
    records[STRIP * strip + COLUMN] = column
    this.openStrips++
    return strip
  }

  private moveBlock(strip: number, room: number): void {
    // Taking a block may lay out all of them anew, so the old start is read afterwards.
    const to = this.takeBlock(room)
    const from = i32(this.records, STRIP * strip + START)
    const count = this.countOf(strip)
    for (let i = 0; i < count; i++) this.moveSlot(from + i, to + i)
    this.releaseBlock(from, i32(this.records, STRIP * strip + ROOM))
    this.records[STRIP * strip + START] = to
    this.records[STRIP * strip + ROOM] = room
  }

  private takeBlock(room: number): number {
    // As many blocks out of sequence as there are strips: laying them out anew is paid for by the moves that led to it.
    if (++this.scattered > this.openStrips + LEAST_PLACES) this.layOut(room)
    const kind = 31 - Math.clz32(room)
    const free = i32(this.freeBlocks, kind) - 1
    if (free >= 0) {
      this.freeBlocks[kind] = i32(this.slots, 2 * free)
      return free
    }
    if (2 * (this.used + room) > this.slots.length) this.layOut(room)
    const start = this.used
    this.used += room
    return start
  }

  private releaseBlock(start: number, room: number): void {
    const kind = 31 - Math.clz32(room)
    this.slots[2 * start] = i32(this.freeBlocks, kind)
    this.freeBlocks[kind] = start + 1
  }

  /** Makes room for a block of `room`, and lays out all blocks in the sequence of their strips, without gaps. */
  private layOut(room: number): void {
    const { records, slots } = this
    let needed = 1 + room
    for (let strip = 1; strip < this.overflow; strip++)
      if (this.rowOf(strip) !== VACANT) needed += i32(records, STRIP * strip + ROOM)
    let length = slots.length / 2
    while (length < 1.5 * needed) length *= 2
    this.slots = new Int32Array(2 * length)
    this.freeBlocks.fill(0)
    this.used = 1
    this.scattered = 0
    for (let strip = 1; strip < this.overflow; strip++) {
      if (this.rowOf(strip) === VACANT) continue
      const from = i32(records, STRIP * strip + START)
      const count = this.countOf(strip)
      this.slots.set(slots.subarray(2 * from, 2 * (from + count)), 2 * this.used)
      records[STRIP * strip + START] = this.used
      for (let slot = this.used; slot < this.used + count; slot++)
        this.whereabouts[8 * i32(this.slots, 2 * slot) + SLOT] = slot
      this.used += i32(records, STRIP * strip + ROOM)
    }
  }

  private growTable(): void {
    const before = this.records
    const end = this.overflow
    // When only the records behind the table ran out, the same size would do; twice is simpler, and shuffles anew.
    this.clearTable(2 * this.places)
    for (let old = 1; old < end; old++) {
      const row = i32(before, STRIP * old + ROW)
      if (row === VACANT) continue
      const strip = this.takeRecord(row, i32(before, STRIP * old + COLUMN))
      for (let field = START; field <= COUNT; field++)
        this.records[STRIP * strip + field] = i32(before, STRIP * old + field)
    }
  }

  private clearTable(places: number): void {
    this.places = places
    this.records = vacantRecords(places)
    this.openStrips = 0
    this.overflow = places + 1
    this.freeOverflow = NO_STRIP
  }

  private growCouriers(courier: number): void {
    invariant(courier < Limits.indexedCouriers, "courier handles are dense and bounded", {
      courier,
      limit: Limits.indexedCouriers
    })
    const latLngs = new Float64Array(4 * 2 ** Math.ceil(Math.log2(courier + 1)))
    latLngs.set(this.latLngs)
    this.latLngs = latLngs
    this.whereabouts = new Int32Array(latLngs.buffer)
  }
}

/** An odd stride between rows, so that the strips of a city, however wide, do not meet in the table. */
const ROW_STRIDE = 1_021

/** Records of a table and of half as many strips behind it. */
const vacantRecords = (places: number): Int32Array => {
  const records = new Int32Array(STRIP * (1 + places + places / 2))
  for (let at = ROW; at < records.length; at += STRIP) records[at] = VACANT
  return records
}
