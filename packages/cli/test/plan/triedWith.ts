import type { Tried } from "../../src/plan/Plan.ts"

/** A run with so many couriers that misses some, and breaks what it misses and others. */
export const triedWith = (
  couriersX: number,
  missing: ReadonlyArray<string>,
  breached: ReadonlyArray<string> = missing
): Tried => ({
  seed: 1,
  couriersX,
  couriers: Math.round(100 * couriersX),
  breached,
  missing,
  firstBreach: null,
  stoppedAtMs: null,
  likelyX: null
})
