import { describe, expect, it } from "vitest"
import { makeProgressLine } from "../../src/mdrp/progress.ts"
import { recordingTerminal } from "../hotbag.ts"

const HOUR_MS = 3_600_000
const none = () => {
  throw new Error("progress is taken only when asked for")
}

describe("the progress line", () => {
  it("is nothing at all where nobody watches, or nobody wants it", () => {
    for (const [live, shown] of [
      [false, true],
      [true, false]
    ] as const) {
      const terminal = { ...recordingTerminal(), live }
      const line = makeProgressLine(terminal, shown)
      expect(line.watch("planner  day", 1, 2)).toEqual({})
      line.clear()
      expect(terminal.written()).toEqual({ stdout: "", stderr: "" })
    }
  })

  it("says who plays what and how late it is there, and goes away", () => {
    const terminal = { ...recordingTerminal(), live: true }
    const line = makeProgressLine(terminal, true)
    line.clear()
    const { onBreath, onSlice } = line.watch("planner  day", 2, 24)
    onSlice?.(18.5 * HOUR_MS, none)
    onBreath?.(none)
    line.clear()
    line.clear()
    expect(terminal.written()).toEqual({
      stdout: "",
      stderr: "\r\u001b[Kplanner  day  18:30  2 of 24\r\u001b[K"
    })
  })

  it("never wraps", () => {
    const terminal = { ...recordingTerminal(), live: true }
    makeProgressLine(terminal, true).watch("x".repeat(500), 1, 1).onBreath?.(none)
    expect(terminal.written().stderr).toHaveLength("\r\u001b[K".length + 78)
    expect(terminal.written().stderr).toMatch(/ {2}00:00 {2}1 of 1$/)
  })
})
