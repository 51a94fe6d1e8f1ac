import { Limits, MINUTE_MS } from "@hotbag/core"
import type { LogEntry, OrderEntry } from "../LogEntry.ts"

/** Listens to a run's log, and keeps the whole history of the orders that went worst. */
export interface WorstOrders {
  /** Takes the next entry of the log. */
  readonly add: (entry: LogEntry) => void
  /** Lost orders first, then late ones, each by how bad they were; ties in the sequence of their ends. */
  readonly worst: () => ReadonlyArray<WorstOrder>
}

/** An order that went badly. */
export interface WorstOrder {
  readonly order: string
  readonly kind: "lost" | "late"
  /** How long the customer waited for nothing, or how much later than promised the food came. */
  readonly minutes: number
  readonly entries: ReadonlyArray<OrderEntry>
}

/**
 * Nobody has gone wrong yet. At most `most` lost orders and as many late ones are kept, besides those that are open:
 * memory is bounded by the orders of a moment.
 */
export const makeWorstOrders = (most: number = Limits.reportStories): WorstOrders => {
  const open = new Map<string, Story>()
  const kept = { lost: new Shelf(most), late: new Shelf(most) }
  const close = (entry: OrderEntry, story: Story) => {
    open.delete(entry.order)
    const lost = entry.type === "OrderCancelled" && entry["by"] === "platform"
    if (!lost && entry.type !== "OrderDelivered") return
    const sinceMs = lost ? story.placedAtMs : story.promisedAtMs
    const minutes = (entry.atMs - sinceMs) / MINUTE_MS
    if (minutes <= 0) return
    const kind = lost ? "lost" : "late"
    kept[kind].put({ order: entry.order, kind, minutes, entries: story.entries })
  }
  return {
    add: (entry) => {
      if (entry.order === undefined) return
      if (entry.type === "OrderPlaced") open.set(entry.order, storyOf(entry))
      const story = open.get(entry.order)
      if (story === undefined) {
        if (!kept.lost.append(entry)) kept.late.append(entry)
        return
      }
      story.entries.push(entry)
      if (ENDINGS.has(entry.type)) close(entry, story)
    },
    worst: () => [...kept.lost.all(), ...kept.late.all()]
  }
}

interface Story {
  readonly placedAtMs: number
  readonly promisedAtMs: number
  readonly entries: Array<OrderEntry>
}

const storyOf = (entry: OrderEntry): Story => {
  const promised = entry["promisedAtMs"]
  return {
    placedAtMs: entry.atMs,
    promisedAtMs: typeof promised === "number" ? promised : Number.POSITIVE_INFINITY,
    entries: []
  }
}

const ENDINGS: ReadonlySet<string> = new Set([
  "OrderDelivered",
  "OrderCancelled",
  "OrderRejected",
  "PaymentDeclined",
  "OrderFailed"
])

type Kept = Omit<WorstOrder, "entries"> & { readonly entries: Array<OrderEntry> }

/** A few orders, the worst first. */
class Shelf {
  readonly #most: number
  readonly #orders: Array<Kept> = []

  constructor(most: number) {
    this.#most = most
  }

  put(order: Kept): void {
    const better = this.#orders.findIndex(({ minutes }) => minutes < order.minutes)
    if (better < 0) this.#orders.push(order)
    else this.#orders.splice(better, 0, order)
    if (this.#orders.length > this.#most) this.#orders.pop()
  }

  /** What is told of an order after its end, such as its refund. */
  append(entry: OrderEntry): boolean {
    const known = this.#orders.find(({ order }) => order === entry.order)
    known?.entries.push(entry)
    return known !== undefined
  }

  all(): ReadonlyArray<WorstOrder> {
    return this.#orders
  }
}
