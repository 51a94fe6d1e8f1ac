import { f64, i32, Limits } from "@hotbag/core"

/**
 * The menus that one process keeps, in the sequence in which they were read last: a doubly linked ring in arrays, since they are
 * read millions of times. 16 bytes for each menu up to the greatest number.
 */
export class KeptMenus {
  /** Until when each menu is kept, `-Infinity` when it is not; menu `m` is in place `m + 1`. */
  #untilMs = new Float64Array(FIRST_ROOM).fill(-Infinity)
  /** The ring: place 0 stands between the menu read last and the one read longest ago. */
  #newer = new Int32Array(FIRST_ROOM)
  #older = new Int32Array(FIRST_ROOM)
  #size = 0

  /** Whether the menu is kept. If not, it is from now on, unless the store cannot be asked. O(1). */
  read(menu: number, atMs: number, isAway: boolean): boolean {
    const place = menu + 1
    if (place >= this.#untilMs.length) this.#grow(place)
    const untilMs = f64(this.#untilMs, place)
    if (untilMs !== -Infinity) this.#drop(place)
    if (untilMs > atMs) {
      this.#keep(place, untilMs)
      return true
    }
    if (isAway) return false
    this.#keep(place, atMs + Limits.menuCacheMs)
    if (this.#size > Limits.cachedMenus) this.#drop(i32(this.#newer, 0))
    return false
  }

  #keep(place: number, untilMs: number): void {
    const newest = i32(this.#older, 0)
    this.#untilMs[place] = untilMs
    this.#older[place] = newest
    this.#newer[place] = 0
    this.#newer[newest] = place
    this.#older[0] = place
    this.#size++
  }

  #drop(place: number): void {
    const newer = i32(this.#newer, place)
    const older = i32(this.#older, place)
    this.#untilMs[place] = -Infinity
    this.#newer[older] = newer
    this.#older[newer] = older
    this.#size--
  }

  #grow(place: number): void {
    const room = 2 * place + 1
    const untilMs = new Float64Array(room).fill(-Infinity)
    untilMs.set(this.#untilMs)
    this.#untilMs = untilMs
    this.#newer = larger(this.#newer, room)
    this.#older = larger(this.#older, room)
  }
}

const FIRST_ROOM = 1_024

const larger = (before: Int32Array, room: number): Int32Array<ArrayBuffer> => {
  const after = new Int32Array(room)
  after.set(before)
  return after
}
