import { instantText, type OrderLog } from "@hotbag/api"
import type { OrderId } from "@hotbag/core"
import type { LoggedEntry } from "@hotbag/services"

/** The log of an order on the wire (S134). */
export const logView = (orderId: OrderId, entries: ReadonlyArray<LoggedEntry>): OrderLog => ({
  orderId,
  entries: entries.map(({ entry, actor, commandId }) => ({
    seq: entry.seq,
    stream: entry.stream,
    version: entry.version,
    at: instantText(entry.atMs),
    fact: entry.fact._tag,
    by: { role: actor.role, subject: actor.subject },
    commandId
  }))
})
