import { afterEach, describe, expect, it, vi } from "vitest"
import { processTerminal } from "../src/Terminal.ts"

const terminalWith = (env: Readonly<Record<string, string>>) => {
  for (const name of ["LC_ALL", "LC_CTYPE", "LANG", "TERM", "CI", "NO_COLOR"]) vi.stubEnv(name, env[name])
  return processTerminal(new AbortController().signal)
}

describe("terminal", () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it.each([
    [{}, false],
    [{ LANG: "en_US.UTF-8" }, false],
    [{ LANG: "C.utf8", TERM: "xterm" }, false],
    [{ LANG: "C" }, true],
    [{ LANG: "de_DE.ISO-8859-1" }, true],
    [{ LC_ALL: "POSIX", LANG: "en_US.UTF-8" }, true],
    [{ LC_ALL: "", LC_CTYPE: "en_US.UTF-8", LANG: "C" }, false],
    [{ LANG: "en_US.UTF-8", TERM: "dumb" }, true]
  ])("shows ASCII only where the locale says so: %j", (env, ascii) => {
    expect(terminalWith(env).ascii).toBe(ascii)
  })

  it("is nothing to draw on when output goes into a pipe, as in this test", () => {
    const { live, color } = terminalWith({ TERM: "xterm" })
    expect({ live, color }).toEqual({ live: false, color: false })
  })
})
