import { f64, i32 } from "@hotbag/core"

/**
 * Nodes of a graph waiting to be settled, nearest first; equal distances leave in sequence of their numbers, so a search
 * never depends on how it was filled. A 4-ary heap: half the depth of a binary one, and the four children share a cache
 * line. Plain data with functions beside it, which the engine compiles better than closures.
 */
export interface NodeHeap {
  /** Distance of each node, kept by the caller. */
  readonly distance: Float64Array
  /** Nodes that wait, in heap order. */
  readonly slots: Int32Array
  /** Where each node is in `slots`; -1 when it does not wait. */
  readonly place: Int32Array
  size: number
}

/** An empty heap for nodes 0 … `distance.length` - 1. */
export const makeNodeHeap = (distance: Float64Array): NodeHeap => ({
  distance,
  slots: new Int32Array(distance.length),
  place: new Int32Array(distance.length).fill(-1),
  size: 0
})

/** Takes note that the distance of `node` was set or lowered. O(log size). */
export const improved = (heap: NodeHeap, node: number): void => {
  const { distance, slots, place } = heap
  const reach = f64(distance, node)
  const waits = i32(place, node)
  let slot = waits < 0 ? heap.size++ : waits
  while (slot > 0) {
    const parent = (slot - 1) >> 2
    const above = i32(slots, parent)
    const aboveReach = f64(distance, above)
    if (aboveReach < reach || (aboveReach === reach && above < node)) break
    slots[slot] = above
    place[above] = slot
    slot = parent
  }
  slots[slot] = node
  place[node] = slot
}

/** Removes and returns the nearest node; -1 when nothing waits. O(log size). */
export const pop = (heap: NodeHeap): number => {
  if (heap.size === 0) return -1
  const { slots, place } = heap
  const top = i32(slots, 0)
  place[top] = -1
  heap.size--
  if (heap.size > 0) sink(heap, i32(slots, heap.size))
  return top
}

/** Forgets everything that waits. O(size). */
export const clear = (heap: NodeHeap): void => {
  for (let slot = 0; slot < heap.size; slot++) heap.place[i32(heap.slots, slot)] = -1
  heap.size = 0
}

/** Puts `node` where the top was and lets it down to its place. */
const sink = ({ distance, slots, place, size }: NodeHeap, node: number): void => {
  const reach = f64(distance, node)
  let slot = 0
  for (let first = 1; first < size; first = slot * 4 + 1) {
    const end = Math.min(first + 4, size)
    let bestAt = first
    let best = i32(slots, first)
    let bestReach = f64(distance, best)
    for (let child = first + 1; child < end; child++) {
      const other = i32(slots, child)
      const otherReach = f64(distance, other)
      if (otherReach < bestReach || (otherReach === bestReach && other < best)) {
        bestAt = child
        best = other
        bestReach = otherReach
      }
    }
    if (reach < bestReach || (reach === bestReach && node < best)) break
    slots[slot] = best
    place[best] = slot
    slot = bestAt
  }
  slots[slot] = node
  place[node] = slot
}
