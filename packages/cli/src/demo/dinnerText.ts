import type { Call } from "./Caller.ts"
import type { Dinner } from "./dinner.ts"

/** A request as one line: who, what, and how it was answered; the body below when there is one. */
export const callText = ({ body, method, path, status, who }: Call): string =>
  `  ${who.padEnd(10)} ${method} ${path}${body === null ? "" : `\n${" ".repeat(13)}${JSON.stringify(body)}`}\n${" ".repeat(13)}→ ${status}`

/** What was read back, for people. */
export const dinnerLines = ({ ledger, order, reasons }: Dinner): ReadonlyArray<string> => [
  "",
  `order     ${order.orderId}: ${order.status}, ${order.totalPrice} ${order.currency}, carried by ${order.assignedDriverId ?? "nobody"}`,
  "ledger",
  ...ledger.entries.map(
    ({ account, amount, currency, kind }) => `  ${kind.padEnd(8)} ${account.padEnd(20)} ${amount} ${currency}`
  ),
  `  balance  ${ledger.balanceMinor}`,
  "dispatch",
  ...reasons.offers.map(({ considered, policy, words }) => `  ${words} (${policy}, ${considered} considered)`)
]

/** What is not as it should be at the end; nothing when all is well. */
export const wrongWith = ({ ledger, order, reasons }: Dinner): ReadonlyArray<string> => [
  ...(order.status === "DELIVERED" ? [] : [`the order is ${order.status}, not DELIVERED`]),
  ...(ledger.balanceMinor === 0 && ledger.entries.length > 0 ? [] : ["the ledger is not balanced"]),
  ...(reasons.offers.length > 0 ? [] : ["nobody says why this courier"])
]
