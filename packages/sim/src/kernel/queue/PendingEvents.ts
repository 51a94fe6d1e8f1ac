import { i32 as checkedI32 } from "@hotbag/core"

// Under a name of this file: the engine looks an imported one up each time.
const i32 = checkedI32

/** Events in a page, a power of two; half a kilobyte. */
export const EVENTS_IN_PAGE = 4_096
const PAGE = EVENTS_IN_PAGE
const WITHIN_PAGE = PAGE - 1
const PER_EVENT = 1 / PAGE
const WORDS = PAGE / 32
const WITHIN_WORDS = WORDS - 1
/** Page 0 belongs to nobody, so that 0 can mean none; it stays all zero. */
const NONE = 0
/** Pages that are looked at for being done with whenever a new one is opened. */
const LOOKED_AT = 8

/**
 * Numbers events in the sequence they are scheduled, and knows which of them are pending: one bit for each, in pages. A
 * number is never given twice, so that an old ticket never means another event. Pages in which nothing is pending any more
 * are used again; all is O(1), and memory grows with what is pending and not with what has been.
 *
 * It begins to know that only when somebody asks (`begin`): a queue in which nothing is cancelled need not tell.
 */
export class PendingEvents {
  hasBegun = false
  private words = new Int32Array(8 * WORDS)
  private usedPages = 1
  private readonly freePages: Array<number> = []
  /** The page of each 4,096 events from number `PAGE` × `base` on; `NONE` when nothing of it is pending. */
  private directory = new Int32Array(16)
  private opened = 0
  private base = 0
  private looked = 0

  /** Pages that were ever needed at once. */
  get pages(): number {
    return this.usedPages - 1
  }

  /**
   * Begins to know what is pending, when `next` is the number of the next event: nothing yet, and nothing ever before the
   * event `first`. Then `mark` what is.
   */
  begin(first: number, next: number): void {
    this.hasBegun = true
    this.base = Math.floor(first * PER_EVENT)
    this.opened = Math.ceil(next * PER_EVENT) - this.base
    this.directory = new Int32Array(2 * this.opened + 16)
    // In a page that is not full, whoever comes is pending without another word.
    for (let event = next; (event & WITHIN_PAGE) !== 0; event++) this.mark(event)
  }

  /** Tells that the next event has a number that is the first of a page: it and the rest of the page are pending from now on. */
  turnTo(event: number): void {
    if (this.hasBegun && Math.floor(event * PER_EVENT) - this.base === this.opened) this.openPage()
  }

  /** Notes that an event is pending. */
  mark(event: number): void {
    const at = Math.floor(event * PER_EVENT) - this.base
    if (i32(this.directory, at) === NONE) this.directory[at] = this.takePage(0)
    const word = this.wordOf(event)
    this.words[word] = i32(this.words, word) | (1 << (event & 31))
  }

  /** Whether an event that was added is pending. Multiples of 2^44 on top of its number make no difference. */
  has(event: number): boolean {
    return ((i32(this.words, this.wordOf(event)) >>> (event & 31)) & 1) === 1
  }

  /** An event that was added is pending no more; false when it was not before. The number goes like that of `has`. */
  remove(event: number): boolean {
    const word = this.wordOf(event)
    const before = i32(this.words, word)
    const after = before & ~(1 << (event & 31))
    this.words[word] = after
    return after !== before
  }

  /** The same for any number, be it of an event or not. */
  cancel(event: number): boolean {
    const isEvent =
      Number.isInteger(event) && event >= this.base * PAGE && event < (this.base + this.opened) * PAGE
    return isEvent && this.remove(event)
  }

  private wordOf(event: number): number {
    // Both conversions to 32 bits drop what is above them.
    const at = ((event * PER_EVENT) | 0) - this.base
    // Of what is long gone, somebody may ask still: a cancelled event stays in the queue for a while.
    const page = at < 0 ? NONE : i32(this.directory, at)
    return page * WORDS + ((event >>> 5) & WITHIN_WORDS)
  }

  /** A page for the next events: all of them will be pending when they are added. */
  private openPage(): void {
    this.reclaim()
    if (this.opened === this.directory.length) this.makeRoom()
    this.directory[this.opened++] = this.takePage(-1)
  }

  private takePage(word: number): number {
    const page = this.freePages.pop() ?? this.usedPages++
    if (page * WORDS === this.words.length) {
      const words = new Int32Array(2 * this.words.length)
      words.set(this.words)
      this.words = words
    }
    this.words.fill(word, page * WORDS, (page + 1) * WORDS)
    return page
  }

  /** Looks at some pages in turn and frees those with nothing pending. */
  private reclaim(): void {
    for (let i = 0; i < LOOKED_AT && this.opened > 0; i++) {
      this.looked = this.looked + 1 < this.opened ? this.looked + 1 : 0
      const page = i32(this.directory, this.looked)
      if (page === NONE || !this.isDone(page)) continue
      this.directory[this.looked] = NONE
      this.freePages.push(page)
    }
  }

  private isDone(page: number): boolean {
    for (let word = page * WORDS; word < (page + 1) * WORDS; word++)
      if (i32(this.words, word) !== 0) return false
    return true
  }

  /** Forgets the pages that are done with at the front, and grows when they are few. */
  private makeRoom(): void {
    let gone = 0
    while (gone < this.opened && i32(this.directory, gone) === NONE) gone++
    const directory = new Int32Array(
      gone > this.opened / 2 ? this.directory.length : 2 * this.directory.length
    )
    directory.set(this.directory.subarray(gone, this.opened))
    this.directory = directory
    this.opened -= gone
    this.base += gone
    this.looked = 0
  }
}
