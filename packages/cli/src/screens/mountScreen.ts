import { MINUTE_MS } from "@hotbag/core"
import type { Progress, Run } from "@hotbag/sim"
import { render } from "ink"
import { createElement as h, Fragment } from "react"
import { Exit, Stopped } from "../exit.ts"
import type { PlayOptions } from "../play.ts"
import type { Terminal } from "../Terminal.ts"
import { glyphsOf } from "./bars.ts"
import { type KeyActions, Keys } from "./Keys.ts"
import { FRAME_ROWS, LiveScreen, screenWidth } from "./LiveScreen.ts"
import { Pace } from "./Pace.ts"
import { type Panel, panelLines, PANELS } from "./panels.ts"

/** A live screen on the terminal of this process. */
export interface MountedScreen {
  /** Takes note of how the run goes, for the chart; draws nothing. */
  readonly note: NonNullable<PlayOptions["onSlice"]>
  /** Draws a frame, unless the last one is only just visible. */
  readonly draw: NonNullable<PlayOptions["onBreath"]>
  /** Holds the run back as the keys say. @throws Stopped when somebody pressed q. */
  readonly holdMs: NonNullable<PlayOptions["holdMs"]>
  /** Takes the screen away without a trace, so that the report can stand in its place. */
  readonly close: () => Promise<void>
}

/** More often nobody sees it, and every frame costs milliseconds that the run needs. */
const FRAME_MS = 200

/** Simulated time between two columns of the little chart. */
const SAMPLE_MS = 10 * MINUTE_MS

/** Columns kept: more than the widest terminal shows. */
const HISTORY = 240

/**
 * Shows `LiveScreen` on standard output, below what was written there before, and listens to the keyboard where there is
 * one. The run keeps a record (`recordEveryMs`).
 */
export const mountScreen = (title: string, run: Run, terminal: Terminal): MountedScreen => {
  const first = run.progress()
  const pace = new Pace(() => performance.now())
  const keyboard = process.stdin.isTTY
  const history: Array<number | null> = []
  const shown: Shown = { panel: "overview", quit: false, changed: false }
  const meter = speedometer(first)
  let sampledMs = first.fromMs
  let drawnAt = performance.now()
  const view = (progress: Progress) => {
    const screen = h(LiveScreen, {
      title,
      progress,
      history,
      speed: meter(progress),
      columns: process.stdout.columns ?? 80,
      rows: process.stdout.rows ?? 24,
      ascii: terminal.ascii,
      color: terminal.color,
      ...(keyboard ? { controls: { panel: shown.panel, paused: pace.paused, pace: pace.speed } } : {}),
      ...panelOf(shown.panel, run, progress, terminal)
    })
    return keyboard ? h(Fragment, null, screen, h(Keys, { actions })) : screen
  }
  const actions = keyActions(pace, shown)
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
      if (!shown.changed && now - drawnAt < FRAME_MS) return
      drawnAt = now
      shown.changed = false
      app.rerender(view(progress()))
    },
    holdMs: (untilMs) => {
      if (shown.quit) throw new Stopped(Exit.interrupted)
      return pace.holdMs(untilMs)
    },
    close: async () => {
      app.clear()
      app.unmount()
      await app.waitUntilExit()
    }
  }
}

/** What the keys have asked for. */
interface Shown {
  panel: Panel
  quit: boolean
  /** Since the last frame. */
  changed: boolean
}

const panelOf = (panel: Panel, run: Run, progress: Progress, terminal: Terminal) => {
  if (panel === "overview") return {}
  const size = {
    width: screenWidth(process.stdout.columns ?? 80),
    height: Math.max(1, (process.stdout.rows ?? 24) - FRAME_ROWS),
    glyphs: glyphsOf(terminal.ascii)
  }
  return { panel: panelLines(panel, run.record(), progress, size) }
}

const keyActions = (pace: Pace, shown: Shown): KeyActions => {
  const doing = (action: () => void) => () => {
    action()
    shown.changed = true
  }
  const turn = (by: number) => {
    const next = (PANELS.indexOf(shown.panel) + by + PANELS.length) % PANELS.length
    shown.panel = PANELS[next] ?? "overview"
  }
  return {
    pause: doing(() => pace.toggle()),
    faster: doing(() => pace.change(1)),
    slower: doing(() => pace.change(-1)),
    nextPanel: doing(() => turn(1)),
    previousPanel: doing(() => turn(-1)),
    quit: doing(() => {
      shown.quit = true
    }),
    interrupt: () => void process.kill(process.pid, "SIGINT")
  }
}

/** Over the last moments: simulated ms for each real one, so that pauses and changes of speed show. */
const speedometer = (first: Progress) => {
  let [simulatedMs, realMs, speed] = [first.nowMs, performance.now(), 0]
  return ({ nowMs }: Progress): number => {
    const passedMs = performance.now() - realMs
    if (passedMs < MEASURED_MS && speed > 0) return speed
    speed = Math.max(0, nowMs - simulatedMs) / Math.max(1, passedMs)
    if (passedMs >= MEASURED_MS) [simulatedMs, realMs] = [nowMs, performance.now()]
    return speed
  }
}

const MEASURED_MS = 1_000
