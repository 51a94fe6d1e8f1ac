import { f64 } from "@hotbag/core"

/** A binary heap of as many numbers as there are processors, least first; numbers only rise. */
export class Backlog {
  #values: Float64Array

  constructor(size: number) {
    this.#values = new Float64Array(size)
  }

  get size(): number {
    return this.#values.length
  }

  get least(): number {
    return f64(this.#values, 0)
  }

  /** The least number becomes a greater one. O(log size). */
  raiseLeast(to: number): void {
    const values = this.#values
    const size = values.length
    let hole = 0
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && f64(values, child + 1) < f64(values, child)) child++
      const value = f64(values, child)
      if (value >= to) break
      values[hole] = value
      hole = child
    }
    values[hole] = to
  }

  /** No number is less than `to` any more. O(size); keeps the order. */
  raiseAll(to: number): void {
    for (let i = 0; i < this.#values.length; i++) this.#values[i] = Math.max(to, f64(this.#values, i))
  }

  /** Sum of what exceeds `level`. */
  above(level: number): number {
    let sum = 0
    for (const value of this.#values) sum += Math.max(0, value - level)
    return sum
  }

  /** New ones begin at `level`; those that go leave what they had above it to the least of the others. */
  resize(size: number, level: number): void {
    const kept = this.#values.toSorted()
    const gone = Math.max(0, kept.length - size)
    const next = new Float64Array(size).fill(level)
    next.set(kept.subarray(gone))
    for (let i = 0; i < gone; i++) {
      const extra = Math.max(0, f64(kept, i) - level)
      next.sort()
      next[0] = f64(next, 0) + extra
    }
    this.#values = next.sort()
  }
}
