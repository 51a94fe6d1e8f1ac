import { f64, i32 } from "@hotbag/core"

/** Records in a chunk, a power of two: a kilobyte, which memory hands over in one sweep. */
const CHUNK = 32
const WITHIN_CHUNK = CHUNK - 1
const RECORD_BYTES = 32
/** Chunk 0 belongs to nobody, so that 0 can mean none. */
const NONE = 0

/**
 * The memory of an event queue: records in chunks, and lists of chunks that grow at their end. Events are moved by value
 * and read in the sequence in which they lie: with 100,000 of them pending, memory is what a queue waits for.
 *
 * A record has a time and an order (lane and number of the event in one) as doubles, then kind and subject as ints, and
 * whether it is single: one that stands alone instead of in a list.
 */
export class EventPool {
  private floats: Float64Array
  private ints: Int32Array
  /** First chunk of each list. */
  private readonly firsts: Int32Array
  /** Where the next record of each list goes; a multiple of `CHUNK` when a chunk must be taken first. */
  private readonly ends: Int32Array
  private nextChunks: Int32Array
  private freeChunk = NONE
  private usedChunks = 1
  private freeSingle = NONE

  constructor(records: number, lists: number) {
    const chunks = 2 + Math.ceil(records / CHUNK)
    const memory = new ArrayBuffer(chunks * CHUNK * RECORD_BYTES)
    this.floats = new Float64Array(memory)
    this.ints = new Int32Array(memory)
    this.nextChunks = new Int32Array(chunks)
    this.firsts = new Int32Array(lists)
    this.ends = new Int32Array(lists)
  }

  /** Chunks that were ever needed at once. */
  get chunks(): number {
    return this.usedChunks - 1
  }

  timeMsOf(record: number): number {
    return f64(this.floats, 4 * record)
  }

  orderOf(record: number): number {
    return f64(this.floats, 4 * record + 1)
  }

  kindOf(record: number): number {
    return i32(this.ints, 8 * record + 4)
  }

  subjectOf(record: number): number {
    return i32(this.ints, 8 * record + 5)
  }

  isSingle(record: number): boolean {
    return i32(this.ints, 8 * record + 6) === 1
  }

  /** A record for one more event at the end of a list. */
  append(list: number): number {
    let record = i32(this.ends, list)
    if ((record & WITHIN_CHUNK) === 0) record = this.extend(list, record)
    this.ends[list] = record + 1
    return record
  }

  write(record: number, timeMs: number, order: number, kind: number, subject: number, single: number): void {
    const { floats, ints } = this
    floats[4 * record] = timeMs
    floats[4 * record + 1] = order
    ints[8 * record + 4] = kind
    ints[8 * record + 5] = subject
    ints[8 * record + 6] = single
  }

  /** Moves an event to the end of a list; a record that stood alone is free then. */
  move(record: number, list: number): void {
    const to = this.append(list)
    const single = this.isSingle(record)
    this.write(
      to,
      this.timeMsOf(record),
      this.orderOf(record),
      this.kindOf(record),
      this.subjectOf(record),
      0
    )
    if (single) this.releaseSingle(record)
  }

  isEmpty(list: number): boolean {
    return i32(this.ends, list) === NONE
  }

  /** Takes the chunks out of a list and returns the first; records run to `endOf`, which must be asked before. */
  detach(list: number): number {
    const first = this.isEmpty(list) ? NONE : i32(this.firsts, list)
    this.ends[list] = NONE
    return first
  }

  /** Drops every event that `keep` does not want from the first `lists` lists; what stays keeps its sequence. */
  filter(lists: number, keep: (record: number) => boolean): void {
    for (let list = 0; list < lists; list++) {
      const end = this.endOf(list)
      for (let chunk = this.detach(list); chunk !== NONE;) {
        const stop = this.endOfChunk(chunk, end)
        // What is kept moves to other chunks: this one is free only when it has been read.
        for (let record = this.startOfChunk(chunk); record < stop; record++)
          if (keep(record)) this.move(record, list)
        chunk = this.releaseChunk(chunk)
      }
    }
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

  /** Frees a chunk; returns the one after it. */
  releaseChunk(chunk: number): number {
    const next = i32(this.nextChunks, chunk)
    this.nextChunks[chunk] = this.freeChunk
    this.freeChunk = chunk
    return next
  }

  /** A record that stands alone. */
  takeSingle(): number {
    if (this.freeSingle === NONE) {
      const start = this.takeChunk() * CHUNK
      for (let record = start; record < start + CHUNK; record++) this.releaseSingle(record)
    }
    const record = this.freeSingle
    this.freeSingle = i32(this.ints, 8 * record + 7)
    return record
  }

  releaseSingle(record: number): void {
    this.ints[8 * record + 7] = this.freeSingle
    this.freeSingle = record
  }

  private extend(list: number, end: number): number {
    const chunk = this.takeChunk()
    if (end === NONE) this.firsts[list] = chunk
    else this.nextChunks[end / CHUNK - 1] = chunk
    return chunk * CHUNK
  }

  private takeChunk(): number {
    let chunk = this.freeChunk
    if (chunk === NONE) {
      if (this.usedChunks === this.nextChunks.length) this.grow()
      chunk = this.usedChunks++
    } else this.freeChunk = i32(this.nextChunks, chunk)
    this.nextChunks[chunk] = NONE
    return chunk
  }

  private grow(): void {
    const chunks = 2 * this.nextChunks.length
    const ints = new Int32Array((chunks * CHUNK * RECORD_BYTES) / 4)
    ints.set(this.ints)
    this.ints = ints
    this.floats = new Float64Array(ints.buffer)
    const nextChunks = new Int32Array(chunks)
    nextChunks.set(this.nextChunks)
    this.nextChunks = nextChunks
  }
}
