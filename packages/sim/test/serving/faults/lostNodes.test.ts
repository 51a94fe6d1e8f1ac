import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { DEFAULT_DEPLOYMENT, type Deployment } from "../../../src/serving/Deployment.ts"
import { Task, type Workload } from "../../../src/serving/Workload.ts"
import { townWith } from "../../scenario/disturbance/disturbed.ts"
import { servedWith, steady, WELL } from "./servedWith.ts"

const FROM_MS = 5 * MINUTE_MS
const TO_MS = 15 * MINUTE_MS
const PER_SECOND = 80

/** The nodes of these regions are lost; no store says no, so that the same work is there to be done. */
const losing = (...regions: ReadonlyArray<number>) => ({
  ...WELL,
  lostNodes: regions.map((region) => ({ region, fromMs: FROM_MS, toMs: TO_MS }))
})

const ordersOf = (regions: number): Workload => {
  const day = steady(Task.place, PER_SECOND, 20 * 60)
  return { ...day, regions: day.regions.map((_, i) => i % regions) }
}

const together = (nodes: number, changed: Partial<Deployment> = {}): Deployment => ({
  ...DEFAULT_DEPLOYMENT,
  nodes: { min: nodes, max: nodes },
  ...changed
})

/** Mean utilisation of a pool by its name while the nodes are lost, and in the rest of the time. */
const busyOf = (served: ReturnType<typeof servedWith>, name: string) => {
  const pool = served.report.pools.findIndex((each) => each.name === name)
  const mean = (fromMs: number, toMs: number) => {
    // The first minute of each span still holds a look from before.
    const minutes = served.minutes.filter(({ atMs }) => atMs >= fromMs + MINUTE_MS && atMs < toMs)
    const sum = minutes.reduce((total, { pools }) => total + (pools[pool]?.utilisation ?? Number.NaN), 0)
    return sum / minutes.length
  }
  return { lost: mean(FROM_MS, TO_MS), before: mean(0, FROM_MS), after: mean(TO_MS, TO_MS + FROM_MS) }
}

describe("a node that is lost", () => {
  const day = ordersOf(1)

  it.each([2, 3, 4, 8])("leaves its load to the others of %i: utilisation rises by n/(n-1)", (nodes) => {
    const deployment = together(nodes)
    const usual = busyOf(servedWith(day, WELL, { deployment }), "nodes")
    const fewer = busyOf(servedWith(day, losing(0), { deployment }), "nodes")
    expect(usual.lost).toBeGreaterThan(0.015)
    expect(usual.lost * (nodes / (nodes - 1))).toBeLessThan(0.95)
    expect(fewer.lost / usual.lost).toBeCloseTo(nodes / (nodes - 1), 2)
    // When it is back everything is as before.
    expect(fewer.before).toBe(usual.before)
    expect(fewer.after).toBeCloseTo(usual.after, 3)
  })

  it("is missing in the report, and back when it is back", () => {
    const { minutes, report } = servedWith(day, losing(0), { deployment: together(4) })
    expect(report.pools[0]?.instances).toMatchObject({ min: 3, max: 4 })
    const counts = minutes.map(({ atMs, pools }) => [atMs, pools[0]?.instances])
    for (const [atMs = 0, count] of counts) {
      const end = atMs + MINUTE_MS
      expect(count).toBe(end > FROM_MS && end <= TO_MS ? 3 : 4)
    }
  })

  it("makes whoever comes wait longer, and nobody is served by nobody", () => {
    const deployment = together(2)
    const [usual, fewer] = [servedWith(day, WELL, { deployment }), servedWith(day, losing(0), { deployment })]
    const waiting = ({ report }: typeof usual) =>
      report.stations.find(({ name }) => name === "api")?.waitingMean
    expect(waiting(fewer)).toBeGreaterThan(waiting(usual) ?? Number.NaN)
    expect(fewer.report.latencies.placement.count).toBe(usual.report.latencies.placement.count)
  })

  it("is one node, however many of its regions are told of, and the last one stays", () => {
    const deployment = together(3)
    const one = servedWith(ordersOf(6), losing(0), { deployment })
    expect(servedWith(ordersOf(6), losing(0, 3), { deployment }).minutes).toEqual(one.minutes)
    const most = servedWith(ordersOf(6), losing(0, 1, 2, 4), { deployment })
    expect(most.report.pools[0]?.instances.min).toBe(1)
    expect(servedWith(day, losing(0), { deployment: together(1) })).toEqual(
      servedWith(day, WELL, { deployment: together(1) })
    )
  })

  it("is made up for by a scaler that sees the others busy", () => {
    const nodes = { min: 2, max: 8 }
    const deployment = together(2, { nodes, targetCpu: busyOf(servedWith(day, WELL), "nodes").before * 1.05 })
    const { minutes, report } = servedWith(day, losing(0), { deployment })
    expect(report.pools[0]?.instances.min).toBe(1)
    const last = minutes.findLast(({ atMs }) => atMs < TO_MS - MINUTE_MS)
    expect(last?.pools[0]?.instances).toBeGreaterThanOrEqual(2)
  })

  it("is a dispatcher's where each station has nodes of its own", () => {
    const deployment = together(3, { stations: "apart" })
    const { pools } = servedWith(day, losing(0), { deployment }).report
    expect(pools.map(({ instances, name }) => [name, instances.min])).toEqual([
      ["api", 3],
      ["relay", 3],
      ["dispatch", 2],
      ["sockets", 3],
      ["database", 4]
    ])
  })
})

describe("a shard-outage of a scenario", () => {
  const time = { fromMs: 19 * HOUR_MS, toMs: 19.25 * HOUR_MS }

  it("takes the node of its regions, of the first one unless told, for longer than the lease", () => {
    const lostIn = (...outages: Parameters<typeof townWith>[0]) => townWith(outages).faults?.lostNodes
    const outage = { kind: "shard-outage", ...time } as const
    expect(lostIn(outage)).toEqual([{ region: 0, ...time }])
    expect(lostIn({ ...outage, where: { regions: ["south"] } })).toEqual([{ region: 1, ...time }])
    expect(lostIn({ kind: "store-outage", ...time })).toEqual([])
  })
})

describe("a shard that is lost", () => {
  it("leaves its regions to the others: their utilisation rises by n/(n-1)", () => {
    const deployment = together(4, { shards: 3, databaseCores: 1 })
    const day = ordersOf(6)
    const usual = servedWith(day, WELL, { deployment })
    const fewer = servedWith(day, losing(0), { deployment })
    for (const name of ["database 2", "database 3"]) {
      const [before, now] = [busyOf(usual, name), busyOf(fewer, name)]
      expect(now.lost / before.lost).toBeCloseTo(3 / 2, 1)
      expect(now.before).toBe(before.before)
      expect(now.after).toBeCloseTo(before.after, 3)
    }
    expect(busyOf(fewer, "database 1").lost).toBe(0)
    expect(fewer.report.pools.map(({ instances }) => instances.min)).toEqual([3, 0, 1, 1])
  })

  it("is replaced where it is the only one", () => {
    const day = ordersOf(2)
    const { report } = servedWith(day, losing(0), { deployment: together(4) })
    expect(report.pools[1]?.instances).toMatchObject({ min: 4, max: 4 })
  })
})
