import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Exit } from "../../src/exit.ts"
import { runProgram } from "../../src/program.ts"
import { recordingTerminal } from "../hotbag.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hotbag-regress-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const regress = async (...args: ReadonlyArray<string>) => {
  const terminal = recordingTerminal()
  const code = await runProgram(["regress", "--quiet", ...args], terminal)
  return { code, ...terminal.written() }
}

describe("hotbag regress", () => {
  it("records what the code does, finds it unchanged, and stops a pipeline when it was better before", async () => {
    const file = join(folder, "deep", "baseline.json")
    const place = ["--scenario", "pereira-lunch", "--from", "12:00", "--to", "12:20", "--entrant", "nearest"]
    const recorded = await regress("--record", "--baseline", file, "--seeds", "3", ...place)
    expect(recorded).toMatchObject({ code: Exit.ok, stderr: "" })
    expect(recorded.stdout).toContain("pereira-lunch 12:00-12:20, nearest, 3 seeds")

    const same = await regress("--baseline", file)
    expect(same).toMatchObject({ code: Exit.ok, stderr: "" })
    expect(same.stdout).toMatch(/3 seeds {2}the same histories\n\nnothing changed\n/)

    // As if the code had been 5 % quicker, a little more on some days than on others.
    let day = 0
    const quicker = (await readFile(file, "utf8"))
      .replaceAll(
        /"click-to-door": ([0-9.]+)/g,
        (_, minutes: string) => `"click-to-door": ${Number(minutes) * 0.95 + day++ * 1e-4}`
      )
      .replaceAll(/"hash": "../g, '"hash": "--')
    await writeFile(file, quicker)
    const worse = await regress("--baseline", file)
    expect(worse).toMatchObject({ code: Exit.breach, stderr: "" })
    expect(worse.stdout).toMatch(
      /pereira-lunch 12:00-12:20, nearest +click-to-door .*\(5\.3 %\).* WORSE\n\nworse: click-to-door\n/
    )
    const { stdout } = await regress("--baseline", file, "--json", "--seeds", "3")
    expect(JSON.parse(stdout)).toMatchObject({
      isWorse: true,
      cases: [{ runs: 3, changed: 3 }],
      changes: [{ metric: "click-to-door", isWorse: true, interval: { low: expect.any(Number) } }]
    })
    expect((await regress("--baseline", file, "--seeds", "9")).stderr).toContain(
      "--seeds: the baseline has 3 of"
    )
  })

  it.each([
    [["--baseline", "nowhere.json"], "record one first: hotbag regress --record"],
    [["--entrant", "nearest"], "add --record to choose it anew"],
    [["--record", "--entrant", "nearst"], "did you mean nearest?"],
    [["--record", "--seeds", "1"], "--seeds:"],
    [["--record", "--scenario", "atlantis"], "scenario: there is no"]
  ])("refuses %j in one line", async (args, what) => {
    const { code, stderr, stdout } = await regress(...args)
    expect({ code, stdout }).toEqual({ code: Exit.badInput, stdout: "" })
    expect(stderr).toMatch(/^hotbag: [^\n]+\n$/)
    expect(stderr).toContain(what)
  })

  it.each([
    ["other.json/baseline.json", "a part of the path is a file"],
    [".", "this is a folder"]
  ])("finds out that %s cannot be written before it plays anything", async (where, what) => {
    await writeFile(join(folder, "other.json"), "{}")
    const { code, stderr } = await regress("--record", "--baseline", join(folder, where))
    expect(code).toBe(Exit.badInput)
    expect(stderr).toMatch(/^hotbag: --baseline [^\n]+\n$/)
    expect(stderr).toContain(what)
  })

  it("refuses a file that is something else", async () => {
    const file = join(folder, "other.json")
    await writeFile(file, "{}")
    expect((await regress("--baseline", file)).stderr).toContain("this is no baseline")
  })
})
