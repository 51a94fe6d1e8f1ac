import { i32 } from "@hotbag/core"

/** Events in a page, a power of two; half a kilobyte. */
const PAGE = 4_096
const PER_EVENT = 1 / PAGE
const WORDS = PAGE / 32
const WITHIN_PAGE = WORDS - 1
/** Page 0 belongs to nobody, so that 0 can mean none; it stays all zero. */
const NONE = 0
/** Pages that are looked at for being done with whenever a new one is opened. */
const LOOKED_AT = 8

/**
 * Numbers events in the sequence they are scheduled, and knows which of them are pending: one bit for each, in pages. A
 * number is never given twice, so that an old ticket never means another event. Pages in which nothing is pending any more
 * are used again; all is O(1), and memory grows with what is pending and not with what has been.
 */
export class PendingEvents {
  /** The number of the next event. */
  next = 0
  private words = new Int32Array(8 * WORDS)
  private usedPages = 1
  private readonly freePages: Array<number> = []
  private page = NONE
  /** The page of each 4,096 events from number `PAGE` × `base` on; `NONE` when nothing of it is pending. */
  private directory = new Int32Array(16)
  private opened = 0
  private base = 0
  private looked = 0

  /** Pages that were ever needed at once. */
  get pages(): number {
    return this.usedPages - 1
  }

  /** The number of one more event, pending from now on. */
  add(): number {
    const event = this.next++
    if ((event & (PAGE - 1)) === 0) this.openPage()
    const word = this.page * WORDS + ((event >>> 5) & WITHIN_PAGE)
    this.words[word] = i32(this.words, word) | (1 << (event & 31))
    return event
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
    const isEvent = Number.isInteger(event) && event >= this.base * PAGE && event < this.next
    return isEvent && this.remove(event)
  }

  private wordOf(event: number): number {
    // Both conversions to 32 bits drop what is above them.
    return i32(this.directory, ((event * PER_EVENT) | 0) - this.base) * WORDS + ((event >>> 5) & WITHIN_PAGE)
  }

  private openPage(): void {
    this.reclaim()
    if (this.opened === this.directory.length) this.makeRoom()
    this.page = this.freePages.pop() ?? this.usedPages++
    if (this.page * WORDS === this.words.length) {
      const words = new Int32Array(2 * this.words.length)
      words.set(this.words)
      this.words = words
    }
    this.directory[this.opened++] = this.page
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
