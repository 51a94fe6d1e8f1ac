import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Exit } from "../../src/exit.ts"
import { runProgram } from "../../src/program.ts"
import { hotbag, recordingTerminal, startHotbag } from "../hotbag.ts"

/** Half an hour of a small city: some forty orders. */
const PLACE = ["--scenario", "pereira-lunch", "--from", "12:00", "--to", "12:30"]
let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hotbag-compare-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const compare = async (...args: ReadonlyArray<string>) => {
  const terminal = recordingTerminal()
  const code = await runProgram(["compare", ...args], terminal)
  return { code, ...terminal.written() }
}
const documentOf = async (...args: ReadonlyArray<string>): Promise<unknown> => {
  const { code, stderr, stdout } = await compare(...args, ...PLACE, "--json", "--quiet")
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  return JSON.parse(stdout)
}

describe("hotbag compare", () => {
  it("says the same bytes over one, two and four workers: the hash of all histories among them", async () => {
    const args = [
      "compare",
      "nearest",
      "assignment",
      "nearest:couriers-x=0.4",
      "--seeds",
      "3",
      "--json",
      "--quiet"
    ]
    const [one, two, four] = await Promise.all(
      ["1", "2", "4"].map((workers) => hotbag([...args, ...PLACE, "--workers", workers]))
    )
    expect(one).toMatchObject({ code: 0, stderr: "" })
    expect(two).toEqual(one)
    expect(four).toEqual(one)
    expect(JSON.parse(one?.stdout ?? "")).toMatchObject({
      seeds: [1, 2, 3],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      comparisons: [
        {
          entrant: "nearest",
          against: "assignment",
          metrics: {
            "click-to-door": {
              difference: expect.any(Number),
              interval: [expect.any(Number), expect.any(Number)]
            }
          }
        },
        { entrant: "nearest", against: "nearest:couriers-x=0.4" }
      ]
    })
  })

  it("tells people who is better, and how sure that is", async () => {
    const { code, stderr, stdout } = await compare(
      "nearest",
      "nearest:couriers-x=0.1",
      "--metric",
      "click-to-door",
      "--seeds",
      "5",
      ...PLACE
    )
    expect(code).toBe(Exit.ok)
    expect(stderr).toContain("10 of 10  ")
    expect(stdout).toMatch(/scenario pereira-lunch 12:00-12:30 {2}seeds 1 to 5\n/)
    expect(stdout).toMatch(
      /nearest - nearest:couriers-x=0\.1\n.*difference +95 % interval\nclick-to-door +min .* -\d+\.\d+ to -\d+\.\d+ +better\n/
    )
    expect(stdout).toMatch(
      /click-to-door: nearest has \d+\.\d\d min \(\d+\.\d %\) less than nearest:couriers-x=0.1, which is better/
    )
  })

  it("says what happens when it rains and couriers stay away, and what that costs", async () => {
    const [dry, wet] = ["nearest", "nearest:with=rain-at-seven,couriers-x=0.1"] as const
    const rest = [
      "--scenario",
      "pereira-lunch",
      "--from",
      "18:30",
      "--to",
      "19:30",
      "--seeds",
      "4",
      "--quiet"
    ]
    const { code, stderr, stdout } = await compare(dry, wet, ...rest, "--metric", "click-to-door")
    expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: "" })
    expect(stdout).toContain(`\n${wet} - ${dry}\n`)
    expect(stdout).toMatch(/\nclick-to-door +min .* \+\d+\.\d+ to \+\d+\.\d+ +WORSE\n/)
    expect(stdout).toMatch(
      /\nclick-to-door: rain-at-seven \+ couriers x0\.1 costs \d+\.\d\d min \(\d+\.\d %\): \d+\.\d\d in place of \d+/
    )
    const { stdout: document } = await compare(dry, wet, ...rest, "--json")
    expect(JSON.parse(document)).toMatchObject({
      scenario: "pereira-lunch 18:30-19:30",
      entrants: [{ with: [] }, { with: ["rain-at-seven"], couriersX: 0.1 }],
      comparisons: [
        {
          entrant: wet,
          against: dry,
          metrics: {
            "click-to-door": { difference: expect.any(Number), verdict: "worse" },
            utilization: { better: "neither", verdict: "different" }
          }
        }
      ]
    })
  })

  it("warns when what is laid over one of them only happens when nobody orders any more", async () => {
    const late = ["nearest", "nearest:with=rain-at-seven", "--scenario", "pereira-lunch", "--seeds", "2"]
    const { code, stderr } = await compare(...late, "--from", "18:00", "--to", "18:30", "--quiet")
    expect(code).toBe(Exit.ok)
    expect(stderr).toMatch(
      /^hotbag: warning: "rain-at-seven", 19:00 to 21:00, is outside of [^\n]*, 18:00 to 18:30: only the last [^\n]*\n$/
    )
  })

  it("compares with what other code recorded, and refuses what is not alike", async () => {
    const out = join(folder, "before")
    await documentOf("nearest", "assignment", "--seeds", "2", "--out", out)
    const recorded = join(out, "1-nearest.runs.json")
    expect(await documentOf("nearest", recorded)).toMatchObject({
      comparisons: [{ against: recorded, metrics: { "click-to-door": { difference: 0, verdict: "same" } } }]
    })
    // Two files alone need no city.
    const both = await compare(recorded, join(out, "2-assignment.runs.json"), "--quiet")
    expect(both.stdout).toContain("scenario pereira-lunch 12:00-12:30  seeds 1 to 2")
    for (const [args, what] of [
      [
        ["--scenario", "pereira-lunch"],
        'these runs are of "pereira-lunch 12:00-12:30", the others of "pereira-lunch"'
      ],
      [[...PLACE, "--seeds", "3"], "seed 3 is not among its 2"],
      [[...PLACE, "--until-width", "1"], "compared seed by seed"]
    ] as const) {
      const { code, stderr, stdout } = await compare("nearest", recorded, ...args)
      expect({ code, stdout }).toEqual({ code: Exit.badInput, stdout: "" })
      expect(stderr).toContain(what)
    }
  })

  it("stops when the interval is narrow enough, wherever that is over how many workers", async () => {
    const args = [
      "nearest",
      "nearest:couriers-x=0.3",
      "--metric",
      "click-to-door",
      "--until-width",
      "6",
      "--max-seeds",
      "12"
    ]
    const first = await documentOf(...args, "--workers", "1")
    expect(await documentOf(...args, "--workers", "3")).toEqual(first)
    expect(first).toMatchObject({ untilWidth: 6, interval: "confidence sequence" })
  })

  it("shows what experiments in one city would have said beside the truth", async () => {
    const args = [
      "nearest",
      "assignment",
      "--seeds",
      "2",
      "--design",
      "switchback",
      "--design",
      "ab",
      "--block",
      "10",
      "--burn-in",
      "2"
    ]
    expect(await documentOf(...args)).toMatchObject({
      designs: [
        {
          name: "switchback",
          experiments: [{ seed: 1, "click-to-door": { units: expect.any(Number) } }, { seed: 2 }],
          judgements: { "click-to-door": { estimate: expect.any(Number), bias: expect.any(Number) } }
        },
        { name: "ab" }
      ]
    })
    const { stdout } = await compare(...args, ...PLACE, "--quiet", "--metric", "click-to-door")
    expect(stdout).toMatch(/paired truth .*\nswitchback .* of 2 .* undecided, .* wrong\nab /)
  })

  it("sweeps a fleet, draws the curve, and finds where it bends", async () => {
    const out = join(folder, "sweep")
    const swept = await documentOf(
      "nearest",
      "--sweep",
      "couriers-x=0.02,0.06,0.1,0.5,0.9,1.3",
      "--seeds",
      "3",
      "--out",
      out
    )
    expect(swept).toMatchObject({
      sweep: { parameter: "couriers-x", curves: [{ entrant: "nearest", knee: { x: expect.any(Number) } }] }
    })
    const text = await readFile(join(out, "compare.txt"), "utf8")
    expect(text).toMatch(/knee at couriers-x=0\.(1|5):/)
    expect(await readFile(join(out, "sweep.svg"), "utf8")).toMatch(
      /^<svg [^]*click-to-door by couriers-x[^]*<\/svg>\n$/
    )
    expect(JSON.parse(await readFile(join(out, "compare.json"), "utf8"))).toEqual(swept)
  })

  it.each([
    [["planner"], "entrants: 1 is nothing to compare"],
    [["planner", "planner"], "planner is there twice"],
    [["planer", "nearest"], 'entrants: there is no "planer"; did you mean planner?'],
    [["planner", "nearest:speed=2"], "nearest:speed: there is no"],
    [["planner", "planner:moves-per-deliver=2"], "did you mean moves-per-delivery?"],
    [["planner", "planner:couriers-x"], "write changes like"],
    [["planner", "planner:with=rain"], '--with: there is no "rain"; known: '],
    [["planner", "planner:with=./nowhere.json"], "nowhere.json: there is no such file"],
    [["planner", "planner:with=rain-at-seven", ...PLACE], "would do nothing"],
    [["planner", "nearest:with=moods", "--design", "ab"], "cannot share a city"],
    [["planner", "nowhere.json"], "nowhere.json: there is no such file"],
    [["planner", "nearest", "--seeds", "0"], "--seeds:"],
    [["planner", "nearest", "--workers", "many"], "--workers:"],
    [["planner", "nearest", "--metric", "speed"], "--metric: there is no"],
    [["planner", "nearest", "--design", "ab", "--burn-in", "40"], "--burn-in:"],
    [["planner", "planner:couriers-x=2", "--design", "ab"], "cannot share a city"],
    [["planner", "nearest", ...PLACE, "--design", "ab-region"], "one region, and each arm needs one"],
    [["planner", "nearest", ...PLACE, "--design", "switchback"], "demand lasts 30 min, less than two blocks"],
    [["planner", "--sweep", "couriers-x=1"], "--sweep:"],
    [["planner", "--sweep", "couriers-x=1..2/5000"], "--sweep:"],
    [["planner", "nearest", "--scenario", "atlantis"], "scenario: there is no"]
  ])("refuses %j in one line before anything is played", async (args, what) => {
    const { code, stderr, stdout } = await compare(...args)
    expect({ code, stdout }).toEqual({ code: Exit.badInput, stdout: "" })
    expect(stderr).toMatch(/^hotbag: [^\n]+\n$/)
    expect(stderr).toContain(what)
  })

  it("refuses a file that is no recorded run", async () => {
    const file = join(folder, "other.json")
    await writeFile(file, '{"format":"something"}')
    expect((await compare("nearest", file)).stderr).toContain("this is no file of recorded runs")
    await writeFile(file, "not json")
    expect((await compare("nearest", file)).code).toBe(Exit.badInput)
  })

  it("ends its workers on Ctrl-C, and leaves nothing behind", async () => {
    const out = join(folder, "stopped")
    const child = startHotbag(["compare", "planner", "nearest", ...PLACE, "--seeds", "900", "--out", out])
    const code = await new Promise((resolve) => {
      child.on("close", resolve)
      // The first run is done: the workers are at work.
      child.stderr.once("data", () => child.kill("SIGINT")).resume()
      child.stdout.resume()
    })
    expect(code).toBe(Exit.interrupted)
    await expect(readFile(join(out, "compare.json"))).rejects.toThrow("ENOENT")
  })
})
