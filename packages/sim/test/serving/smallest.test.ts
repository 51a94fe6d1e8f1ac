import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DEFAULT_DEPLOYMENT, type Deployment } from "../../src/serving/Deployment.ts"
import { enoughServers } from "../../src/serving/enoughServers.ts"
import { smallestWhole } from "../../src/serving/smallest.ts"
import type { SystemReport } from "../../src/serving/SystemReport.ts"

describe("the smallest number that is enough", () => {
  it("is found, with few questions", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (needed, most) => {
        let asked = 0
        const found = smallestWhole((count) => (asked++, count >= needed), 1, most)
        expect(found).toBe(needed <= most ? needed : null)
        expect(asked).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(most + 1)) + 2)
      })
    )
  })
})

/** Servers that do when there are so many of each; the objective breaks at noon. */
const town = (needed: (deployment: Deployment) => boolean) => (deployment: Deployment) => {
  const met = needed(deployment)
  const slo = { name: "placement", met, spentAtMs: met ? null : 43_200_000 }
  const report: Pick<SystemReport, "slos"> = {
    slos: [
      {
        ...slo,
        description: "",
        objective: 0.9,
        good: 0,
        total: 0,
        attained: 1,
        budgetSpent: 0,
        burnRates: [],
        tooFew: false,
        alerts: []
      }
    ]
  }
  return { ...empty, ...report }
}

const none = { count: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 }
const empty: SystemReport = {
  deployment: DEFAULT_DEPLOYMENT,
  calibration: { machine: "", commit: "" },
  latencies: {
    placement: none,
    command: none,
    nearby: none,
    read: none,
    location: none,
    status: none,
    "dispatch-round": none,
    offer: none,
    "outbox-lag": none
  },
  requests: 0,
  database: none,
  menus: { reads: 0, hits: 0, hitRate: 0 },
  faults: null,
  shed: 0,
  late: 0,
  errorRate: 0,
  busiestMinute: { requestsPerSecond: 0, ordersPerSecond: 0, positionsPerSecond: 0 },
  positions: 0,
  messages: 0,
  positionsReplaced: 0,
  degradedMs: 0,
  stations: [],
  pools: [],
  slos: [],
  stretch: [],
  enough: null
}

describe("servers that are enough", () => {
  it("are counted by kind, and it is said what one less would break", () => {
    const found = enoughServers(
      town(({ databaseCores, nodes }) => nodes.max >= 5 && databaseCores >= 3),
      DEFAULT_DEPLOYMENT
    )
    expect(found?.parts).toEqual([
      { what: "nodes", count: 5, less: { slo: "placement", atMs: 43_200_000 } },
      { what: "processors of the database", count: 3, less: { slo: "placement", atMs: 43_200_000 } }
    ])
    expect(found?.deployment).toMatchObject({ nodes: { min: 5, max: 5 }, databaseCores: 3 })
  })

  it("are counted by station where stations are apart", () => {
    const found = enoughServers(
      town(({ nodesOf }) => (nodesOf?.sockets?.max ?? 99) >= 7 && (nodesOf?.api?.max ?? 99) >= 2),
      { ...DEFAULT_DEPLOYMENT, stations: "apart" }
    )
    expect(found?.parts.map(({ count, what }) => [what, count])).toEqual([
      ["nodes for api", 2],
      ["nodes for relay", 1],
      ["nodes for dispatch", 1],
      ["nodes for sockets", 7],
      ["processors of the database", 1]
    ])
  })

  it("are more when each alone would do, but not together", () => {
    const found = enoughServers(
      town(({ databaseCores, nodes }) => nodes.max + databaseCores >= 10 && nodes.max >= 3),
      DEFAULT_DEPLOYMENT
    )
    expect(found?.deployment).toMatchObject({ nodes: { max: 6 }, databaseCores: 4 })
  })

  it("are told to be out of reach", () => {
    expect(
      enoughServers(
        town(() => false),
        DEFAULT_DEPLOYMENT
      )
    ).toBeNull()
  })
})
