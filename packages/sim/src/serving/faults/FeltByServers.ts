/** What failures of a day did to its servers. */
export interface FeltByServers {
  /** Commits that the relay could not tell of at once, since the bus or the store was away. */
  commitsHeld: number
  /** Commits that waited for the relay at once, at most. */
  outboxMost: number
  /** When the last of a backlog had its turn; null: there never was one. */
  caughtUpAtMs: number | null
  /** Requests that were answered with 503 because the store was away; they are in `shed` too. */
  unavailable: number
  /** Calls that a slow database kept waiting. */
  slowCalls: number
  /** Apps that connected again. */
  reconnects: number
  /** Positions that they had kept meanwhile, and sent then. */
  positionsKept: number
  /** Questions that the gateway left unanswered until the time limit. */
  gatewayTimeOuts: number
  /** Questions that were not asked because the gateway was left alone for a while. */
  gatewayRested: number
}

/** Nothing was felt. */
export const noneFelt = (): FeltByServers => ({
  commitsHeld: 0,
  outboxMost: 0,
  caughtUpAtMs: null,
  unavailable: 0,
  slowCalls: 0,
  reconnects: 0,
  positionsKept: 0,
  gatewayTimeOuts: 0,
  gatewayRested: 0
})
