import { SECOND_MS } from "@hotbag/core"
import { makeStream } from "../../../src/kernel/streams.ts"
import { DEFAULT_CALIBRATION } from "../../../src/serving/defaultCalibration.ts"
import { DEFAULT_DEPLOYMENT, type Deployment, TRAFFIC } from "../../../src/serving/Deployment.ts"
import type { ServingFaults } from "../../../src/serving/faults/ServingFaults.ts"
import { serveWorkload, type Served } from "../../../src/serving/serveWorkload.ts"
import { Task, type Workload } from "../../../src/serving/Workload.ts"

/** A day on which nothing fails. */
export const WELL: ServingFaults = {
  committedAtMs: (_, atMs) => atMs,
  heardAtMs: (_, atMs) => atMs,
  refuses: () => false,
  triesAgainAtMs: () => null,
  isGatewaySilent: () => false,
  disconnects: [],
  lostNodes: []
}

const after = (fromMs: number, toMs: number) => (region: number, atMs: number) =>
  region === 0 && atMs >= fromMs && atMs < toMs ? toMs : atMs

/** The bus of region 0 is down. */
export const busDown = (fromMs: number, toMs: number): ServingFaults => ({
  ...WELL,
  heardAtMs: after(fromMs, toMs)
})

/** The store of region 0 refuses; customers try again every two seconds. */
export const storeAway = (fromMs: number, toMs: number): ServingFaults => ({
  ...WELL,
  committedAtMs: after(fromMs, toMs),
  heardAtMs: after(fromMs, toMs),
  refuses: (region, atMs) => after(fromMs, toMs)(region, atMs) > atMs,
  triesAgainAtMs: (_order, _region, attempt, atMs) => (attempt < 1_000 ? atMs + 2 * SECOND_MS : null)
})

/** The store takes so much longer; with the end of it everything is through. */
export const storeSlow = (fromMs: number, toMs: number, slowMs: number): ServingFaults => ({
  ...WELL,
  committedAtMs: (region, atMs) =>
    region === 0 && atMs >= fromMs && atMs < toMs ? Math.min(toMs, atMs + slowMs) : atMs
})

/** The gateway says nothing to anybody. */
export const gatewaySilent = (fromMs: number, toMs: number): ServingFaults => ({
  ...WELL,
  isGatewaySilent: (_, atMs) => atMs >= fromMs && atMs < toMs
})

/** Tasks that come at random, so many a second, all of one kind; each order is another one. */
export const steady = (task: number, perSecond: number, seconds: number, region = 0): Workload => {
  const draws = makeStream(1, "arrivals")
  const count = Math.round(perSecond * seconds)
  const times = Array.from({ length: count }, (_, i) => Math.floor(draws.uniform(i) * seconds * SECOND_MS))
  return {
    count,
    timesMs: Uint32Array.from(times.sort((a, b) => a - b)),
    tasks: new Uint8Array(count).fill(task),
    regions: new Uint8Array(count).fill(region),
    sizes: Int32Array.from({ length: count }, (_, i) => i)
  }
}

/**
 * What the world makes of a workload whose store is away: placements are turned away, tried again, and committed by the first try
 * that is let in, commands are committed when it is back.
 */
export const committed = (sent: Workload, faults: ServingFaults): Workload => {
  const rows: Array<{ readonly atMs: number; readonly task: number; readonly i: number }> = []
  for (let i = 0; i < sent.count; i++) {
    const [task, region] = [sent.tasks[i] ?? 0, sent.regions[i] ?? 0]
    let atMs = sent.timesMs[i] ?? 0
    if (task === Task.place && faults.refuses(region, atMs)) {
      rows.push({ atMs, task: Task.refusedPlace, i })
      for (let attempt = 0; faults.refuses(region, atMs); attempt++) {
        atMs = faults.triesAgainAtMs(sent.sizes[i] ?? 0, region, attempt, atMs) ?? atMs
      }
    }
    rows.push({ atMs: faults.committedAtMs(region, atMs), task, i })
  }
  rows.sort((a, b) => a.atMs - b.atMs || a.i - b.i)
  return {
    count: rows.length,
    timesMs: Uint32Array.from(rows, ({ atMs }) => atMs),
    tasks: Uint8Array.from(rows, ({ task }) => task),
    regions: Uint8Array.from(rows, ({ i }) => sent.regions[i] ?? 0),
    sizes: Int32Array.from(rows, ({ i }) => sent.sizes[i] ?? 0)
  }
}

/** Two nodes that do everything. */
export const TWO_NODES: Deployment = { ...DEFAULT_DEPLOYMENT, nodes: { min: 2, max: 2 } }

/** Through servers that nobody looks around in, on which nobody drives. */
export const servedWith = (
  workload: Workload,
  faults: ServingFaults | null,
  {
    calibration = DEFAULT_CALIBRATION,
    deployment = TWO_NODES,
    traffic = { nearbyPerOrder: 0, readsPerOrder: 0, menusPerOrder: 0 }
  } = {}
): Served =>
  serveWorkload({
    workload,
    faults,
    fleet: {
      fromMs: 0,
      busy: new Int32Array(1),
      onDuty: new Int32Array(1),
      watched: new Int32Array(1),
      kept: new Int32Array(1)
    },
    calibration,
    deployment,
    policy: "nearest",
    seed: 1,
    traffic: { ...TRAFFIC, ...traffic }
  })
