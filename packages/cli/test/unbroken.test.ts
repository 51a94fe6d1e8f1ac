import { SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { type City, generateCity, type Report, scenarioNamed, startRun } from "@hotbag/sim"
import { expect, it } from "vitest"
import { tellBug } from "../src/program.ts"
import { unbroken } from "../src/unbroken.ts"

const reportOf = (city: City): Report => {
  const run = startRun({ city, policy: nearest, seed: 7, commit: "planted" })
  run.advance(Infinity)
  return run.report()
}
const lunch = scenarioNamed("pereira-lunch")
if (lunch === undefined) throw new Error("the scenario ships")
const city = generateCity(lunch, { seed: 7, toMs: lunch.fromMs + 900 * SECOND_MS })

it("lets a run pass that kept everything", () => {
  const report = reportOf(city)
  expect(report.invariants).toMatchObject({ violations: 0, first: [] })
  expect(report.invariants.events).toBeGreaterThan(100)
  expect(unbroken(report)).toBe(report)
})

it("owns up to a planted bug in one line with its seed, and exit code 70", () => {
  // Couriers who are anywhere within a second, whatever their top speed.
  const report = reportOf({ ...city, travel: { ...city.travel, durationMs: () => SECOND_MS } })
  let told = ""
  const code = (() => {
    try {
      unbroken(report)
      return 0
    } catch (error) {
      return tellBug(error, (text) => (told += text))
    }
  })()
  expect(code).toBe(70)
  expect(told).toMatch(
    /^hotbag: bug: BrokenInvariants: \d+ broken invariants in pereira-lunch, policy nearest, --seed 7, commit planted: physics of [^\n]+\n$/
  )
})
