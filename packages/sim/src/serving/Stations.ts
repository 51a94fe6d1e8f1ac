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
  /** Instances where no scaler decides. */
  readonly fixed: number
  /** Instances of them that are lost for now. */
  lost: number
  /** Taken and backlog at the last look, in ms of work. */
  doneMs: number
  /** Time of its processors from the last look until `sinceMs`, from when on there are as many as now, ms. */
  roomMs: number
  sinceMs: number
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
  /** Those of `pools` that are databases, by shard; all processors of one that is lost are `lost`. */
  readonly databases: ReadonlyArray<ScaledPool>
  /**
   * From `atMs` on these regions have lost their node, and no others: the node with its processors, and the shard with its
   * database. The others do their work; one node and one database are always left.
   */
  readonly lose: (atMs: number, regions: ReadonlyArray<number>) => void
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
    fixed: min,
    ...unused(fromMs)
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
    fixed: deployment.databaseCores,
    ...unused(fromMs)
  }))
  let left = databases
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
        ? databaseOf(databases, left, region)
        : at(nodes, nodes.length === 1 ? 0 : place[station]).pool,
    databases,
    lose: (atMs, regions) => {
      // Where each station has nodes of its own, it is a dispatcher's that is lost.
      loseInstances(at(nodes, nodes.length === 1 ? 0 : place.dispatch), atMs, regions)
      const away = new Set(regions.map((region) => region % databases.length))
      left = databases.filter((_, shard) => away.size === databases.length || !away.has(shard))
      for (const database of databases) database.lost = left.includes(database) ? 0 : database.fixed
    },
    look: (atMs) => {
      for (const scaled of [...nodes, ...databases]) look(scaled, atMs)
    }
  }
}

const unused = (fromMs: number) => ({ lost: 0, doneMs: 0, roomMs: 0, sinceMs: fromMs, utilisation: 0 })

/** A region whose shard is lost goes to one of the others, its neighbours to the next. */
const databaseOf = (
  databases: ReadonlyArray<ScaledPool>,
  left: ReadonlyArray<ScaledPool>,
  region: number
): Pool => {
  const own = at(databases, region % databases.length)
  if (left.includes(own)) return own.pool
  return at(left, Math.floor(region / databases.length) % left.length).pool
}

const look = (scaled: ScaledPool, atMs: number): void => {
  const { pool, scaler } = scaled
  const doneMs = pool.takenMs - pool.backlogMs(atMs)
  const roomMs = scaled.roomMs + pool.processors * (atMs - scaled.sinceMs)
  const share = roomMs === 0 ? 0 : (doneMs - scaled.doneMs) / roomMs
  scaled.doneMs = doneMs
  scaled.roomMs = 0
  scaled.sinceMs = atMs
  scaled.utilisation = Math.min(1, Math.max(0, share))
  if (scaler === null) return
  scaler.look(atMs, scaled.utilisation)
  resize(scaled, atMs)
}

/** Regions are spread over the nodes; of a node that several of them have lost only one is away. */
const loseInstances = (scaled: ScaledPool, atMs: number, regions: ReadonlyArray<number>): void => {
  const there = instancesWithout(scaled, 0)
  scaled.lost = Math.min(there - 1, new Set(regions.map((region) => region % there)).size)
  resize(scaled, atMs)
}

/** As many processors as the instances have that are there; the last one stays. */
const resize = (scaled: ScaledPool, atMs: number): void => {
  const { cores, pool } = scaled
  const processors = Math.max(1, instancesWithout(scaled, scaled.lost)) * cores
  if (processors === pool.processors) return
  scaled.roomMs += pool.processors * (atMs - scaled.sinceMs)
  scaled.sinceMs = atMs
  pool.resize(atMs, processors)
}

const instancesWithout = ({ fixed, scaler }: ScaledPool, lost: number): number =>
  (scaler?.ready ?? fixed) - lost

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
