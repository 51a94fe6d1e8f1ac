import { explainSlos } from "@hotbag/sim"
import { readFile } from "node:fs/promises"
import { describe, expect, it } from "vitest"
import { runProgram } from "../src/program.ts"
import { recordingTerminal } from "./hotbag.ts"

const run = async (...args: ReadonlyArray<string>) => {
  const terminal = recordingTerminal()
  const code = await runProgram(args, terminal)
  return { code, ...terminal.written() }
}

describe("hotbag slo", () => {
  it("lists every objective, and explains each: what, why, how much, when it alerts (S123–S127)", async () => {
    const { code, stdout } = await run("slo")
    expect(code).toBe(0)
    for (const { name, requirements, why } of explainSlos()) {
      expect(stdout).toContain(`  ${name} `)
      const one = await run("slo", name)
      expect([one.code, one.stderr]).toEqual([0, ""])
      expect(one.stdout).toContain(why)
      for (const requirement of requirements) expect(one.stdout).toContain(requirement)
      expect(one.stdout).toMatch(/^page +[\d.]+x: .*\npage +[\d.]+x: .*\nticket +1x: /m)
    }
  })

  it("alerts on windows that fit the period, and at rates that the objective can burn at", async () => {
    for (const { alerts, fastestBurn, name, windowMs } of explainSlos()) {
      for (const { badShare, longWindowMs, rate, shortWindowMs, spent } of alerts) {
        expect([name, longWindowMs < windowMs, shortWindowMs < longWindowMs]).toEqual([name, true, true])
        expect(rate).toBeLessThan(fastestBurn)
        expect(badShare).toBeLessThan(0.76)
        expect(spent).toBeLessThan(0.11)
      }
    }
    expect((await run("slo", "availability")).stdout).toContain(
      "page          14.4x: 1.44 % bad over 1 h and over the last 5 min (2 % of the budget)\n"
    )
    expect((await run("slo", "click-to-door")).stdout).toContain(
      "page          7.5x: 75.00 % bad over 4 min and over the last 1 min (2 % of the budget)\n"
    )
  })

  it("knows the budget of availability in minutes: 43.2 of a month (S125)", async () => {
    const { stdout } = await run("slo", "availability", "--json")
    const said: unknown = JSON.parse(stdout)
    expect(said).toMatchObject({ objective: 0.999, budget: { per100k: 100, minutes: 43.2 }, gate: true })
  })

  it("names the nearest when there is no such objective", async () => {
    expect(await run("slo", "placemnt")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("did you mean placement?")
    })
  })

  it("gates on the stricter measurable set, and only tracks what one source adds (C18)", () => {
    const gates = new Map(explainSlos().map((slo) => [slo.name, slo]))
    expect(gates.get("location")).toMatchObject({ gate: true, objective: 0.95, thresholdMs: 1_000 })
    expect(gates.get("location-tail")).toMatchObject({ gate: true, objective: 0.99, thresholdMs: 3_000 })
    expect(gates.get("location-stretch")).toMatchObject({ gate: false, objective: 0.99, thresholdMs: 1_000 })
    expect(gates.get("status")).toMatchObject({ gate: true, objective: 0.95, thresholdMs: 1_000 })
  })

  it("is what the document says", async () => {
    const document = await readFile(new URL("../../../docs/slo.md", import.meta.url), "utf8")
    for (const { name } of explainSlos()) expect(document).toContain(`| \`${name}\` |`)
  })
})

describe("the servers of hotbag simulate", () => {
  const evening = [
    "simulate",
    "pereira-lunch",
    "--from",
    "12:00",
    "--to",
    "12:20",
    "--policy",
    "nearest",
    "--quiet"
  ]

  it("are on in a city, and off when nobody wants them; the history is the same", async () => {
    const [on, off] = [await run(...evening, "--json"), await run(...evening, "--json", "--no-serving")]
    const [served, plain]: ReadonlyArray<unknown> = [JSON.parse(on.stdout), JSON.parse(off.stdout)]
    expect(served).toMatchObject({ system: { deployment: { nodes: { min: 2, max: 32 } } } })
    expect(plain).toMatchObject({ system: null })
    expect((await run(...evening)).stdout).toMatch(/^placement +\d/m)
    const hash = (text: string) => /"hash": "(\w+)"/.exec(text)?.[1]
    expect(hash(on.stdout)).toBe(hash(off.stdout))
  })

  it("are as many as wanted", async () => {
    const { stdout } = await run(...evening, "--json", "--nodes", "3", "--stations", "apart", "--shards", "2")
    const said: unknown = JSON.parse(stdout)
    expect(said).toMatchObject({
      system: { deployment: { nodes: { min: 3, max: 3 }, stations: "apart", shards: 2 } }
    })
  })

  it.each([
    [["--nodes", "0"], "--nodes"],
    [["--nodes", "5..2"], "--nodes"],
    [["--nodes", "1..2..3"], "--nodes"],
    [["--cores", "x"], "--cores"],
    [["--no-serving", "--cores", "2"], "--cores"],
    [["--calibration", "package.json"], "package.json"]
  ])("refuse what cannot be: %j", async (options, where) => {
    const { code, stderr, stdout } = await run(...evening, ...options)
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(new RegExp(`^hotbag: ${where}: [^\\n]+\\n$`))
  })
})
