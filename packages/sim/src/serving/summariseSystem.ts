import { MINUTE_MS, SECOND_MS } from "@hotbag/core"
import type { FeltByServers } from "./faults/FeltByServers.ts"
import { poolReport } from "./PoolLooks.ts"
import { rounded } from "./rounded.ts"
import type { ServingModel } from "./ServingModel.ts"
import type { StationReport, SystemMinute, SystemReport } from "./SystemReport.ts"
import { at } from "@hotbag/core"

/** Sums up what was served. */
export const summariseSystem = (model: ServingModel): SystemReport => {
  const { calibration, deployment, fleet } = model.input
  const { figures, looks, menus, stations } = model
  const durationMs = Math.max(SECOND_MS, model.endMs - fleet.fromMs)
  const busiest = (count: (minute: SystemMinute) => number) =>
    rounded(
      figures.minutes.reduce((most, minute) => Math.max(most, count(minute)), 0) / (MINUTE_MS / SECOND_MS)
    )
  const lostMs = stations.poolOf("sockets", 0).lostStreamMs
  const perPositionMs = calibration.ping.nodeMs + calibration.message.nodeMs
  const failed = figures.shed + figures.late
  return {
    deployment,
    calibration: { machine: calibration.machine, commit: calibration.commit },
    latencies: figures.latencies(),
    requests: figures.requests,
    shed: figures.shed,
    late: figures.late,
    errorRate: figures.requests === 0 ? Number.NaN : failed / figures.requests,
    busiestMinute: {
      requestsPerSecond: busiest(({ requests }) => requests),
      ordersPerSecond: busiest(({ orders }) => orders),
      positionsPerSecond: busiest(({ positions }) => positions)
    },
    positions: figures.positions,
    messages: Math.round(model.messages),
    database: figures.databaseMs.summary(),
    menus: {
      reads: menus.reads,
      hits: menus.hits,
      hitRate: menus.reads === 0 ? Number.NaN : rounded(menus.hits / menus.reads)
    },
    faults: isFelt(model.felt) ? model.felt : null,
    positionsReplaced: perPositionMs === 0 ? 0 : Math.round(lostMs / perPositionMs),
    degradedMs: model.degradedMs,
    stations: Object.values(stations.counts).map(
      ({ name, refused, visits, waitedMs, waits, workMs }): StationReport => ({
        name,
        visits,
        refused,
        waitMs: waits.summary(),
        waitingMean: rounded(waitedMs / durationMs),
        workS: rounded(workMs / SECOND_MS)
      })
    ),
    pools: stations.pools.map(({ name }, index) => poolReport(name, at(looks, index))),
    slos: figures.results(true),
    stretch: figures.results(false),
    enough: null
  }
}

const isFelt = (felt: FeltByServers): boolean =>
  Object.values(felt).some((figure) => figure !== null && figure > 0)
