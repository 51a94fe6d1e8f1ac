import { f64, i32, u8 } from "@hotbag/core"
import { refresh, tailCost } from "./evaluate.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import { goesWith } from "./visits.ts"

/*
 * A way to insert is a code: stop index × 4 plus one of these.
 */
/** A trip of its own before the stop at the index, which opens a trip or is the end. */
const OWN = 0
/** Within or at the end of the trip that holds the stop before the index. */
const JOINS = 1
/** First drop-off of the trip that opens at the index. */
const LEADS = 2

/**
 * The cheapest way to add delivery `d` to courier `c`'s route: as a trip of its own before any trip or at the end, or
 * in any place of the drop-off sequence of a trip from the same restaurant or one that may join it. Leaves the added cost in `s.foundCost`
 * (`Infinity` when there is none) and the place in `s.foundAt`. O(stops²), mostly far less; nothing is allocated.
 */
export const bestInsertion = (s: PlanState, c: number, d: number): void => {
  s.foundCost = Infinity
  s.foundAt = -1
  const n = i32(s.length, c)
  if (n >= ROUTE_STOPS) return
  const base = c * ROUTE_STOPS
  const shop = i32(s.shop, d)
  let trip = 0
  for (;;) {
    tryInsertion(s, c, d, trip, trip, OWN)
    if (trip >= n) return
    let end = trip + 1
    while (end < n && u8(s.opens, base + end) === 0) end++
    if (end - trip < i32(s.capacity, c) && goesWith(s, base + trip, base + end, shop)) {
      tryInsertion(s, c, d, trip, trip, LEADS)
      for (let i = trip + 1; i <= end; i++) tryInsertion(s, c, d, trip, i, JOINS)
    }
    trip = end
  }
}

/** Adds delivery `d` to courier `c`'s route at `code`, as `bestInsertion` found it. */
export const insert = (s: PlanState, c: number, d: number, code: number): void => {
  const base = c * ROUTE_STOPS
  const n = i32(s.length, c)
  const index = code >> 2
  for (let i = n; i > index; i--) {
    s.seq[base + i] = i32(s.seq, base + i - 1)
    s.opens[base + i] = u8(s.opens, base + i - 1)
  }
  s.seq[base + index] = d
  s.opens[base + index] = (code & 3) === JOINS ? 0 : 1
  if ((code & 3) === LEADS) s.opens[base + index + 1] = 0
  s.length[c] = n + 1
  s.courierOf[d] = c
  refresh(s, c, openerOf(s, c, index))
}

/** Takes stop `index` out of courier `c`'s route. */
export const removeStop = (s: PlanState, c: number, index: number): void => {
  const base = c * ROUTE_STOPS
  const from = openerOf(s, c, index)
  const n = i32(s.length, c) - 1
  s.courierOf[i32(s.seq, base + index)] = -1
  if (from === index && index < n) s.opens[base + index + 1] = 1
  for (let i = index; i < n; i++) {
    s.seq[base + i] = i32(s.seq, base + i + 1)
    s.opens[base + i] = u8(s.opens, base + i + 1)
  }
  s.length[c] = n
  refresh(s, c, from)
}

/** Stop at which the trip of stop `index` opens. */
const openerOf = (s: PlanState, c: number, index: number): number => {
  let i = index
  while (u8(s.opens, c * ROUTE_STOPS + i) === 0) i--
  return i
}

/** Evaluates one way of inserting `d` into the tail that begins with the trip at `from`, and keeps it when it is better. */
const tryInsertion = (
  s: PlanState,
  c: number,
  d: number,
  from: number,
  index: number,
  kind: number
): void => {
  const base = c * ROUTE_STOPS
  const n = i32(s.length, c)
  let out = 0
  for (let i = from; i < index; i++, out++) {
    s.tailSeq[out] = i32(s.seq, base + i)
    s.tailOpens[out] = u8(s.opens, base + i)
  }
  s.tailSeq[out] = d
  s.tailOpens[out] = kind === JOINS ? 0 : 1
  out++
  const settled = out
  for (let i = index; i < n; i++, out++) {
    s.tailSeq[out] = i32(s.seq, base + i)
    s.tailOpens[out] = u8(s.opens, base + i)
  }
  if (kind === LEADS) s.tailOpens[settled] = 0
  const old = f64(s.routeCost, c)
  const cost = tailCost(s, c, from, out, settled, old + s.foundCost) - old
  if (cost < s.foundCost) {
    s.foundCost = cost
    s.foundAt = index * 4 + kind
  }
}
