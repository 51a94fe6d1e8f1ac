import { TERMINAL_ORDER_STATUSES } from "@hotbag/core"
import { Limits } from "@hotbag/core"
import { codeOf } from "./Caller.ts"
import { checkCouriers } from "./checkCouriers.ts"
import { orderIdIn } from "./customers.ts"
import type { FinalRead } from "./FinalRead.ts"
import type { Line } from "./History.ts"
import { groupBy } from "./groupBy.ts"

/** What broke a promise; nothing when all were kept. Everything is judged by what was answered and what is there at the end. */
export const checkHistory = (
  history: ReadonlyArray<Line>,
  final: FinalRead,
  { answerMs }: { readonly answerMs: number }
): ReadonlyArray<string> => [
  ...checkAnswers(history, answerMs),
  ...checkOrders(history, final),
  ...checkLogs(final),
  ...checkCouriers(final, Limits.courierLoad),
  ...checkMoney(final),
  ...checkEnds(final)
]

/** P8: everybody is answered in time, never with a bug of ours, and told when to come back. */
const checkAnswers = (history: ReadonlyArray<Line>, answerMs: number): ReadonlyArray<string> =>
  history.flatMap(({ answer, at, invoke, key, op, retryAfter, status }) => {
    const what = `${op} ${key} at ${invoke} ms`
    return [
      ...(at - invoke > answerMs ? [`P8: ${what} was answered after ${at - invoke} ms`] : []),
      ...(status === 500 ? [`P8: ${what} met a bug: ${answer}`] : []),
      ...((status === 503 || status === 429) && retryAfter === null && op !== "ready"
        ? [`P8: ${what} was not told when to come back`]
        : [])
    ]
  })

/** P1, P2: acknowledged orders are there once, refused ones are not, of the others nobody knows; and there are no more. */
const checkOrders = (history: ReadonlyArray<Line>, { log, orders }: FinalRead): ReadonlyArray<string> => {
  const violations: Array<string> = []
  const placed = groupBy(
    log.filter(({ seq }) => seq === 1),
    ({ commandId, subject }) => `${subject} ${commandId}`
  )
  const known = new Set(orders.map(({ orderId }) => orderId))
  const asked = groupBy(
    history.filter(({ op }) => op === "place"),
    ({ key, process }) => `${process} ${key}`
  )
  for (const [name, lines] of asked) {
    const made = placed.get(name) ?? []
    const answers = new Set(lines.flatMap(({ answer, outcome }) => (outcome === "ok" ? [answer ?? ""] : [])))
    if (made.length > 1) violations.push(`P2: ${name} was placed ${made.length} times`)
    if (answers.size > 1) violations.push(`P2: ${name} was answered in ${answers.size} ways`)
    for (const answer of answers) {
      const orderId = orderIdIn(answer)
      if (orderId === null || !known.has(orderId) || made[0]?.orderId !== orderId) {
        violations.push(`P1: ${name} was acknowledged as ${orderId}, which is not there`)
      }
    }
    const isRefused = answers.size === 0 && lines.some(({ outcome }) => outcome === "fail")
    if (isRefused && made.length > 0) violations.push(`P2: ${name} was refused and is there all the same`)
  }
  for (const [name, made] of placed) {
    if (!asked.has(name)) violations.push(`P2: nobody asked for ${made[0]?.orderId} of ${name}`)
  }
  for (const { answer, key, op, status } of history) {
    if (op !== "place-other" || status === null || status >= 500 || status === 429) continue
    const isInFlight = status === 409 && codeOf(answer ?? "") === "CommandInFlight"
    if (status !== 422 && !isInFlight) violations.push(`P2: ${key} with another body was answered ${status}`)
  }
  return violations
}

/** P4: logs and versions count 1..n. */
const checkLogs = ({ log, orders, sagas }: FinalRead): ReadonlyArray<string> => {
  const violations: Array<string> = []
  const logs = groupBy(log, ({ orderId }) => orderId)
  for (const { orderId } of orders) {
    if (!logs.has(orderId)) violations.push(`P4: order ${orderId} has no log`)
  }
  if (sagas.length !== orders.length || logs.size !== orders.length) {
    violations.push(`P4: ${orders.length} orders, ${sagas.length} sagas, ${logs.size} logs`)
  }
  for (const [orderId, entries] of logs) {
    entries.forEach(({ seq }, i) => {
      if (seq !== i + 1) violations.push(`P4: entry ${i + 1} of ${orderId} has number ${seq}`)
    })
    for (const stream of ["order", "delivery"]) {
      entries
        .filter((entry) => entry.stream === stream)
        .forEach(({ version }, i) => {
          if (version !== i + 1) violations.push(`P4: ${stream} of ${orderId} jumps to version ${version}`)
        })
    }
  }
  return violations
}

/** P5: the ledger is even, every order is settled as it ended, and the gateway says the same. */
const checkMoney = ({ gateway, ledger, orders, sagas }: FinalRead): ReadonlyArray<string> => {
  const violations: Array<string> = []
  const sum = (entries: FinalRead["ledger"]) => entries.reduce((all, { amountMinor }) => all + amountMinor, 0)
  const books = groupBy(ledger, ({ orderId }) => orderId)
  const payments = new Map(gateway.map((payment) => [payment.orderId, payment]))
  const status = new Map(orders.map((order) => [order.orderId, order.status]))
  if (sum(ledger) !== 0) violations.push(`P5: the ledger sums up to ${sum(ledger)}`)
  for (const [orderId, entries] of books) {
    if (sum(entries) !== 0) violations.push(`P5: the ledger of ${orderId} sums up to ${sum(entries)}`)
  }
  for (const { orderId, payment } of sagas) {
    const isDelivered = status.get(orderId) === "delivered"
    const ends = isDelivered ? ["captured"] : ["refused", "voided", "refunded"]
    if (!ends.includes(payment)) {
      violations.push(`P5: ${orderId} ended ${status.get(orderId)}, and its money is ${payment}`)
    }
    const { funds = "none", settled = "no" } = payments.get(orderId) ?? {}
    const told = funds === "none" || funds === "refused" ? "refused" : SETTLED[`${funds} ${settled}`]
    if (told !== payment)
      violations.push(`P5: ${orderId} is ${payment}, the gateway has it ${funds} ${settled}`)
  }
  return violations
}

const SETTLED: Readonly<Record<string, string>> = {
  "held capture": "captured",
  "held void": "voided",
  "taken no": "captured",
  "taken refund": "refunded"
}

/** P6, P7: everything has come to an end. */
const checkEnds = ({ orders, sagas, setAside, waiting }: FinalRead): ReadonlyArray<string> => {
  const terminal: ReadonlySet<string> = TERMINAL_ORDER_STATUSES
  return [
    ...orders.flatMap(({ orderId, status }) =>
      terminal.has(status) ? [] : [`P6: order ${orderId} is still ${status}`]
    ),
    ...sagas.flatMap(({ orderId, orderStatus }) =>
      terminal.has(orderStatus) ? [] : [`P6: the saga of ${orderId} is still at ${orderStatus}`]
    ),
    ...(waiting === 0 ? [] : [`P7: ${waiting} errands still wait`]),
    ...(setAside === 0 ? [] : [`P7: ${setAside} errands were set aside`])
  ]
}
