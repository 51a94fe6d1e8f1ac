import { Limits, type OrderId } from "@hotbag/core"
import { Latch } from "effect"

/**
 * Cases of which nobody knows whether their last commit happened, and how long their logs were before it. They are looked at again, so that
 * what did happen is told. Bounded: in a long outage the oldest are forgotten, and their next change tells listeners of the gap.
 */
export class Uncertain {
  readonly #lengths = new Map<OrderId, number>()
  /** Open while there is something to look at. */
  readonly wanted: Latch.Latch = Latch.makeUnsafe()

  /** The cases, the longest uncertain first. */
  get orderIds(): ReadonlyArray<OrderId> {
    return [...this.#lengths.keys()]
  }

  /** Remembers a case; of several lengths the first, since nothing was told from there on. */
  add(orderId: OrderId, length: number): void {
    if (!this.#lengths.has(orderId)) this.#lengths.set(orderId, length)
    if (this.#lengths.size > Limits.hotCases) {
      const [oldest] = this.#lengths.keys()
      if (oldest !== undefined) this.#lengths.delete(oldest)
    }
    Latch.openUnsafe(this.wanted)
  }

  /** How long the log was that everybody has heard of, if that is not certain to be all. */
  lengthOf(orderId: OrderId): number | undefined {
    return this.#lengths.get(orderId)
  }

  /** It is known now. */
  settle(orderId: OrderId): void {
    this.#lengths.delete(orderId)
    if (this.#lengths.size === 0) Latch.closeUnsafe(this.wanted)
  }
}
