import type { Columns } from "./Columns.ts"
import { columnsOf } from "./Columns.ts"
import { type EtaOutcome, PAST_FEATURES, RECENT_FEATURES } from "./EtaCase.ts"
import { EtaHistory } from "./EtaHistory.ts"

/** What a model of `known` features looks at first: these and the past. */
export const pastWidth = (known: number): number => known + PAST_FEATURES.length
/** What it looks at in the end: orders just now as well. */
export const fullWidth = (known: number): number => pastWidth(known) + RECENT_FEATURES.length

/**
 * Goes through orders as time did, and gives what was known of each when it was placed, and nothing more: an order that was dropped off at
 * the very moment counts as known. `expect` says what was expected of order `index`, as the logarithm of ms, from what the past says
 * (its features, and the usual duration). Orders in sequence of placement. O(orders × (log orders + open orders)).
 */
export const walkHistory = (
  orders: ReadonlyArray<EtaOutcome>,
  known: number,
  expect: (index: number, past: Float64Array, usual: number) => number
): Columns => {
  const history = new EtaHistory()
  const dropOffAtMs = (index: number) => {
    const order = orders[index]
    return order === undefined ? Infinity : order.placedAtMs + order.tookMs
  }
  const byDropOff = orders.map((_, index) => index).sort((a, b) => dropOffAtMs(a) - dropOffAtMs(b) || a - b)
  const ids = new Map<number, number>()
  let ended = 0
  const rows = orders.map((order, index) => {
    for (; dropOffAtMs(byDropOff[ended] ?? -1) <= order.placedAtMs; ended += 1) {
      const over = byDropOff[ended] ?? -1
      history.droppedOff(ids.get(over) ?? -1, dropOffAtMs(over))
      ids.delete(over)
    }
    const row = new Float64Array(fullWidth(known))
    for (let feature = 0; feature < known; feature += 1) row[feature] = order.known[feature] ?? Number.NaN
    const usual = history.past(order, row, known)
    const expected = expect(index, row, usual)
    history.recent(order, expected, row, pastWidth(known))
    ids.set(index, history.placed(order, usual, expected))
    return row
  })
  return columnsOf(rows, fullWidth(known))
}
