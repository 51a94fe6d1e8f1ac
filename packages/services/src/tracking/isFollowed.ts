import { Limits } from "@hotbag/core"
import type { Duty } from "../couriers/Courier.ts"

/**
 * Whether a turn of duty covers `atMs`. Beginning it is the courier's word that they share where they are, ending it takes that back (S135). What phones measured
 * and kept is timed to some seconds only, so that the first steps of a turn count with it.
 */
export const isFollowed = (duty: Duty | null, atMs: number): boolean =>
  duty !== null &&
  duty.onAtMs - Limits.clockToleranceMs <= atMs &&
  (duty.offAtMs === null || atMs < duty.offAtMs)
