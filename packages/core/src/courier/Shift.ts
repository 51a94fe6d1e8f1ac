import { Schema } from "effect"
import { AtMs } from "../Decider.ts"

/** One turn of duty: from `onAtMs` (inclusive) to `offAtMs` (exclusive), ms since epoch; never empty. */
export const Shift = Schema.Struct({ onAtMs: AtMs, offAtMs: AtMs }).check(
  Schema.makeFilter((shift) => shift.onAtMs < shift.offAtMs || "a shift ends after it begins")
)
export type Shift = typeof Shift.Type

/** Whether the courier is on duty at `atMs`. */
export const isOnShift = (shift: Shift, atMs: number): boolean => shift.onAtMs <= atMs && atMs < shift.offAtMs

/** Whether a pickup may happen at `atMs`: to the very end of the shift, but what was picked up is delivered after it. */
export const mayPickUpAt = (shift: Shift, atMs: number): boolean =>
  shift.onAtMs <= atMs && atMs <= shift.offAtMs

/** Time on duty, in ms. */
export const shiftLengthMs = (shift: Shift): number => shift.offAtMs - shift.onAtMs

/** Whether two shifts share a moment: nobody works twice at once. */
export const shiftsOverlap = (left: Shift, right: Shift): boolean =>
  left.onAtMs < right.offAtMs && right.onAtMs < left.offAtMs
