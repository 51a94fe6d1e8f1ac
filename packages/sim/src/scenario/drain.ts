import { HOUR_MS } from "@hotbag/core"

/**
 * Shifts go on for so long after the end of demand, in ms: food that takes longest is ready an hour and a half after it was ordered, and
 * somebody must be there for it.
 */
export const DRAIN_MS = 2 * HOUR_MS
