import { HOUR_MS, SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import type { Serving } from "../../src/Run.ts"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { DEFAULT_CALIBRATION } from "../../src/serving/defaultCalibration.ts"
import { DEFAULT_DEPLOYMENT } from "../../src/serving/Deployment.ts"
import { startRun } from "../../src/startRun.ts"
import { smallScenario } from "../scenario/smallScenario.ts"

const city = generateCity(Result.getOrThrow(decodeScenario(smallScenario)), {
  seed: 1,
  fromMs: 18 * HOUR_MS,
  toMs: 20 * HOUR_MS
})
const calibration = DEFAULT_CALIBRATION
const fixed = (count: number) => ({ ...DEFAULT_DEPLOYMENT, nodes: { min: count, max: count } })
const usual: Serving = { calibration, deployment: fixed(2) }

/** A server so slow that the evening of a small town is too much for one. */
const slow = {
  ...calibration,
  place: { ...calibration.place, answer: { nodeMs: 4_000, databaseMs: 1 } },
  nearby: { nodeMs: 2_000, databaseMs: 0 }
}

const play = (serving?: Serving) => {
  const run = startRun({
    city,
    policy: nearest,
    seed: 1,
    commit: "test",
    ...(serving === undefined ? {} : { serving })
  })
  run.advance(Infinity)
  return run
}

const served = play(usual)
const report = served.report()
const system = report.system ?? expect.fail("no system")

describe("the servers of a run", () => {
  it("are no part of its history, and the same for the same run (P11)", () => {
    const plain = play().report()
    expect(plain.hash).toBe(report.hash)
    expect(plain.system).toBeNull()
    expect(play(usual).report().system).toEqual(system)
    expect(served.servedBy(usual).report).toEqual(system)
    expect(system.enough).toBeNull()
  })

  it("are asked for what happened: an order placed is a placement, and ten searches", () => {
    expect(system.latencies.placement.count).toBe(report.placed)
    expect(system.latencies.nearby.count).toBe(report.placed * 10)
    expect(system.latencies.read.count).toBe(report.placed * 15)
    expect(system.latencies.offer.count).toBeGreaterThanOrEqual(report.offers)
    expect(system.latencies["dispatch-round"].count).toBe(report.rounds.count)
    // Confirmed, started, ready, accepted, arrived, picked up, arrived, completed.
    expect(system.latencies.command.count).toBeGreaterThanOrEqual(8 * report.delivered)
    expect(system.requests).toBe(
      system.latencies.placement.count +
        system.latencies.command.count +
        system.latencies.nearby.count +
        system.latencies.read.count
    )
  })

  it("hear of every courier on a trip once a second, for as long as the trip lasts (C23)", () => {
    let seconds = 0
    for (const { departedAtMs, drops } of served.trips())
      for (const { droppedOffAtMs } of drops) seconds += (droppedOffAtMs - departedAtMs) / SECOND_MS
    expect(system.positions / seconds).toBeCloseTo(1, 1)
  })

  it("are all there in the report: gates beside the objectives of the customers, goals apart", () => {
    const names = report.slos.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(["click-to-door", "placement", "location", "availability"]))
    expect(names).not.toContain("placement-stretch")
    expect(system.stretch.map(({ name }) => name)).toContain("location-stretch")
    expect(system.slos.every(({ met, total }) => met && total > 0)).toBe(true)
  })

  it("have a row for every minute, which add up", () => {
    const minutes = served.systemMinutes() ?? []
    expect(minutes.length).toBeGreaterThan(120)
    const sum = (count: (minute: (typeof minutes)[number]) => number) =>
      minutes.reduce((total, minute) => total + count(minute), 0)
    expect(sum(({ orders }) => orders)).toBe(report.placed)
    // What is asked for in the last minute, which is not over, is in no row.
    expect(sum(({ requests }) => requests) / system.requests).toBeCloseTo(1, 1)
    expect(minutes.every(({ pools }) => pools.length === system.pools.length)).toBe(true)
  })

  it("do not wait longer when there are more of them", () => {
    const waits = [1, 2, 4, 8].map((count) => {
      const { stations } = served.servedBy({ calibration: slow, deployment: fixed(count) }).report
      return stations.find(({ name }) => name === "api")?.waitingMean ?? Number.NaN
    })
    expect(waits.toSorted((a, b) => b - a)).toEqual(waits)
    expect(waits[0]).toBeGreaterThan(1)
  })

  it("turn requests away when too many wait, which breaks objectives, and say which broke first", () => {
    const tight = { ...fixed(1), waitingPerCore: 3 }
    const broken = play({ calibration: slow, deployment: tight }).report()
    expect(broken.hash).toBe(report.hash)
    expect(broken.system?.shed).toBeGreaterThan(0)
    expect(broken.system?.errorRate).toBeGreaterThan(0.001)
    const breached = broken.slos.filter(({ met }) => !met)
    expect(breached.map(({ name }) => name)).toEqual(expect.arrayContaining(["availability", "placement"]))
    const earliest = Math.min(...breached.map(({ spentAtMs }) => spentAtMs ?? Infinity))
    expect(broken.firstBreach?.atMs).toBe(earliest)
    expect(breached.map(({ name }) => name)).toContain(broken.firstBreach?.slo)
    // More would have done: as many as it says, and not one less.
    const enough = broken.system?.enough ?? expect.fail("enough servers can be named")
    const keeps = (count: number) =>
      served
        .servedBy({
          calibration: slow,
          deployment: { ...enough.deployment, nodes: { min: count, max: count } }
        })
        .report.slos.every(({ met }) => met)
    expect([keeps(enough.deployment.nodes.max), keeps(enough.deployment.nodes.max - 1)]).toEqual([
      true,
      false
    ])
  })

  it("are added as they are needed, and that helps (S121, S137)", () => {
    const scaled = (max: number) =>
      served.servedBy({ calibration: slow, deployment: { ...DEFAULT_DEPLOYMENT, nodes: { min: 1, max } } })
        .report
    const [one, many] = [scaled(1), scaled(32)]
    expect(many.pools[0]?.instances).toMatchObject({ min: 1 })
    expect(many.pools[0]?.instances.max).toBeGreaterThan(2)
    expect(many.latencies.placement.p95Ms).toBeLessThan(one.latencies.placement.p95Ms)
  })

  it("send positions less often rather than let orders wait (S94)", () => {
    const chatty = { ...calibration, message: { nodeMs: 60, databaseMs: 0 } }
    const { degradedMs, latencies, positions } = served.servedBy({
      calibration: chatty,
      deployment: fixed(1)
    }).report
    expect(degradedMs).toBeGreaterThan(0)
    expect(positions).toBeLessThan(system.positions)
    expect(latencies.placement.p95Ms).toBeLessThan(1_000)
  })

  it("may be apart, each station by itself", () => {
    const apart = served.servedBy({
      calibration,
      deployment: { ...fixed(1), stations: "apart", shards: 2 }
    }).report
    expect(apart.pools.map(({ name }) => name)).toEqual([
      "api",
      "relay",
      "dispatch",
      "sockets",
      "database 1",
      "database 2"
    ])
    expect(apart.latencies.placement.count).toBe(report.placed)
  })
})
