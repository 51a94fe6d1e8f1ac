import { DAY_MS, HOUR_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { type City, generateCity, scenarioNamed, startRun } from "@hotbag/sim"
import { describe, expect, it } from "vitest"
import { objectives, tiles } from "../../src/report/page/sections.ts"
import { verdictOf } from "../../src/report/page/verdict.ts"

const scenario = scenarioNamed("pereira-lunch") ?? expect.fail("the scenario ships")
const city = generateCity(scenario, { seed: 1, fromMs: DAY_MS / 2, toMs: DAY_MS / 2 + HOUR_MS / 2 })

const reportOf = (changed: Partial<City>) => {
  const run = startRun({ city: { ...city, ...changed }, policy: nearest, seed: 1, commit: "test" })
  run.advance(Infinity)
  return run.report()
}

describe("what a run comes to", () => {
  it("has the times of what was delivered", () => {
    expect(verdictOf(reportOf({})).sentence).toMatch(
      /\d+ \(\d+\.\d %\) were delivered, half of them within \d+ minutes and nine of ten within \d+; /
    )
  })

  it("has no times where nothing was delivered, rather than 0 minutes", () => {
    const nobody = reportOf({ couriers: [] })
    expect(verdictOf(nobody).sentence).toMatch(/ from 12:00 to 12:30; none was delivered; /)
    expect(tiles(nobody).text).toContain("nothing was delivered")
    expect(tiles(nobody).text).not.toContain("NaN")
  })

  it("says for want of what orders were lost", () => {
    const nobody = reportOf({ couriers: [] })
    expect(nobody.lostUnconfirmed).toBe(0)
    expect(verdictOf(nobody).sentence).toContain("were lost for want of a courier")
    const conditions = {
      preparationFactor: () => 1,
      estimateFactor: () => 1,
      acceptanceFactor: () => 1,
      // Money is asked after for as long as it takes.
      gateway: (_: string, atMs: number) => (atMs < DAY_MS ? ("silent" as const) : ("answers" as const))
    }
    const unpaid = reportOf({ conditions })
    expect(unpaid.lostUnconfirmed).toBe(unpaid.placed)
    expect(verdictOf(unpaid).sentence).toContain("were lost because their payment was never answered")
  })

  it("says which alerts fired and when, and where there were too few orders to judge", () => {
    const nobody = objectives(reportOf({ couriers: [] })).text
    expect(nobody).toMatch(/; alerts: ticket 12:\d\d for [\d.]+ min \(1x\)/)
    expect(nobody).not.toContain("too few to judge")
    const few = objectives(reportOf({ orders: city.orders.slice(0, 8) })).text
    expect(few).toContain("; too few to judge: 8, and one bad of 10 is what is allowed")
  })

  it("says so where nobody ordered", () => {
    const quiet = reportOf({ orders: [] })
    expect(verdictOf(quiet)).toMatchObject({
      met: true,
      sentence: "No order was placed from 12:00 to 12:30."
    })
  })
})
