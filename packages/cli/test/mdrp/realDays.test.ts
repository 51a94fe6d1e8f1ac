import { Schema, Struct } from "effect"
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { runProgram } from "../../src/program.ts"
import { recordingTerminal } from "../hotbag.ts"
import { freshFolder } from "../tinyDays.ts"

const beside = fileURLToPath(new URL("../../../../../shared/data", import.meta.url))
const data = process.env["HOTBAG_DATA"] ?? beside
const referee = join(data, "..", "tools", "mdrp_referee.py")
const present = existsSync(join(data, "grubhub")) && existsSync(referee)
const why = present ? "" : " (skipped: no real days with their referee; set HOTBAG_DATA to their folder)"

describe.skipIf(!present)(`real Grubhub days${why}`, () => {
  it.each([
    ["0o100t100s1p100", []],
    ["0r50t75s2p125", []],
    ["0r50t75s2p125", ["--prep-error", "8.2"]]
  ] as const)(
    "%s %j: the strict referee finds no broken rule, and the same figures",
    async (instance, options) => {
      const out = await freshFolder()
      const terminal = recordingTerminal()
      const code = await runProgram(
        ["mdrp", join(data, "grubhub", instance), ...options, "--out", out, "--json"],
        terminal
      )
      expect(code).toBe(0)
      const [ours] = decodeOurs(terminal.written().stdout).instances
      const verdict = execFileSync("python3", [
        referee,
        join(data, "grubhub", instance),
        join(out, [instance, ...options].join(" ").replace("--", ""))
      ])
      const { broken, ...theirs } = decodeTheirs(verdict.toString())
      expect(broken).toBe(0)
      for (const name of Struct.keys(theirs)) expect(ours[name], name).toBeCloseTo(theirs[name], 2)
    }
  )

  it("two copies of a day have its floor, and no published figures; the day itself has those of its sets", async () => {
    const day = join(data, "grubhub", "0o100t100s1p100")
    const league = async (...more: ReadonlyArray<string>) => {
      const terminal = recordingTerminal()
      const args = ["mdrp", day, "--league", "--policy", "assignment", "--json", ...more]
      expect(await runProgram(args, terminal)).toBe(0)
      return decodeLeague(terminal.written().stdout)
    }
    const [one, two] = [await league(), await league("--copies", "2")]
    expect(one.published.map(({ name }) => name)).toContain("FoodMatch C++")
    expect(two.published).toEqual([])
    const [{ floorMean, lost, orders }, doubled] = [one.summaries[0], two.summaries[0]]
    expect([lost, doubled.lost, doubled.orders]).toEqual([0, 0, 2 * orders])
    expect(doubled.floorMean).toBeCloseTo(floorMean, 9)
    const [{ rounds }] = one.times.policies
    expect(rounds.count).toBeGreaterThan(500)
    expect(rounds.maxMs).toBeGreaterThan(rounds.p50Ms)
  })
})

/** The figures that both print; the referee rounds to three decimals. */
const Figures = Schema.Struct({
  orders: Schema.Finite,
  delivered: Schema.Finite,
  lost: Schema.Finite,
  impossible: Schema.Finite,
  clickToDoorMean: Schema.Finite,
  clickToDoorP50: Schema.Finite,
  clickToDoorP90: Schema.Finite,
  clickToDoorMax: Schema.Finite,
  overageMean: Schema.Finite,
  readyToPickupMean: Schema.Finite,
  floorMean: Schema.Finite,
  excessMean: Schema.Finite,
  costPerOrder: Schema.Finite,
  ordersPerBundle: Schema.Finite,
  courierUtilization: Schema.Finite
})
const decodeOurs = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ instances: Schema.Tuple([Figures]) }))
)
const decodeLeague = Schema.decodeUnknownSync(
  Schema.fromJsonString(
    Schema.Struct({
      summaries: Schema.Tuple([Figures]),
      published: Schema.Array(Schema.Struct({ name: Schema.String })),
      times: Schema.Struct({
        policies: Schema.Tuple([
          Schema.Struct({
            rounds: Schema.Struct({ count: Schema.Finite, p50Ms: Schema.Finite, maxMs: Schema.Finite })
          })
        ])
      })
    })
  )
)
const decodeTheirs = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ broken: Schema.Finite, ...Figures.fields }))
)
