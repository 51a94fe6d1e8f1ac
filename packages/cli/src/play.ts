import { DAY_MS, invariant, MINUTE_MS } from "@hotbag/core"
import type { Progress, Run } from "@hotbag/sim"
import { setImmediate, setTimeout } from "node:timers/promises"
import { throwIfStopped } from "./exit.ts"

/** Simulated time played at once: small enough that a screen moves and Ctrl-C works, large enough to cost nothing. */
const SLICE_MS = MINUTE_MS

/** Wall-clock ms after which timers, signals and the screen get their turn. */
const BREATH_MS = 40

/** A run is over when every order is; one that goes on for days after its demand ended would never be. */
const GRACE_MS = 7 * DAY_MS

/** What happens while a run is played. Progress costs a pass over the orders: it is taken only when asked for. */
export interface PlayOptions {
  /** @see Terminal.stop */
  readonly stop: AbortSignal
  /** After every slice: everything up to `untilMs` (simulated) has happened. What it throws ends the run. */
  readonly onSlice?: (untilMs: number, progress: () => Progress) => void
  /** Before other work gets its turn: time to draw. */
  readonly onBreath?: (progress: () => Progress) => void
  /** How long to wait before anything after `untilMs` happens, real ms; asked again after each wait. What it throws ends the run. */
  readonly holdMs?: (untilMs: number) => number
}

/**
 * Plays a run to its end in slices of a simulated minute, and lets the rest of the process breathe in between.
 *
 * @throws Stopped when asked to stop.
 */
export const play = async (run: Run, options: PlayOptions): Promise<void> => {
  const { fromMs, toMs } = run.progress()
  const progress = () => run.progress()
  let breathedAt = performance.now()
  for (let untilMs = fromMs; !run.done; untilMs += SLICE_MS) {
    throwIfStopped(options.stop)
    invariant(untilMs <= toMs + GRACE_MS, "a run goes on long after its demand ended", { untilMs, toMs })
    run.advance(untilMs)
    options.onSlice?.(untilMs, progress)
    await held(untilMs, options, progress)
    if (performance.now() - breathedAt < BREATH_MS) continue
    options.onBreath?.(progress)
    await setImmediate()
    breathedAt = performance.now()
  }
  throwIfStopped(options.stop)
}

/** Waits as long as somebody wants to watch this moment. */
const held = async (untilMs: number, options: PlayOptions, progress: () => Progress): Promise<void> => {
  for (let ms = options.holdMs?.(untilMs) ?? 0; ms > 0; ms = options.holdMs?.(untilMs) ?? 0) {
    options.onBreath?.(progress)
    await setTimeout(Math.min(ms, BREATH_MS))
    throwIfStopped(options.stop)
  }
}
