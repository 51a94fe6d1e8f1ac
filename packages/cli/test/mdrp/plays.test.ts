import { plannerVariants, policyNames } from "@hotbag/dispatch"
import { Schema } from "effect"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { runProgram } from "../../src/program.ts"
import { Exit, Stopped } from "../../src/exit.ts"
import { recordingTerminal } from "../hotbag.ts"
import { freshFolder, grubhubDay, writeFolder } from "../tinyDays.ts"
import { readSvg, textOf } from "./readSvg.ts"

/** Runs a command in this process: what it printed, and that it went well. */
const mdrp = async (...args: ReadonlyArray<string>): Promise<string> => {
  const terminal = recordingTerminal()
  const code = await runProgram(["mdrp", ...args], terminal)
  const { stderr, stdout } = terminal.written()
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" })
  return stdout
}

/** Runs a command that must be refused before anything is played: its one line. */
const refusalOf = async (...args: ReadonlyArray<string>): Promise<string> => {
  const terminal = recordingTerminal()
  const code = await runProgram(["mdrp", ...args], terminal)
  const { stderr, stdout } = terminal.written()
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" })
  expect(stderr).toMatch(/^hotbag: [^\n]+\n$/)
  return stderr.slice("hotbag: ".length, -1)
}

const Rounds = Schema.Struct({
  count: Schema.Finite,
  p50Ms: Schema.Finite,
  p99Ms: Schema.Finite,
  maxMs: Schema.Finite
})
const Row = Schema.Struct({ policy: Schema.String, orders: Schema.Finite, lost: Schema.Finite })
const decodeLeague = Schema.decodeUnknownSync(
  Schema.fromJsonString(
    Schema.Struct({
      summaries: Schema.Array(Row),
      instances: Schema.Array(Schema.Struct({ instance: Schema.String, ...Row.fields })),
      published: Schema.Array(
        Schema.Struct({
          name: Schema.String,
          source: Schema.String,
          played: Schema.Finite,
          set: Schema.Struct({ name: Schema.String, size: Schema.Finite })
        })
      ),
      times: Schema.Struct({
        policies: Schema.Array(Schema.Struct({ policy: Schema.String, rounds: Rounds })),
        runs: Schema.Array(Schema.Struct({ instance: Schema.String, rounds: Rounds }))
      })
    })
  )
)
/** All of a document but the times. */
const withoutTimes = (json: string): unknown => {
  const { times: _, ...rest } = Schema.decodeUnknownSync(
    Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))
  )(json)
  return rest
}

describe("hotbag mdrp --league", () => {
  it("plays every policy on every day, and shows what was published for just these days", async () => {
    const base = await writeFolder("3o100t100s1p100", grubhubDay)
    const out = await mdrp(base, "--league")
    for (const name of policyNames) expect(out).toMatch(new RegExp(`^${name} +1  33\\.33 %  `, "m"))
    expect(out).toContain("the ten base days, 1 of them played here")
    expect(out).toMatch(/^rounds, wall-clock ms +count/m)
    const other = await writeFolder("day", grubhubDay)
    expect(await mdrp(base, other, "--league")).toContain("nothing was published for this choice of days")
    expect(await mdrp(base, "--league", "--copies", "2")).toContain("nothing was published")
  })

  it("plays fewer policies when they are named", async () => {
    const day = await writeFolder("day", grubhubDay)
    const out = await mdrp(day, "--league", "--policy", "nearest")
    expect(out).toMatch(/^nearest /m)
    expect(out).not.toMatch(/^assignment /m)
  })

  it("prints one JSON document, the same again but for the times, which stand apart", async () => {
    const day = await writeFolder("0o50t100s1p100", grubhubDay)
    const policies = ["--policy", "nearest", "--policy", "assignment"]
    const [one, two] = [
      await mdrp(day, "--league", "--json", ...policies),
      await mdrp(day, "--league", "--json", ...policies)
    ]
    expect(JSON.stringify(withoutTimes(one))).toBe(JSON.stringify(withoutTimes(two)))
    const league = decodeLeague(one)
    expect(league.summaries.map(({ policy }) => policy)).toEqual(["nearest", "assignment"])
    expect(league.instances).toHaveLength(2)
    expect(league.published.map(({ name }) => name)).toContain("clairvoyant optimum")
    expect(league.published[0]).toMatchObject({ played: 1, set: { size: 16 } })
    expect(league.times.policies.map(({ rounds }) => rounds.count > 0)).toEqual([true, true])
    expect(league.times.runs.map(({ instance }) => instance)).toEqual(["0o50t100s1p100", "0o50t100s1p100"])
  })

  it("draws a picture, and writes the solutions", async () => {
    const day = await writeFolder("day", grubhubDay)
    const home = dirname(day)
    const svg = join(home, "league.svg")
    const out = await mdrp(day, "--league", "--policy", "nearest", "--svg", svg, "--out", join(home, "out"))
    expect(out).toMatch(new RegExp(`^picture ${svg}$`, "m"))
    expect(textOf(readSvg(await readFile(svg, "utf8")), "title")).toBe(
      "Minutes above the floor, 1 Grubhub day"
    )
    expect(await readdir(join(home, "out"))).toEqual(["day"])
    expect((await readdir(home)).sort()).toEqual(["day", "league.svg", "out"])
  })

  it("leaves neither a picture nor a trace of one when it is stopped", async () => {
    const day = await writeFolder("day", grubhubDay)
    const stop = AbortSignal.abort(new Stopped(Exit.interrupted))
    const terminal = { ...recordingTerminal(), stop }
    const args = ["mdrp", day, "--league", "--svg", join(dirname(day), "league.svg")]
    expect(await runProgram(args, terminal)).toBe(Exit.interrupted)
    expect(await readdir(dirname(day))).toEqual(["day"])
  })
})

describe("hotbag mdrp --copies", () => {
  it("plays a city of so many copies", async () => {
    const day = await writeFolder("day", grubhubDay)
    const out = await mdrp(day, "--copies", "3")
    expect(out).toMatch(/^day x3 +9 +3 +3 /m)
    const league = decodeLeague(await mdrp(day, "--league", "--copies", "2", "--json"))
    expect(league.instances.map(({ instance, orders }) => [instance, orders])).toEqual(
      policyNames.map(() => ["day x2", 6])
    )
  })
})

describe("hotbag mdrp --surge", () => {
  const decodeSurge = Schema.decodeUnknownSync(
    Schema.fromJsonString(
      Schema.Struct({
        points: Schema.Array(Schema.Struct({ ordersX: Schema.Finite, ...Row.fields })),
        instances: Schema.Array(Schema.Struct({ instance: Schema.String, hash: Schema.String })),
        steps: Schema.Array(
          Schema.Struct({ policy: Schema.String, clickToDoorMean: Schema.Struct({ by: Schema.Finite }) })
        )
      })
    )
  )

  it("plays more and more orders, smallest first, and says the largest step", async () => {
    const day = await writeFolder("day", grubhubDay)
    const svg = join(dirname(day), "surge.svg")
    const out = await mdrp(day, "--surge", "2.0, 1.0", "--policy", "nearest", "--svg", svg)
    expect(out).toMatch(/^nearest +x1  3 +1 .*\nnearest +x2  6 /m)
    expect(out).toMatch(/^nearest +[+-]\d+\.\d\d min  x1 to x2 /m)
    expect(textOf(readSvg(await readFile(svg, "utf8")), "title")).toContain("1 Grubhub day")
  })

  it("begins with the day itself, plays all policies, and repeats", async () => {
    const day = await writeFolder("day", grubhubDay)
    const one = await mdrp(day, "--surge", "1,3", "--json")
    const surge = decodeSurge(one)
    expect(surge.points.map(({ ordersX, orders, policy }) => [policy, ordersX, orders])).toEqual(
      policyNames.flatMap((policy) => [
        [policy, 1, 3],
        [policy, 3, 9]
      ])
    )
    expect(surge.steps.map(({ policy }) => policy)).toEqual(policyNames)
    expect(withoutTimes(await mdrp(day, "--surge", "1,3", "--json"))).toEqual(withoutTimes(one))
    const plain = decodeSurge(
      (await mdrp(day, "--policy", "nearest", "--json")).replace(/\}\s*$/, ', "points": [], "steps": []}')
    )
    expect(surge.instances.find(({ instance }) => instance === "day")?.hash).toBe(plain.instances[0]?.hash)
  })
})

describe("hotbag mdrp --ablation", () => {
  it("plays every variant of the planner beside the planner as it is", async () => {
    const day = await writeFolder("day", grubhubDay)
    const out = await mdrp(day, "--ablation")
    for (const { name } of plannerVariants) expect(out).toContain(`\n${name} `)
    const json = withoutTimes(await mdrp(day, "--ablation", "--json"))
    expect(json).toMatchObject({
      variants: plannerVariants.map(({ name }) => ({ variant: name, orders: 3 }))
    })
    expect(JSON.stringify(json)).toContain(JSON.stringify({ movesPerDelivery: 0 }))
    expect(json).toMatchObject({
      variants: [{ difference: { lost: 0, clickToDoorMean: 0 } }, ...plannerVariants.slice(1).map(() => ({}))]
    })
  })
})

describe("hotbag mdrp refuses, before anything is played,", () => {
  it.each([
    [["--copies", "1"], /^--copies: "1" is not a whole number from 2 to 20; write plain digits/],
    [["--copies", "21"], /^--copies: "21" is not a whole number/],
    [["--copies", "2.5"], /^--copies: "2\.5" is not a whole number/],
    [["--surge", "1"], /^--surge: "1" is one factor, and a curve has two at least; write them like/],
    [["--surge", "1,1.0"], /^--surge: 1 is there twice; write them like --surge 1\.0,1\.5,2\.0$/],
    [["--surge", "1,,2"], /^--surge: "" is not a number above 0 and at most 100; /],
    [["--surge", "1,x"], /^--surge: "x" is not a number above 0/],
    [["--surge", Array.from({ length: 21 }, (_, i) => i + 1).join(",")], /^--surge: 21 factors, at most 20/],
    [["--surge", "0.0001,1"], /^--surge: no orders are left of day orders x0\.0001; choose larger factors$/],
    [
      ["--league", "--ablation"],
      /^--league --ablation: these are different plays of the same days; give one/
    ],
    [["--surge", "1,2", "--league"], /^--league --surge: these are different plays/],
    [["--ablation", "--policy", "nearest"], /^--policy: --ablation plays the planner only; leave one/],
    [["--surge", "1,2", "--out", "x"], /^--out: --surge writes no solutions; /],
    [["--copies", "2", "--out", "x"], /^--out: a solution belongs to a day as it is, not to copies of it; /],
    [["--svg", "x.svg"], /^--svg: only a league or a surge is drawn; add --league or --surge$/],
    [["--league", "--svg", ""], /^--svg: the name is empty; /],
    [["--league", "--policy", "nope"], /^--policy: there is no "nope"; known: nearest, /],
    [["--league", "--policy", "nearest", "--policy", "nearest"], /^--policy: nearest is there twice; /]
  ])("%j", async (args, message) => {
    const day = await writeFolder("day", grubhubDay)
    expect(await refusalOf(day, ...args)).toMatch(message)
  })

  it("a picture in place of somebody else's file", async () => {
    const day = await writeFolder("day", grubhubDay)
    const mine = join(await freshFolder(), "mine.svg")
    await writeFile(mine, "<svg/>")
    expect(await refusalOf(day, "--league", "--svg", mine)).toMatch(
      /this is there already, and hotbag did not/
    )
    expect(await readFile(mine, "utf8")).toBe("<svg/>")
  })

  it("copies that reach beyond the plane, and more orders than are played", async () => {
    const far = (grubhubDay["couriers.txt"] ?? "").replace("-2000\t0\t", "-90000\t90000\t")
    const wide = await writeFolder("wide", { ...grubhubDay, "couriers.txt": far })
    expect(await refusalOf(wide, "--copies", "20")).toMatch(
      /^--copies: 20 copies of wide are \d+ km across, a plane has room for 200 km; choose fewer$/
    )
    const rows = Array.from({ length: 15_000 }, (_, i) => `o${i}\t0\t2000\t600\tr1\t610\n`).join("")
    const header = (grubhubDay["orders.txt"] ?? "").split("\n")[0] ?? ""
    const large = await writeFolder("large", { ...grubhubDay, "orders.txt": `${header}\n${rows}` })
    expect(await refusalOf(large, "--surge", "1,100")).toMatch(
      /^--surge: that would be 1500000 orders, at most 1000000 are played; choose smaller numbers$/
    )
    expect(await refusalOf(large, "--surge", "1,4", "--copies", "20")).toMatch(
      /^--copies: that would be 1200000/
    )
  })
})
