import { i32, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { SCALING } from "./Deployment.ts"
import { loseNodes } from "./faults/loseNodes.ts"
import { outboxAge } from "./faults/waitsForFault.ts"
import { KindOf } from "./kinds.ts"
import { lookAtPools } from "./PoolLooks.ts"
import type { ServingModel } from "./ServingModel.ts"

/** A second begins: streams are set anew, searches are spread over it, instances are looked at. */
export const eachSecond = (model: ServingModel, atMs: number): void => {
  const { figures, flight, stations } = model
  const sinceMs = atMs - model.input.fleet.fromMs
  if (sinceMs > 0 && sinceMs % SCALING.everyMs === 0) {
    lookAtPools(stations, model.looks, atMs, model.input.deployment.targetCpu)
  }
  if (sinceMs > 0 && sinceMs % MINUTE_MS === 0)
    figures.endMinute(atMs, stations.pools, outboxAge(model, atMs), model.menus)
  loseNodes(model, atMs)
  const positions = setStreams(model, atMs)
  model.nearbyOwed += model.placed * model.traffic.nearbyPerOrder
  const reads = model.placed * model.traffic.readsPerOrder
  const apart = model.readsApart
  model.placed = 0
  model.readsApart = 0
  for (; model.nearbyOwed >= 1; model.nearbyOwed--) {
    flight.begin(KindOf.nearby, moment(model, atMs), 0, model.number++)
  }
  probe(model, KindOf.positionProbe, atMs, positions)
  probe(model, KindOf.readProbe, atMs, reads - apart)
}

/** Two looks, each for half of what the second holds. */
const probe = (model: ServingModel, kind: number, atMs: number, count: number): void => {
  const whole = Math.round(count)
  for (const times of [Math.ceil(whole / 2), Math.floor(whole / 2)]) {
    if (times === 0) continue
    model.probes++
    model.flight.begin(kind, moment(model, atMs), 0, model.number++, times)
  }
}

const moment = (model: ServingModel, atMs: number): number =>
  atMs + SECOND_MS * model.draws.moment.uniform(model.number)

/** Work of positions, messages and reads in this second; how many positions there are. */
const setStreams = (model: ServingModel, atMs: number): number => {
  const { calibration, deployment, fleet } = model.input
  const second = Math.floor((atMs - fleet.fromMs) / SECOND_MS)
  const count = (counts: Int32Array) => (second < counts.length ? i32(counts, second) : 0)
  const [busy, onDuty, watched] = [count(fleet.busy), count(fleet.onDuty), count(fleet.watched)]
  const idle = Math.max(0, onDuty - busy)
  const kept = count(fleet.kept)
  model.felt.positionsKept += kept
  const taken = busy * model.traffic.busyPingsPerSecond + idle * model.traffic.idlePingsPerSecond + kept
  const wanted = watched * model.traffic.busyPingsPerSecond * model.traffic.watchersPerDelivery
  const positionMs = taken * calibration.ping.nodeMs + wanted * calibration.message.nodeMs
  const readMs = model.placed * model.traffic.readsPerOrder * calibration.read.nodeMs
  const together = deployment.stations === "together"
  const sockets = model.stations.poolOf("sockets", 0)
  // A part of the processors is kept for everything else: positions wait, orders do not (S94).
  const room = (sockets.processors * POSITIONS_SHARE * SECOND_MS - (together ? readMs : 0)) / SECOND_MS
  const interval = Math.min(
    model.traffic.widestIntervalS,
    Math.max(1, positionMs / SECOND_MS / Math.max(room, 1e-9))
  )
  if (interval > 1) model.degradedMs += SECOND_MS
  model.messages += wanted / interval
  const [socketWork, apiWork] = [positionMs / interval / SECOND_MS, readMs / SECOND_MS]
  if (together) sockets.stream(atMs, socketWork + apiWork)
  else {
    sockets.stream(atMs, socketWork)
    model.stations.poolOf("api", 0).stream(atMs, apiWork)
  }
  model.stations.counts.sockets.workMs += positionMs / interval
  model.stations.counts.api.workMs += readMs
  const databaseMs =
    (taken / interval) * calibration.ping.databaseMs +
    model.placed * model.traffic.readsPerOrder * calibration.read.databaseMs
  const { databases } = model.stations
  const there = databases.filter(({ lost }) => lost === 0).length
  for (const { lost, pool } of databases) pool.stream(atMs, lost === 0 ? databaseMs / SECOND_MS / there : 0)
  model.stations.counts.database.workMs += databaseMs
  return wanted / interval
}

/** Positions may take so much of a socket station's processors; beyond, they come less often. */
const POSITIONS_SHARE = 0.7
