import { isSettled, Limits, type OrderCase, type OrderId, TERMINAL_DELIVERY_STATUSES } from "@hotbag/core"

/**
 * The cases that changed last, so that the next command need not read them. A case at hand may be older than the saved one: whoever saves
 * finds out, and whoever refuses on its grounds looks again first. Settled cases are let go. Least recently used go first.
 */
export class HotCases {
  readonly #cases = new Map<OrderId, OrderCase>()
  readonly #limit: number

  constructor(limit: number = Limits.hotCases) {
    this.#limit = limit
  }

  /** Cases at hand. */
  get size(): number {
    return this.#cases.size
  }

  /** The case, if it is at hand. O(1). */
  get(orderId: OrderId): OrderCase | undefined {
    const found = this.#cases.get(orderId)
    if (found === undefined) return undefined
    this.#cases.delete(orderId)
    this.#cases.set(orderId, found)
    return found
  }

  /** Keeps the case, unless nothing more will happen to it. O(1). */
  keep(state: OrderCase): void {
    const { orderId } = state.order
    this.#cases.delete(orderId)
    if (isOver(state)) return
    this.#cases.set(orderId, state)
    if (this.#cases.size <= this.#limit) return
    for (const oldest of this.#cases.keys()) {
      this.#cases.delete(oldest)
      return
    }
  }

  /** Lets the case go: it has turned out to be old. */
  drop(orderId: OrderId): void {
    this.#cases.delete(orderId)
  }
}

const isOver = ({ delivery, saga }: OrderCase): boolean =>
  isSettled(saga) && (delivery.status === "none" || TERMINAL_DELIVERY_STATUSES.has(delivery.status))
