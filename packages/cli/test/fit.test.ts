import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { runProgram } from "../src/program.ts"
import { recordingTerminal } from "./hotbag.ts"
import { freshFolder, rappiDay, writeFolder } from "./tinyDays.ts"

const hotbag = async (...args: ReadonlyArray<string>) => {
  const terminal = recordingTerminal()
  const code = await runProgram(args, terminal)
  return { code, ...terminal.written() }
}

describe("hotbag fit", () => {
  it("learns a scenario that can be played, and prints how near it comes", async () => {
    const day = await writeFolder("tiny", rappiDay)
    const file = join(await freshFolder(), "tiny.json")
    const first = await hotbag("fit", `rappi:${day}`, "--out", file, "--name", "tiny-town", "--quiet")
    expect([0, 1]).toContain(first.code)
    expect(first.stderr).toBe("")
    expect(first.stdout).toContain("preparation, min")
    const written: unknown = JSON.parse(await readFile(file, "utf8"))
    expect(written).toMatchObject({ name: "tiny-town", demand: { arrivals: "counted" } })
    const played = await hotbag("simulate", file, "--quiet", "--json")
    expect(played.stdout).toContain('"scenario": "tiny-town"')
    const again = await hotbag("fit", `rappi:${day}`, "--out", file, "--name", "tiny-town", "--quiet")
    expect(again.stdout).toBe(first.stdout)
  })

  it("says that chance may have done it where a day is too short to tell", async () => {
    const run = await freshFolder()
    const lunch = ["simulate", "pereira-lunch", "--policy", "nearest", "--to", "12:30", "--quiet"]
    expect((await hotbag(...lunch, "--out", run)).code).toBe(0)
    const file = join(run, "learned.json")
    const { code, stdout } = await hotbag("fit", `run:${run}`, "--out", file, "--no-play", "--quiet")
    expect(code).toBe(1)
    expect(stdout).toMatch(/too far apart, though no farther than two days of \d+ orders may be by chance\n$/)
  })

  it("gives programs one document", async () => {
    const day = await writeFolder("tiny", rappiDay)
    const file = join(await freshFolder(), "tiny.json")
    const { stdout } = await hotbag("fit", `rappi:${day}`, "--out", file, "--no-play", "--json", "--quiet")
    const document: unknown = JSON.parse(stdout)
    expect(document).toMatchObject({ scenario: file, hash: null })
  })

  it.each([
    ["bogota", /^hotbag: <day>: "bogota" is not a day to learn from; write rappi:DIR or run:DIR\n$/],
    ["grubhub:x", /is not a day to learn from/],
    ["run:nowhere-at-all", /nowhere-at-all: there is no such file or folder; name a folder of a run/]
  ])("refuses %s in one line", async (day, message) => {
    const { code, stderr, stdout } = await hotbag("fit", day)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toMatch(message)
  })

  it("refuses to write below a file", async () => {
    const day = await writeFolder("tiny", rappiDay)
    const out = join(day, "orders.csv", "out.json")
    const { code, stderr } = await hotbag("fit", `rappi:${day}`, "--out", out)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^hotbag: --out [^\n]+: a part of the path is a file; name a file that can be written\n$/
    )
  })

  it("refuses a name that no scenario may have, and writes nothing", async () => {
    const day = await writeFolder("tiny", rappiDay)
    const file = join(await freshFolder(), "out.json")
    const { code, stderr } = await hotbag("fit", `rappi:${day}`, "--out", file, "--name", "My City")
    expect(code).toBe(2)
    expect(stderr).toMatch(/^hotbag: --name: [^\n]+\n$/)
    await expect(readFile(file)).rejects.toThrow()
  })
})
