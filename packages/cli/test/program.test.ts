import { InvariantViolation } from "@hotbag/core"
import { afterEach, describe, expect, it, vi } from "vitest"
import { Exit, Stopped } from "../src/exit.ts"
import { runProgram } from "../src/program.ts"
import type { Terminal } from "../src/Terminal.ts"
import { recordingTerminal } from "./hotbag.ts"

/** A command whose output fails with something that nobody expected. */
const runFailing = async (error: unknown) => {
  const terminal = recordingTerminal()
  const failing: Terminal = {
    ...terminal,
    out: () => {
      throw error
    }
  }
  const code = await runProgram(["policies"], failing)
  return { code, stderr: terminal.written().stderr }
}

describe("a bug of ours", () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const bug = new InvariantViolation("a courier in two places", { courier: 7 })

  it("is owned up to in one line that says how to report it, with its own exit code", async () => {
    vi.stubEnv("HOTBAG_DEBUG", "")
    const { code, stderr } = await runFailing(bug)
    expect(code).toBe(70)
    expect(stderr).toMatch(
      /^hotbag: bug: InvariantViolation: a courier in two places; please report [^\n]+\n$/
    )
  })

  it("shows its stack and its data when asked to", async () => {
    vi.stubEnv("HOTBAG_DEBUG", "1")
    const { stderr } = await runFailing(bug)
    expect(stderr).toMatch(/\n +at .*program\.test\.ts/)
    expect(stderr).toContain('{"courier":7}')
  })

  it("is told even when what was thrown is no error", async () => {
    vi.stubEnv("HOTBAG_DEBUG", "1")
    expect(await runFailing("oops\nagain")).toEqual({
      code: 70,
      stderr: expect.stringMatching(/^hotbag: bug: oops again; [^\n]+\n$/)
    })
  })

  it("is not what stopping is", async () => {
    expect(await runFailing(new Stopped(Exit.interrupted))).toEqual({ code: 130, stderr: "" })
  })
})
