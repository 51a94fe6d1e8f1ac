import { Limits } from "../Limits.ts"

/** How old a position of `atMs` is at `nowMs`, in ms; never negative, whatever clocks do (F11). */
export const ageMs = (atMs: number, nowMs: number): number => Math.max(0, nowMs - atMs)

/** Whether a position is shown as where the courier is; older ones are shown as where they were (S100). */
export const isFresh = (atMs: number, nowMs: number): boolean => ageMs(atMs, nowMs) <= Limits.freshMs
