import { MINUTE_MS } from "@hotbag/core"
import type { Progress } from "@hotbag/sim"
import { render } from "ink"
import { createElement as h } from "react"
import type { PlayOptions } from "../play.ts"
import type { Terminal } from "../Terminal.ts"
import { LiveScreen } from "./LiveScreen.ts"

/** A live screen on the terminal of this process. */
export interface MountedScreen {
  /** Takes note of how the run goes, for the chart; draws nothing. */
  readonly note: NonNullable<PlayOptions["onSlice"]>
  /** Draws a frame, unless the last one is only just visible. */
  readonly draw: NonNullable<PlayOptions["onBreath"]>
  /** Takes the screen away without a trace, so that the report can stand in its place. */
  readonly close: () => Promise<void>
}

/** More often nobody sees it, and every frame costs milliseconds that the run needs. */
const FRAME_MS = 200

/** Simulated time between two columns of the little chart. */
const SAMPLE_MS = 10 * MINUTE_MS

/** Columns kept: more than the widest terminal shows. */
const HISTORY = 240

/** Shows `LiveScreen` on standard output, below what was written there before. */
export const mountScreen = (title: string, first: Progress, terminal: Terminal): MountedScreen => {
  const startedAt = performance.now()
  const history: Array<number | null> = []
  let sampledMs = first.fromMs
  let drawnAt = startedAt
  const view = (progress: Progress) =>
    h(LiveScreen, {
      title,
      progress,
      history,
      speed: Math.max(0, progress.nowMs - first.fromMs) / Math.max(1, performance.now() - startedAt),
      columns: process.stdout.columns ?? 80,
      rows: process.stdout.rows ?? 24,
      ascii: terminal.ascii,
      color: terminal.color
    })
  const app = render(view(first), {
    patchConsole: false,
    exitOnCtrlC: false,
    interactive: true,
    maxFps: Math.ceil(1000 / FRAME_MS)
  })
  return {
    note: (untilMs, progress) => {
      if (untilMs < sampledMs + SAMPLE_MS) return
      sampledMs += SAMPLE_MS
      history.push(progress().recentClickToDoorMin)
      if (history.length > HISTORY) history.shift()
    },
    draw: (progress) => {
      const now = performance.now()
      if (now - drawnAt < FRAME_MS) return
      drawnAt = now
      app.rerender(view(progress()))
    },
    close: async () => {
      app.clear()
      app.unmount()
      await app.waitUntilExit()
    }
  }
}
