import { f64 as checkedF64, i32 as checkedI32 } from "@hotbag/core"

// Under a name of this file: the engine looks an imported one up each time.
const f64 = checkedF64
const i32 = checkedI32

/** Records in a chunk, a power of two: three quarters of a kilobyte, which memory hands over in one sweep. */
const CHUNK = 32
const CHUNK_BITS = 5
const WITHIN_CHUNK = CHUNK - 1
/** A record: time and order as doubles, then kind and subject as ints. */
const DOUBLES = 3
const INTS = 6
const ORDER = 1
const KIND = 4
const SUBJECT = 5
/** Chunk 0 belongs to nobody, so that 0 can mean none. */
const NONE = 0

/**
 * The memory of an event queue: records in chunks, and lists of chunks that grow at their end. Events are moved by value
 * and read in the sequence in which they lie: with 100,000 of them pending, memory is what a queue waits for.
 */
export class EventPool {
  /** Time and order (lane and number of the event in one) of record `r` at 3 `r` and 3 `r` + 1. */
  floats: Float64Array
  /** The same memory: kind and subject at 6 `r` + 4 and 6 `r` + 5. */
  ints: Int32Array
  /** First chunk of each list. */
  private readonly firsts: Int32Array
  /** Where the next record of each list goes; a multiple of `CHUNK` when a chunk must be taken first. */
  private readonly ends: Int32Array
  private nextChunks: Int32Array
  private freeChunk = NONE
  private usedChunks = 1

  constructor(records: number, lists: number) {
    const chunks = 2 + Math.ceil(records / CHUNK)
    const memory = new ArrayBuffer(chunks * CHUNK * DOUBLES * 8)
    this.floats = new Float64Array(memory)
    this.ints = new Int32Array(memory)
    this.nextChunks = new Int32Array(chunks)
    this.firsts = new Int32Array(lists)
    this.ends = new Int32Array(lists)
  }

  /** Kilobytes that were ever needed at once. */
  get kilobytes(): number {
    return ((this.usedChunks - 1) * CHUNK * DOUBLES * 8) / 1_024
  }

  timeMsOf(record: number): number {
    return f64(this.floats, DOUBLES * record)
  }

  orderOf(record: number): number {
    return f64(this.floats, DOUBLES * record + ORDER)
  }

  kindOf(record: number): number {
    return i32(this.ints, INTS * record + KIND)
  }

  subjectOf(record: number): number {
    return i32(this.ints, INTS * record + SUBJECT)
  }

  /** Whether an event comes before another. */
  isBefore(a: number, b: number): boolean {
    const { floats } = this
    const timeA = f64(floats, DOUBLES * a)
    const timeB = f64(floats, DOUBLES * b)
    return (
      timeA < timeB ||
      (timeA === timeB && f64(floats, DOUBLES * a + ORDER) < f64(floats, DOUBLES * b + ORDER))
    )
  }

  /** A record for one more event at the end of a list, to be written. */
  append(list: number): number {
    let record = i32(this.ends, list)
    if ((record & WITHIN_CHUNK) === 0) record = this.extend(list, record)
    this.ends[list] = record + 1
    return record
  }

  /** Adds a copy of an event at the end of a list. */
  copy(from: number, list: number): void {
    const to = this.append(list)
    const { floats, ints } = this
    floats[DOUBLES * to] = f64(floats, DOUBLES * from)
    floats[DOUBLES * to + ORDER] = f64(floats, DOUBLES * from + ORDER)
    // Not as a third double: an engine may change the bits of what it takes for no number.
    ints[INTS * to + KIND] = i32(ints, INTS * from + KIND)
    ints[INTS * to + SUBJECT] = i32(ints, INTS * from + SUBJECT)
  }

  /** Adds copies of the events of a list, from record `from` of its first chunk on, at the end of another. */
  copyAll(list: number, from: number, to: number): void {
    const end = this.endOf(list)
    let start = from
    for (let chunk = this.firstOf(list); chunk !== NONE; chunk = this.nextOf(chunk)) {
      const stop = this.endOfChunk(chunk, end)
      for (let record = Math.max(start, chunk * CHUNK); record < stop; record++) this.copy(record, to)
      start = NONE
    }
  }

  isEmpty(list: number): boolean {
    return i32(this.ends, list) === NONE
  }

  /** Events in a list. O(chunks). */
  countOf(list: number): number {
    const end = i32(this.ends, list)
    let count = 0 - (-end & WITHIN_CHUNK)
    for (let chunk = this.firstOf(list); chunk !== NONE; chunk = this.nextOf(chunk)) count += CHUNK
    return count
  }

  /** Whether the events of a list lie in the sequence in which they come: O(n) if so, else as far as they do. */
  isSorted(list: number): boolean {
    const end = this.endOf(list)
    let previous = NONE
    for (let chunk = this.firstOf(list); chunk !== NONE; chunk = this.nextOf(chunk)) {
      const stop = this.endOfChunk(chunk, end)
      for (let record = chunk * CHUNK; record < stop; record++) {
        if (previous !== NONE && this.isBefore(record, previous)) return false
        previous = record
      }
    }
    return true
  }

  /** First chunk of a list, 0 when it is empty. */
  firstOf(list: number): number {
    return this.isEmpty(list) ? NONE : i32(this.firsts, list)
  }

  /** One past the last record of a list. */
  endOf(list: number): number {
    return i32(this.ends, list)
  }

  /** First record of a chunk. */
  startOfChunk(chunk: number): number {
    return chunk * CHUNK
  }

  /** One past the last record of a chunk, in a list that ends at `end`. */
  endOfChunk(chunk: number, end: number): number {
    const full = (chunk + 1) * CHUNK
    return end > chunk * CHUNK && end < full ? end : full
  }

  /** The chunk after this one, 0 after the last. */
  nextOf(chunk: number): number {
    return i32(this.nextChunks, chunk)
  }

  /** Hands all events of a list over to another, which is empty. */
  handOver(list: number, to: number): void {
    this.firsts[to] = i32(this.firsts, list)
    this.ends[to] = i32(this.ends, list)
    this.ends[list] = NONE
  }

  /** Takes the chunks out of a list and returns the first; records run to `endOf`, which must be asked before. */
  detach(list: number): number {
    const first = this.firstOf(list)
    this.ends[list] = NONE
    return first
  }

  /** Empties a list. */
  clear(list: number): void {
    for (let chunk = this.detach(list); chunk !== NONE;) chunk = this.releaseChunk(chunk)
  }

  /** Frees the first chunk of a list. */
  dropFirst(list: number): void {
    const next = this.releaseChunk(i32(this.firsts, list))
    this.firsts[list] = next
    if (next === NONE) this.ends[list] = NONE
  }

  /** Frees a chunk that was detached; returns the one after it. */
  releaseChunk(chunk: number): number {
    const next = i32(this.nextChunks, chunk)
    this.nextChunks[chunk] = this.freeChunk
    this.freeChunk = chunk
    return next
  }

  /** Drops every event that `keep` does not want from a list; what stays keeps its sequence. */
  filter(list: number, keep: (record: number) => boolean): void {
    const end = this.endOf(list)
    for (let chunk = this.detach(list); chunk !== NONE;) {
      const stop = this.endOfChunk(chunk, end)
      // What is kept moves to other chunks: this one is free only when it has been read.
      for (let record = chunk * CHUNK; record < stop; record++) if (keep(record)) this.copy(record, list)
      chunk = this.releaseChunk(chunk)
    }
  }

  private extend(list: number, end: number): number {
    let chunk = this.freeChunk
    if (chunk === NONE) {
      if (this.usedChunks === this.nextChunks.length) this.grow()
      chunk = this.usedChunks++
    } else this.freeChunk = i32(this.nextChunks, chunk)
    this.nextChunks[chunk] = NONE
    if (end === NONE) this.firsts[list] = chunk
    else this.nextChunks[(end >> CHUNK_BITS) - 1] = chunk
    return chunk * CHUNK
  }

  private grow(): void {
    const chunks = 2 * this.nextChunks.length
    const ints = new Int32Array(chunks * CHUNK * INTS)
    ints.set(this.ints)
    this.ints = ints
    this.floats = new Float64Array(ints.buffer)
    const nextChunks = new Int32Array(chunks)
    nextChunks.set(this.nextChunks)
    this.nextChunks = nextChunks
  }
}
