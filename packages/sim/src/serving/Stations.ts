import { at } from "@hotbag/core"
import { Autoscaler } from "./Autoscaler.ts"
import { type Deployment, type Instances, NODE_STATIONS, SCALING, type StationName } from "./Deployment.ts"
import { Latencies } from "./Latencies.ts"
import { Pool } from "./Pool.ts"

/** Processors that are scaled together: all nodes, the nodes of a station, or a database. */
export interface ScaledPool {
  readonly name: string
  readonly pool: Pool
  /** Processors of an instance; a database's instances are its processors. */
  readonly cores: number
  readonly scaler: Autoscaler | null
  /** Taken and backlog at the last look, in ms of work. */
  doneMs: number
  /** Utilisation at the last look, 0..1. */
  utilisation: number
}

/** What is counted of a station. */
export interface StationCounts {
  readonly name: StationName
  readonly waits: Latencies
  visits: number
  refused: number
  /** Work of its jobs and streams, in ms. */
  workMs: number
  waitedMs: number
}

/** The stations of a deployment and the pools that do their work. */
export interface Stations {
  readonly pools: ReadonlyArray<ScaledPool>
  readonly counts: Readonly<Record<StationName, StationCounts>>
  readonly poolOf: (station: StationName, region: number) => Pool
  /** Nodes' pools are looked at and resized; every `SCALING.everyMs`. */
  readonly look: (atMs: number) => void
}

/** Idle stations at `fromMs`, each node pool at its least size. */
export const makeStations = (deployment: Deployment, fromMs: number, startMs: number): Stations => {
  const limits = { waiting: deployment.waitingPerCore, streamMs: STREAM_WAITS_MS }
  const nodePool = (name: string, { max, min }: Instances): ScaledPool => ({
    name,
    pool: new Pool(min * deployment.cores, fromMs, limits),
    cores: deployment.cores,
    scaler:
      min === max ? null : new Autoscaler({ min, max, targetCpu: deployment.targetCpu, startMs, ...SCALING }),
    doneMs: 0,
    utilisation: 0
  })
  const nodes =
    deployment.stations === "together"
      ? [nodePool("nodes", deployment.nodes)]
      : NODE_STATIONS.map((name) => nodePool(name, deployment.nodesOf?.[name] ?? deployment.nodes))
  const databases = Array.from({ length: deployment.shards }, (_, shard): ScaledPool => ({
    name: deployment.shards === 1 ? "database" : `database ${shard + 1}`,
    pool: new Pool(deployment.databaseCores, fromMs, limits),
    cores: 1,
    scaler: null,
    doneMs: 0,
    utilisation: 0
  }))
  const place = { api: 0, relay: 1, dispatch: 2, sockets: 3 }
  return {
    pools: [...nodes, ...databases],
    counts: {
      api: countsOf("api"),
      relay: countsOf("relay"),
      dispatch: countsOf("dispatch"),
      sockets: countsOf("sockets"),
      database: countsOf("database")
    },
    poolOf: (station, region) =>
      station === "database"
        ? at(databases, region % databases.length).pool
        : at(nodes, nodes.length === 1 ? 0 : place[station]).pool,
    look: (atMs) => {
      for (const scaled of [...nodes, ...databases]) look(scaled, atMs)
    }
  }
}

const look = (scaled: ScaledPool, atMs: number): void => {
  const { cores, pool, scaler } = scaled
  const doneMs = pool.takenMs - pool.backlogMs(atMs)
  const share = (doneMs - scaled.doneMs) / (pool.processors * SCALING.everyMs)
  scaled.doneMs = doneMs
  scaled.utilisation = Math.min(1, Math.max(0, share))
  if (scaler === null) return
  const processors = scaler.look(atMs, scaled.utilisation) * cores
  if (processors !== pool.processors) pool.resize(atMs, processors)
}

/** A position that is older than five seconds is not fresh any more (S100): no use in waiting longer. */
const STREAM_WAITS_MS = 5_000

const countsOf = (name: StationName): StationCounts => ({
  name,
  waits: new Latencies(),
  visits: 0,
  refused: 0,
  workMs: 0,
  waitedMs: 0
})
