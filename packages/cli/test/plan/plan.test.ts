import { describe, expect, it } from "vitest"
import { runProgram } from "../../src/program.ts"
import { recordingTerminal } from "../hotbag.ts"

const run = async (...args: ReadonlyArray<string>) => {
  const terminal = recordingTerminal()
  const code = await runProgram(["plan", ...args], terminal)
  return { code, ...terminal.written() }
}

const lunch = [
  "--target",
  "pereira-lunch",
  "--from",
  "12:00",
  "--to",
  "12:30",
  "--policy",
  "nearest",
  "--quick"
]
/** Half an hour in which kitchens keep up. */
const late = ["--from", "13:00", "--to", "13:30"]
const crowded = [...lunch, ...late, "--json", "--orders-x", "3", "--couriers-x", "0.1"]

describe("hotbag plan", () => {
  it("finds couriers and servers that keep every objective, and says what fewer would break", async () => {
    const { code, stderr, stdout } = await run(...crowded)
    expect(code).toBe(0)
    expect(stderr).toMatch(/^hotbag plan: seed 1: couriers x1 \(\d+\): breaks .*given up at 1/m)
    const plan: unknown = JSON.parse(stdout)
    expect(plan).toMatchObject({
      target: "pereira-lunch 13:00-13:30 orders x3 couriers x0.1",
      without: { nodes: 2, firstBreach: { slo: expect.any(String), atMs: expect.any(Number) } },
      couriers: { breached: [], firstBreach: null },
      luck: { seeds: 2, kept: 2, share: 1, least: [{ seed: 1 }, { seed: 2 }] },
      servers: { parts: [{ what: "nodes" }, { what: "processors of the database" }] }
    })
    expect(stdout).toMatch(/"breached": \[\n +"/)
  })

  it("is the same plan with any number of workers, and told in a table", async () => {
    const one = await run(...lunch, "--quiet", "--workers", "1")
    expect(await run(...lunch, "--quiet", "--workers", "2")).toEqual(one)
    expect(one.stdout).toMatch(
      /^couriers +x[\d.]+: \d+ keep every objective of the customers with 2 of 2 seeds \(found to 25 %\)$/m
    )
    expect(one.stdout).toMatch(/^servers +\d+ nodes?/m)
  })

  it("refuses what cannot be", async () => {
    expect(await run("--no-serving")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--no-serving")
    })
    expect(await run("--target", "nowhere")).toMatchObject({ code: 2 })
    expect(await run("--share", "1.5")).toMatchObject({ code: 2, stderr: expect.stringContaining("--share") })
    expect(await run("--seeds", "0")).toMatchObject({ code: 2, stderr: expect.stringContaining("--seeds") })
  })
})
