import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { calibrateForecasts } from "../../src/eta/calibrateForecasts.ts"
import { figuresOf, pitOf } from "../../src/eta/figures.ts"
import { fitLinear, linearValue } from "../../src/eta/linear.ts"
import { runProgram } from "../../src/program.ts"
import { hotbag, recordingTerminal } from "../hotbag.ts"
import { freshFolder, writeFolder } from "../tinyDays.ts"
import { madeUpDeliveries } from "./madeUpDeliveries.ts"

const run = async (...args: ReadonlyArray<string>) => {
  const terminal = recordingTerminal()
  const code = await runProgram(["eta", ...args], terminal)
  return { code, ...terminal.written() }
}

/** As a process of its own: there the trees grow several times as fast as in here, where every import is watched. */
const learn = (...args: ReadonlyArray<string>) => hotbag(["eta", ...args])

interface Row {
  readonly model: string
  readonly mae: number
  readonly rmse: number
  readonly coverage50: number
  readonly coverage90: number
  readonly pinball90: number
  readonly pit: ReadonlyArray<number>
}

/** The rows of `--json`, by model. */
const rowsOf = (stdout: string): ReadonlyMap<string, Row> => {
  const { models }: { readonly models: ReadonlyArray<Row> } = JSON.parse(stdout)
  return new Map(models.map((row) => [row.model, row]))
}

describe("hotbag eta evaluate --data", () => {
  const folder = writeFolder("deliveries", madeUpDeliveries(800))

  it("S82: holds what was learned against simpler models, before and after calibration", async () => {
    const svg = join(await freshFolder(), "pit.svg")
    const { code, stderr, stdout } = await learn("evaluate", "--data", await folder, "--svg", svg)
    expect(code).toBe(0)
    expect(stderr).toContain("560 orders to learn from, 240 later ones to test on")
    for (const model of [
      "mean",
      "platform estimate + hour",
      "linear",
      "boosting",
      "boosting, calibrated on line"
    ])
      expect(stdout).toMatch(new RegExp(`^${model.replace("+", "\\+")} +240 +\\d`, "m"))
    expect(stdout).toContain("PIT of boosting, calibrated on line")
    expect(await readFile(svg, "utf8")).toMatch(/^<svg .*PIT/s)
  })

  it("mends by calibration what a drift did to the coverage, and is the same again", async () => {
    const args = ["evaluate", "--data", await folder, "--json", "--quiet"] as const
    const first = await learn(...args)
    expect(first).toMatchObject({ code: 0, stderr: "" })
    const rows = rowsOf(first.stdout)
    const before = rows.get("boosting")
    const after = rows.get("boosting, calibrated on line")
    const off = (row: Row | undefined) => Math.abs((row?.coverage90 ?? 0) - 0.9)
    expect(off(after)).toBeLessThan(off(before))
    expect(before?.pit.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    expect((await learn(...args)).stdout).toBe(first.stdout)
  })

  it("tests a model from a file as well, and refuses what is none", async () => {
    const out = join(await freshFolder(), "model.json")
    const trained = await learn("train", "--data", await folder, "--out", out)
    expect(trained).toMatchObject({ code: 0, stderr: "" })
    expect(trained.stdout).toMatch(/learned from 560 orders, \d+ kB\n$/)
    const again = await learn("train", "--data", await folder, "--out", out)
    expect(again).toMatchObject({ code: 2, stdout: "" })
    const tested = await run("evaluate", "--data", await folder, "--model", out, "--json", "--quiet")
    const { mae = 99 } = rowsOf(tested.stdout).get("boosting") ?? {}
    expect(mae).toBeLessThan(15)
    await writeFile(out, "{}")
    const refused = await run("evaluate", "--data", await folder, "--model", out, "--quiet")
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("this is not a learned model") })
  })

  it("refuses in one line what it cannot read", async () => {
    const broken = madeUpDeliveries(5)
    const text = (broken["doordash.csv"] ?? "").replace(/,\d+\n$/, ",soon\n")
    const wrong = await writeFolder("broken", { ...broken, "doordash.csv": text })
    const cases = [
      [["evaluate"], /it needs --data or --events/],
      [["evaluate", "--data", "nowhere"], /nowhere: there is no such file or folder/],
      [["evaluate", "--data", wrong], /line 6: column "delivery_time": "soon" is not a number/],
      [["evaluate", "--events", join(wrong, "doordash.csv")], /no order in it was delivered/],
      [["evaluate", "--data", await folder, "--seed", "x"], /--seed/]
    ] as const
    for (const [args, message] of cases) {
      const { code, stderr, stdout } = await run(...args)
      expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({
        code: 2,
        stdout: "",
        lines: 1
      })
      expect(stderr).toMatch(message)
    }
  })
})

describe("hotbag eta evaluate --events", () => {
  it("S16: is surer of a delivery the farther it is, on a played dinner", async () => {
    const out = join(await freshFolder(), "run")
    const terminal = recordingTerminal()
    await runProgram(["simulate", "pereira-lunch", "--quiet", "--out", out, "--policy", "nearest"], terminal)
    const { code, stdout } = await run("evaluate", "--events", join(out, "events.ndjson"), "--json")
    expect(code).toBe(0)
    const rows = rowsOf(stdout)
    const mae = ["at placement", "at confirmed", "at picked up"].map((name) => rows.get(name)?.mae ?? 0)
    expect([...mae].sort((a, b) => b - a)).toEqual(mae)
    expect(mae.every((error) => error > 0)).toBe(true)
    for (const row of rows.values()) expect(row.coverage90).toBeGreaterThan(0.75)
  })
})

describe("figures of forecasts", () => {
  const forecast = (actual: number) => ({
    atMs: 0,
    knownAtMs: 1,
    localHour: 12,
    path: ["all"],
    p10: 20,
    p50: 30,
    p90: 45,
    mean: 32,
    actual
  })

  it("are what their formulas say", () => {
    const figures = figuresOf([forecast(20), forecast(40), forecast(50)])
    expect(figures.mae).toBeCloseTo((10 + 10 + 20) / 3, 9)
    expect(figures.rmse).toBeCloseTo(Math.sqrt((144 + 64 + 324) / 3), 9)
    expect(figures.coverage50).toBeCloseTo(1 / 3, 9)
    expect(figures.coverage90).toBeCloseTo(2 / 3, 9)
    expect(figures.pinball50).toBeCloseTo(figures.mae / 2, 9)
    expect(figures.pinball90).toBeCloseTo((0.1 * 25 + 0.1 * 5 + 0.9 * 5) / 3, 9)
    expect(pitOf([forecast(19), forecast(31), forecast(100)])).toMatchObject({ 0: 1 / 3, 5: 1 / 3, 9: 1 / 3 })
  })

  it("are calibrated by outcomes that were known by then, and by no others", () => {
    const late = Array.from({ length: 200 }, (_, index) => ({
      ...forecast(60),
      atMs: index * 10,
      knownAtMs: index * 10 + 505
    }))
    const calibrated = calibrateForecasts(late)
    for (let index = 0; index <= 50; index += 1) expect(calibrated[index]?.p90).toBeCloseTo(45, 9)
    expect(calibrated[199]?.p90).toBeGreaterThan(50)
  })

  it("of a linear model are those of its line", () => {
    const rows = Array.from({ length: 50 }, (_, x) => [x, x * x, 1])
    const weights = fitLinear(
      rows,
      rows.map(([x = 0, square = 0]) => 3 * x - 0.5 * square + 7),
      1e-9
    )
    expect(linearValue(weights, [10, 100, 1])).toBeCloseTo(-13, 4)
  })
})

const data = join(
  process.env["HOTBAG_DATA"] ?? join(dirname(fileURLToPath(import.meta.url)), "../../../../../shared/data"),
  "eta"
)

describe("real deliveries (skipped without data/eta: name its parent folder in HOTBAG_DATA)", () => {
  it.skipIf(!existsSync(data))("S82: are forecast as docs/eta.md says", async () => {
    const { stdout } = await learn("evaluate", "--data", data, "--json", "--quiet")
    const rows = rowsOf(stdout)
    const after = rows.get("boosting, calibrated on line")
    expect(rows.get("mean")).toMatchObject({
      coverage90: expect.closeTo(0.87, 2),
      pinball90: expect.closeTo(3.9, 1)
    })
    expect(after?.mae).toBeLessThan(10.9)
    expect(after?.rmse).toBeLessThan(15)
    expect(after?.pinball90).toBeLessThan(3.12)
    expect(Math.abs((after?.coverage50 ?? 0) - 0.5)).toBeLessThan(0.02)
    expect(Math.abs((after?.coverage90 ?? 0) - 0.9)).toBeLessThan(0.02)
  })
})
