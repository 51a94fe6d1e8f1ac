import { nextTimer, invariant } from "@hotbag/core"
import type { Commit } from "@hotbag/services"

/**
 * The rows of a placement by one statement without any of ours in between: what a program could write that knows beforehand that this is a
 * new order, and one at a time. Its texts are parameters, or made of `:name` for pgbench.
 */
export const plainStatement = (text: (name: PlainName) => string): string => `
  with receipt as (
    insert into receipts (scope, command_id, body_hash, status, answer, created_at)
    values (${text("scope")}, ${text("key")}, ${text("key")}, 201, ${text("order")}, now())
  ), saga as (
    insert into sagas (order_id, region_id, rest_id, created_at, length, order_is_open, case_is_open, next_timer, next_due_at,
      updated_at_ms, state)
    values (${text("orderId")}, 'mitte', 'restaurant-17', now(), 1, true, true, ${text("timer")},
      now() + interval '8 s', 1764000000123, ${text("saga")}::jsonb)
  ), placed as (
    insert into orders (order_id, state) values (${text("orderId")}, ${text("order")}::jsonb)
  ), items as (
    insert into order_items (order_id, line, item_id, quantity, unit_price_minor, currency)
    values (${text("orderId")}, 1, 'restaurant-17-i1', 1, 650, 'EUR'),
      (${text("orderId")}, 2, 'restaurant-17-i2', 2, 220, 'EUR'),
      (${text("orderId")}, 3, 'restaurant-17-i3', 1, 390, 'EUR')
  ), payment as (
    insert into payments (order_id, amount_minor, currency, status, method, token, updated_at)
    values (${text("orderId")}, 1679, 'EUR', 'authorising', 'credit_card', 'tok_visa', now())
  ), person as (
    insert into order_details (order_id, address, recipient) values (${text("orderId")}, 'Elm Street 5', 'Ada')
  ), logged as (
    insert into case_log (order_id, seq, stream, version, at, actor_role, actor_subject, command_id, fact)
    values (${text("orderId")}, 1, 'order', 1, now(), 'customer', ${text("scope")}, ${text("key")},
      ${text("fact")}::jsonb)
  ), errand as (
    insert into outbox (order_id, errand, committed_at)
    values (${text("orderId")}, ${text("errand")}::jsonb, now()) returning id
  )
  insert into outbox_lanes (order_id, first_id, pieces) select ${text("orderId")}, id, 1 from errand`

/** What differs from order to order, or is long. */
export type PlainName = "orderId" | "scope" | "key" | "order" | "saga" | "fact" | "errand" | "timer"

/** The same for an order of {@link placedOrder}. */
export const plainTexts = ({ changes, receipt }: Commit): Record<PlainName, string> => {
  const [change] = changes
  invariant(change !== undefined && receipt !== null, "an order is placed with a receipt")
  const { after, entries, errands } = change.step
  invariant(entries.length === 1 && errands.length === 1, "a placement is one entry and one errand")
  return {
    orderId: after.order.orderId,
    scope: receipt.scope,
    key: receipt.key,
    order: JSON.stringify(after.order),
    saga: JSON.stringify(after.saga),
    fact: JSON.stringify(entries[0]?.fact),
    errand: JSON.stringify(errands[0]),
    timer: nextTimer(after)?.timer ?? ""
  }
}
