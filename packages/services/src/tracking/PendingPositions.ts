import { Limits } from "@hotbag/core"
import type { KeptPosition } from "./PositionStore.ts"

/** Points of ways that wait to be written: at most `Limits.pendingPositions`; while a store is away the oldest are lost (P8). */
export class PendingPositions {
  #points: Array<KeptPosition> = []
  /** Points lost so far. */
  lost = 0

  /** Points that wait. */
  get size(): number {
    return this.#points.length
  }

  /** Lays a point aside. */
  add({ at, atMs, courierId }: KeptPosition): void {
    this.#points.push({ at, atMs, courierId })
    // Now and then, not each time: dropping from the front costs the length.
    if (this.#points.length > 2 * Limits.pendingPositions) this.#drop()
  }

  /** Takes the first points out, for one write: a few, or a share of all where many came at once, so that no write is long. */
  take(): ReadonlyArray<KeptPosition> {
    const { positionsPerWrite, positionsPerWriteMost, positionsWriteShare } = Limits
    const share = Math.max(positionsPerWrite, Math.ceil(this.#points.length * positionsWriteShare))
    return this.#points.splice(0, Math.min(positionsPerWriteMost, share))
  }

  /** Puts points back that could not be written. */
  giveBack(points: ReadonlyArray<KeptPosition>): void {
    this.#points = [...points, ...this.#points]
    if (this.#points.length > Limits.pendingPositions) this.#drop()
  }

  #drop(): void {
    const over = this.#points.length - Limits.pendingPositions
    this.#points.splice(0, over)
    this.lost += over
  }
}
