import { Limits, OrderId } from "@hotbag/core"
import { Option, Schema } from "effect"
import type { OrderPosition } from "./OrderReads.ts"

/** The position as text that clients hand back unread; safe in a URL. */
export const cursorText = (position: OrderPosition): string =>
  `${position.placedAtMs.toString(36)}~${position.orderId}`

/** Reads a cursor back; none when no page gave it out. */
export const cursorPosition = (text: string): Option.Option<OrderPosition> => {
  const at = text.indexOf("~")
  if (at < 1 || text.length > Limits.idLength + MAX_TIME_LENGTH + 1) return Option.none()
  const placedAtMs = Number.parseInt(text.slice(0, at), 36)
  return Schema.decodeOption(OrderId)(text.slice(at + 1)).pipe(
    Option.filter(() => placedAtMs >= 0 && placedAtMs.toString(36) === text.slice(0, at)),
    Option.map((orderId) => ({ placedAtMs, orderId }))
  )
}

/** The year 287396 in base 36. */
const MAX_TIME_LENGTH = 11
