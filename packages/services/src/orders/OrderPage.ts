import { Limits, type OrderCase } from "@hotbag/core"
import { Effect, Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { cursorPosition, cursorText } from "./cursor.ts"
import { MalformedCursor, type OrderReads, type OrdersOf } from "./OrderReads.ts"

/** Orders, newest first, and where the next page begins; null on the last. */
export interface OrderPage {
  readonly orders: ReadonlyArray<OrderCase>
  readonly nextCursor: string | null
}

/** Which page. */
export interface PageRequest {
  /** From the page before; null for the first. */
  readonly cursor: string | null
  /** Orders on it: cut to 1..`Limits.ordersPerPage`. */
  readonly limit: number
}

/** Reads a page; one order more than asked tells whether there is another. */
export const readPage = Effect.fnUntraced(function* (
  reads: OrderReads["Service"],
  of: OrdersOf,
  { cursor, limit }: PageRequest
): Effect.fn.Return<OrderPage, MalformedCursor | StoreUnavailable> {
  const after = cursor === null ? Option.none() : cursorPosition(cursor)
  if (cursor !== null && Option.isNone(after)) return yield* new MalformedCursor({ cursor })
  const count = Math.min(Math.max(1, Math.trunc(limit)), Limits.ordersPerPage)
  const found = yield* reads.list(of, Option.getOrNull(after), count + 1)
  const orders = found.slice(0, count)
  const last = orders.at(-1)
  const hasMore = found.length > count && last !== undefined
  return { orders, nextCursor: hasMore ? cursorText(last.order) : null }
})
