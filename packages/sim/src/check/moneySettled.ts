import { MINUTE_MS } from "@hotbag/core"
import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import { ORDER_ENDS } from "./endings.ts"
import { numberField, textField } from "./entryFields.ts"

/** The money of one order. */
interface Account {
  authorisedMinor: number | null
  /** What was asked to settle it, with its idempotency key. */
  settled: { readonly operation: string; readonly key: string } | null
  end: { readonly type: string; readonly atMs: number } | null
}

/**
 * P5: what is authorised when an order is placed is captured when it is delivered, and voided or refunded when it
 * ends otherwise: once (asking again under the same key is the same request, P2), to the cent, and within ten minutes of
 * the end, or of when that can be told. Memory: a small record an order.
 */
export const moneySettled = ({ heardAtMs }: Directory): Checker => {
  const findings = makeFindings("moneySettled")
  const accounts = new Map<string, Account>()

  const ask = (entry: LogEntry, account: Account) => {
    const operation = textField(entry, "operation") ?? ""
    const amountMinor = numberField(entry, "amountMinor") ?? Number.NaN
    if (operation === "authorise") {
      if (account.authorisedMinor !== null) findings.add("authorised twice", entry)
      if (!(amountMinor > 0)) findings.add(`authorised ${amountMinor}`, entry)
      account.authorisedMinor = amountMinor
    } else if (SETTLES.has(operation)) settle(entry, account, operation, amountMinor)
    else if (operation !== "look-up") findings.add(`an unknown operation ${operation}`, entry)
  }

  const settle = (entry: LogEntry, account: Account, operation: string, amountMinor: number) => {
    const key = textField(entry, "key") ?? ""
    const earlier = account.settled
    if (earlier !== null) {
      const repeated = earlier.key === key && earlier.operation === operation
      if (!repeated) findings.add(`${operation} after ${earlier.operation}`, entry)
      return
    }
    account.settled = { operation, key }
    if (key === "") findings.add(`${operation} without an idempotency key`, entry)
    if (account.authorisedMinor !== amountMinor) {
      findings.add(`${operation} of ${amountMinor}, but ${account.authorisedMinor} is authorised`, entry)
    }
    if (account.end === null) return findings.add(`${operation} before the order ended`, entry)
    if ((account.end.type === "OrderDelivered") !== (operation === "capture")) {
      findings.add(`${operation} after ${account.end.type}`, entry)
    }
    if (entry.atMs - heardAtMs(entry.order, account.end.atMs) > SETTLED_WITHIN_MS)
      findings.add(`${operation} comes too late`, entry)
  }

  return {
    name: "moneySettled",
    see: (entry) => {
      const { atMs, order, type } = entry
      if (order === undefined) return
      if (type === "OrderPlaced" && !accounts.has(order)) {
        accounts.set(order, { authorisedMinor: null, settled: null, end: null })
      }
      const account = accounts.get(order)
      if (account === undefined) return
      if (type === "RequestPayment") ask(entry, account)
      if (ORDER_ENDS.has(type)) account.end ??= { type, atMs }
    },
    finish: () => {
      for (const [order, account] of accounts) {
        const { end, settled } = account
        if (end === null || settled !== null || end.type === "PaymentDeclined") continue
        findings.add(`${end.type}, but the money is where it was`, { atMs: end.atMs, order })
      }
      return findings.list()
    }
  }
}

const SETTLES: ReadonlySet<string> = new Set(["capture", "void", "refund"])

const SETTLED_WITHIN_MS = 10 * MINUTE_MS
