import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { reportText } from "../../../src/report/text.ts"
import { decodeScenario } from "../../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../../src/scenario/generateCity.ts"
import { DEFAULT_CALIBRATION } from "../../../src/serving/defaultCalibration.ts"
import { startRun } from "../../../src/startRun.ts"
import { smallScenario } from "../../scenario/smallScenario.ts"
import { TWO_NODES } from "./servedWith.ts"

const FROM_MS = 19 * HOUR_MS

/** An hour and a half of a small town's dinner on which this fails. */
const play = (...disturbances: ReadonlyArray<object>) => {
  const city = generateCity(Result.getOrThrow(decodeScenario({ ...smallScenario, disturbances })), {
    seed: 1,
    fromMs: FROM_MS - 30 * MINUTE_MS,
    toMs: FROM_MS + 60 * MINUTE_MS
  })
  const serving = { calibration: DEFAULT_CALIBRATION, deployment: TWO_NODES }
  const run = startRun({ city, policy: nearest, seed: 1, commit: "test", serving })
  run.advance(Infinity)
  const report = run.report()
  return { city, run, report, system: report.system ?? expect.fail("no system") }
}

const during = (minutes: number) => ({ fromMs: FROM_MS, toMs: FROM_MS + minutes * MINUTE_MS })
const usual = play()

describe("a run's failures in its servers' figures", () => {
  it("are none on a usual day", () => {
    expect(usual.system.faults).toBeNull()
    expect(reportText(usual.report)).not.toContain("outages")
  })

  it("of the bus are as long in the outbox as they last, and the report says which promise broke and when", () => {
    const { report, run, system } = play({ kind: "bus-outage", ...during(10) })
    expect(report.invariants.violations).toBe(0)
    expect(system.latencies["outbox-lag"].maxMs).toBeGreaterThan(9 * MINUTE_MS)
    expect(system.latencies["outbox-lag"].maxMs).toBeLessThan(10.1 * MINUTE_MS)
    const broken = report.slos.filter(({ met }) => !met).map(({ name }) => name)
    expect(broken).toEqual(expect.arrayContaining(["outbox-lag", "status"]))
    expect(report.firstBreach?.atMs).toBeLessThanOrEqual(FROM_MS + 5 * MINUTE_MS)
    const ages = (run.systemMinutes() ?? []).map(({ outboxOldestMs }) => outboxOldestMs)
    expect(Math.max(...ages)).toBeGreaterThan(8 * MINUTE_MS)
    // No number of servers helps against a bus that is down.
    expect(system.enough).toBeNull()
    expect(reportText(report)).toMatch(
      /outages +\d+ commits waited to be told of, \d+ at most; caught up at 19:10:00/
    )
  })

  it("of the store are what the world turned away, try by try, and more where people only look", () => {
    const { report, run, system } = play({ kind: "store-outage", ...during(2) })
    expect(report.invariants.violations).toBe(0)
    expect(report.faults.placementsRefused).toBeGreaterThan(0)
    expect(system.shed).toBeGreaterThan(report.faults.placementsRefused + report.faults.commandsHeld)
    expect(system.shed).toBe(system.faults?.unavailable)
    expect(system.latencies.placement.count).toBe(report.placed)
    // A menu that a process keeps is read all the same.
    const reads = 15 * (report.placed + report.faults.placementsGivenUp)
    expect(system.menus.hits).toBeGreaterThan(0)
    const refusedReads = reads - system.latencies.read.count
    expect(refusedReads).toBeGreaterThanOrEqual(5 * report.faults.placementsRefused)
    expect(refusedReads).toBeLessThan(15 * report.faults.placementsRefused)
    const failed = (run.systemMinutes() ?? []).filter(({ failed }) => failed > 0).map(({ atMs }) => atMs)
    expect(failed).toEqual([FROM_MS, FROM_MS + MINUTE_MS])
    expect(report.slos.find(({ name }) => name === "availability")?.met).toBe(false)
  })

  it("of couriers' apps are positions that do not come, and come at once when they are back", () => {
    const { city, report, system } = play({
      kind: "app-disconnects",
      ...during(20),
      share: 0.5,
      lasts: { minMs: 2 * MINUTE_MS, maxMs: 4 * MINUTE_MS }
    })
    expect(report.invariants.violations).toBe(0)
    const { disconnects } = city.faults ?? expect.fail("no faults")
    const back = disconnects.filter(({ courier, toMs }) => toMs < (city.couriers[courier]?.offAtMs ?? 0))
    expect(system.faults?.reconnects).toBe(back.length)
    let lostMs = 0
    for (const { fromMs, toMs } of back) lostMs += toMs - fromMs
    // Every five seconds at least, every second at most.
    expect(system.faults?.positionsKept).toBeGreaterThan((0.9 * lostMs) / (5 * SECOND_MS))
    expect(system.faults?.positionsKept).toBeLessThan(lostMs / SECOND_MS)
    expect(system.positions).toBeLessThan(usual.system.positions)
    expect(system.latencies.read.count).toBe(report.placed * 15 + back.length)
  })

  it("of the gateway are time-outs of the relay", () => {
    const { report, system } = play({ kind: "gateway-outage", ...during(10) })
    expect(report.invariants.violations).toBe(0)
    expect(system.faults?.gatewayTimeOuts).toBeGreaterThan(0)
    expect(system.latencies["outbox-lag"].maxMs).toBeGreaterThan(6 * SECOND_MS)
    expect(system.shed + system.late).toBe(0)
  })

  it("of the maps are nobody's wait: straight lines are at hand", () => {
    const { system } = play({ kind: "maps-outage", ...during(10) })
    expect(system.faults).toBeNull()
  })
})
