import {
  invariant,
  nextTimer,
  type OrderCase,
  postingsOf,
  TERMINAL_DELIVERY_STATUSES,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { assignmentMovesOf, type CaseChange, type Commit } from "@hotbag/services"
import { Redacted } from "effect"

/** Lists of rows, by what `commit_cases` calls them. */
type Lists =
  | "receipts"
  | "fences"
  | "advanced"
  | "begun"
  | "stock"
  | "orders"
  | "deliveries"
  | "log"
  | "offers"
  | "assignments"
  | "payments"
  | "ledger"
  | "errands"

type Rows = Partial<Record<Lists, Array<object>>>

/** The argument of `commit_cases` for these commits, as JSON text. O(entries). */
export const commitRows = (commits: ReadonlyArray<Commit>): string => {
  const rows: Rows = {}
  for (const commit of commits) addCommit(rows, commit)
  addStock(rows, commits)
  return storable(JSON.stringify(rows))
}

const add = (rows: Rows, list: Lists, row: object): void => {
  const present = rows[list]
  if (present === undefined) rows[list] = [row]
  else present.push(row)
}

const addCommit = (rows: Rows, commit: Commit): void => {
  const { receipt, fence } = commit
  if (receipt !== null) {
    const { scope, key, bodyHash, status, answer, atMs } = receipt
    add(rows, "receipts", { scope, command_id: key, body_hash: bodyHash, status, answer, at: atMs })
  }
  if (fence !== null) add(rows, "fences", { region_id: fence.regionId, epoch: fence.epoch })
  for (const change of commit.changes) addChange(rows, commit, change)
}

/** One row per item, over all commits: the database adds each row once. */
const addStock = (rows: Rows, commits: ReadonlyArray<Commit>): void => {
  const sums = new Map<string, { readonly rest_id: string; readonly item_id: string; by: number }>()
  for (const { stock } of commits) {
    for (const { restaurantId, itemId, by } of stock) {
      const name = JSON.stringify([restaurantId, itemId])
      const sum = sums.get(name)
      if (sum === undefined) sums.set(name, { rest_id: restaurantId, item_id: itemId, by })
      else sum.by += by
    }
  }
  for (const sum of sums.values()) add(rows, "stock", sum)
}

const addChange = (rows: Rows, commit: Commit, change: CaseChange): void => {
  const { before, step, transfers } = change
  const { after, entries, errands } = step
  const { orderId, length } = before
  invariant(after.order.orderId === orderId, "a change is about its own case")
  invariant(after.length === length + entries.length, "a step writes down what it does")
  if (length === 0) add(rows, "begun", begun(change))
  else {
    add(rows, "advanced", { before: length, ...sagaRow(after) })
    if (entries.some(({ stream }) => stream === "order")) {
      add(rows, "orders", { order_id: orderId, state: after.order })
    }
    if (movesPayment(change)) {
      const { payment, paymentId } = after.saga
      add(rows, "payments", {
        order_id: orderId,
        status: payment,
        payment_id: paymentId,
        at: after.updatedAtMs
      })
    }
  }
  if (entries.some(({ stream }) => stream === "delivery")) {
    add(rows, "deliveries", { order_id: orderId, state: after.delivery })
  }
  addEntries(rows, commit, change)
  for (const transfer of transfers) {
    const { kind } = transfer
    postingsOf(transfer).forEach(({ account, amount }, line) => {
      const { amountMinor, currency } = amount
      const booked = { order_id: orderId, kind, line, currency, at: after.updatedAtMs }
      const { kind: name, ownerId } = account
      add(rows, "ledger", { ...booked, account: name, owner_id: ownerId, amount_minor: amountMinor })
    })
  }
  for (const errand of errands) add(rows, "errands", { order_id: orderId, errand, at: commit.atMs })
}

/** Columns of a saga; the same whoever writes them, a command or a rebuild. */
export const sagaRow = (after: OrderCase) => {
  const { order, delivery, saga, length, updatedAtMs } = after
  const due = nextTimer(after)
  const orderIsOpen = !TERMINAL_ORDER_STATUSES.has(order.status)
  return {
    order_id: order.orderId,
    length,
    order_is_open: orderIsOpen,
    case_is_open:
      orderIsOpen || (delivery.status !== "none" && !TERMINAL_DELIVERY_STATUSES.has(delivery.status)),
    next_timer: due?.timer ?? null,
    next_due: due?.dueAtMs ?? null,
    updated_at_ms: updatedAtMs,
    saga
  }
}

const begun = ({ step: { after }, payment, details }: CaseChange) => ({
  ...sagaRow(after),
  state: after.order,
  method: payment?.method ?? null,
  token: payment === null || payment.token === null ? null : Redacted.value(payment.token),
  details
})

/** Whether the stage of the payment may have changed: the gateway said something, or is asked something. */
const movesPayment = ({ step, transfers }: CaseChange): boolean =>
  transfers.length > 0 ||
  step.entries.some(({ stream }) => stream === "outside") ||
  step.errands.some(({ _tag }) => _tag === "RequestPayment")

const addEntries = (rows: Rows, commit: Commit, { before: { orderId }, step }: CaseChange): void => {
  const { actor, commandId } = commit
  for (const entry of step.entries) {
    const { seq, stream, version, atMs, fact } = entry
    const { role, subject } = actor
    const said = { order_id: orderId, seq, stream, version, at: atMs, fact }
    add(rows, "log", { ...said, role, subject, command_id: commandId })
    if (fact._tag === "DeliveryOffered") {
      const { offerId, courierId, expiresAtMs } = fact
      const offer = { offer_id: offerId, driver_id: courierId, at: fact.atMs, expires: expiresAtMs }
      add(rows, "offers", { order_id: orderId, ...offer })
    }
    for (const move of assignmentMovesOf({ entries: [entry] })) {
      const { courierId, atMs: at } = move
      add(rows, "assignments", {
        order_id: orderId,
        seq,
        driver_id: courierId,
        at,
        taken: move._tag === "Taken"
      })
    }
  }
}

/**
 * JSON that the database can keep. Its text knows neither NUL nor half a surrogate pair, which a note from outside may hold: they become
 * the replacement character (U+FFFD), as a broken encoding would have made them.
 */
const storable = (json: string): string =>
  json.includes("\\u0000") || json.includes("\\ud")
    ? json.replaceAll(
        /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
        (_, backslash: string | undefined) => backslash ?? "\uFFFD"
      )
    : json
