import { f64, i32 } from "@hotbag/core"

/**
 * Columns waiting to be settled, nearest first; equal distances leave in column order, so a search never depends
 * on how it was filled. A 4-ary heap: half the depth of a binary one, and the four children share a cache line.
 */
export interface ColumnHeap {
  /** How many columns wait. */
  readonly size: () => number
  /** Takes note that the distance of `column` was set or lowered. O(log size). */
  readonly improved: (column: number) => void
  /** Removes and returns the nearest column; -1 when nothing waits. O(log size). */
  readonly pop: () => number
  /** Forgets everything that waits. O(size). */
  readonly clear: () => void
}

/** An empty heap for columns 0 … `distance.length` - 1, ordered by the caller's `distance`. */
export const makeColumnHeap = (distance: Float64Array): ColumnHeap => {
  const slots = new Int32Array(distance.length)
  // Where each column is in `slots`; -1 when it does not wait.
  const place = new Int32Array(distance.length).fill(-1)
  let size = 0

  const nearer = (a: number, b: number): boolean => {
    const distanceA = f64(distance, a)
    const distanceB = f64(distance, b)
    return distanceA < distanceB || (distanceA === distanceB && a < b)
  }

  const rise = (column: number, from: number): void => {
    let slot = from
    while (slot > 0) {
      const parent = (slot - 1) >> 2
      const above = i32(slots, parent)
      if (!nearer(column, above)) break
      slots[slot] = above
      place[above] = slot
      slot = parent
    }
    slots[slot] = column
    place[column] = slot
  }

  const sink = (column: number): void => {
    let slot = 0
    for (;;) {
      const first = slot * 4 + 1
      if (first >= size) break
      const end = Math.min(first + 4, size)
      let best = first
      for (let child = first + 1; child < end; child++) {
        if (nearer(i32(slots, child), i32(slots, best))) best = child
      }
      const below = i32(slots, best)
      if (!nearer(below, column)) break
      slots[slot] = below
      place[below] = slot
      slot = best
    }
    slots[slot] = column
    place[column] = slot
  }

  return {
    size: () => size,
    improved: (column) => {
      const slot = i32(place, column)
      rise(column, slot < 0 ? size++ : slot)
    },
    pop: () => {
      if (size === 0) return -1
      const top = i32(slots, 0)
      place[top] = -1
      size--
      if (size > 0) sink(i32(slots, size))
      return top
    },
    clear: () => {
      for (let slot = 0; slot < size; slot++) place[i32(slots, slot)] = -1
      size = 0
    }
  }
}
