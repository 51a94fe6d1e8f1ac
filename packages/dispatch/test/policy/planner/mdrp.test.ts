import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { mdrpFigures, writeMdrpSolution } from "./mdrpFigures.ts"
import { playMdrpDay, readMdrpDay } from "./mdrpHarness.ts"

const shared = process.env["HOTBAG_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data")
const grubhub = join(shared, "grubhub")
const referee = join(shared, "../tools/mdrp_referee.py")
const missing = existsSync(grubhub) ? "" : ` (skipped: no Grubhub days at ${grubhub}; set HOTBAG_DATA)`
const noReferee =
  existsSync(referee) && spawnSync("python3", ["--version"]).status === 0
    ? missing
    : ` (skipped: no python3 or no referee at ${referee})`

describe("the planner on Grubhub days", () => {
  it.skipIf(noReferee !== "")(`plays by the strict referee's rules${noReferee}`, () => {
    for (const name of ["0o50t75s2p125", "1r50t100s1p100"]) {
      const play = playMdrpDay(readMdrpDay(join(grubhub, name)))
      const folder = mkdtempSync(join(tmpdir(), "mdrp-"))
      writeMdrpSolution(play, folder)
      const verdict: unknown = JSON.parse(
        execFileSync("python3", [referee, join(grubhub, name), folder], { encoding: "utf8" })
      )
      const figures = mdrpFigures(play)
      expect(verdict).toMatchObject({
        broken: 0,
        lost: figures.lost,
        impossible: figures.lost,
        clickToDoorMean: Number(figures.clickToDoor.toFixed(3)),
        excessMean: Number(figures.excess.toFixed(3)),
        costPerOrder: Number(figures.cost.toFixed(3))
      })
    }
  })

  it.skipIf(missing !== "")(`repeats itself to the byte${missing}`, () => {
    const day = readMdrpDay(join(grubhub, "0r50t75s1p100"))
    expect(playMdrpDay(day).log).toEqual(playMdrpDay(day).log)
  })

  it.skipIf(missing !== "")(`sees no order before it is placed${missing}`, () => {
    const day = readMdrpDay(join(grubhub, "1o50t100s1p100"))
    const whole = playMdrpDay(day).log
    const upTo = (log: ReadonlyArray<string>, minute: number) =>
      log.filter((line) => Number(line.split(" ")[0]) <= minute)
    for (const minute of [150, 400, 560, 620, 700]) {
      const known = { ...day, orders: day.orders.filter(({ placed }) => placed <= minute) }
      const log = upTo(playMdrpDay(known, {}, 1_000_000, 1, minute).log, minute)
      expect(log).toEqual(upTo(whole, minute))
      expect(log.length).toBeGreaterThan(0)
    }
  })

  it.skipIf(missing !== "")(`stays below its bar on the first base day${missing}`, () => {
    // 29.2 to 29.6 by random stream when tuned; one-minute global matching without bundles reaches 29.4.
    const figures = mdrpFigures(playMdrpDay(readMdrpDay(join(grubhub, "0o100t100s1p100"))))
    expect(figures.lost).toBe(0)
    expect(figures.clickToDoor).toBeLessThanOrEqual(29.6)
  })
})
