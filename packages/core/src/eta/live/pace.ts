import { MINUTE_MS } from "../../Units.ts"

/** Where a leg began to be watched: the driving that was left then by the travel model. */
export interface PaceStart {
  readonly atMs: number
  readonly drivingMs: number
}

/**
 * How much longer the courier drives than the travel model says, from the driving done since the leg began to be watched: elapsed time
 * over driving done, as if three minutes had gone by the model before. Between a half and two: traffic and a fast rider are
 * within, a break is not extrapolated to the whole way.
 */
export const paceOf = (start: PaceStart, drivingMs: number, atMs: number): number => {
  const elapsedMs = Math.max(0, atMs - start.atMs)
  const doneMs = Math.max(0, start.drivingMs - drivingMs)
  return Math.min(2, Math.max(0.5, (elapsedMs + BELIEF_MS) / (doneMs + BELIEF_MS)))
}

const BELIEF_MS = 3 * MINUTE_MS
