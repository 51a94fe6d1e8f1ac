import type { SloResult } from "../report/Report.ts"
import type { Deployment, StationName } from "./Deployment.ts"
import type { FeltByServers } from "./faults/FeltByServers.ts"
import type { EnoughServers } from "./enoughServers.ts"
import type { SliName } from "./kinds.ts"
import type { LatencySummary } from "./Latencies.ts"

/** What a run did to the servers, by the model of `docs/serving.md`. The same for the same run, deployment and calibration. */
export interface SystemReport {
  readonly deployment: Deployment
  /** What service times come from. */
  readonly calibration: { readonly machine: string; readonly commit: string }
  readonly latencies: Readonly<Record<SliName, LatencySummary>>
  /** Requests that somebody waited for, positions not counted. */
  readonly requests: number
  /** Of them, turned away with 503 because too many waited. */
  readonly shed: number
  /** Of them, not answered within three seconds: 503 too. */
  readonly late: number
  /** Share of requests that failed, 0..1; NaN, in JSON null, without any. */
  readonly errorRate: number
  readonly busiestMinute: {
    readonly requestsPerSecond: number
    readonly ordersPerSecond: number
    readonly positionsPerSecond: number
  }
  readonly positions: number
  readonly messages: number
  /** Visits of the database by single requests and errands, waiting for it included (S127). */
  readonly database: LatencySummary
  /** Menus that were read, and how many of them were in the memory of the process that was asked (S2, S127). */
  readonly menus: { readonly reads: number; readonly hits: number; readonly hitRate: number }
  /** What failures of the day did to the servers; null where they felt nothing. */
  readonly faults: Readonly<FeltByServers> | null
  /** Positions that were replaced by newer ones while they waited. */
  readonly positionsReplaced: number
  /** For how long positions went out less often than every second (S94), in ms. */
  readonly degradedMs: number
  readonly stations: ReadonlyArray<StationReport>
  readonly pools: ReadonlyArray<PoolReport>
  /** The gates, as they are in `Report.slos` too. */
  readonly slos: ReadonlyArray<SloResult>
  /** Goals beyond the promises: shown, and no part of the verdict. */
  readonly stretch: ReadonlyArray<SloResult>
  /** Where a gate was breached: the fewest servers that would have kept them all. Null where none was, or none would. */
  readonly enough: EnoughServers | null
}

/** A station over a run. */
export interface StationReport {
  readonly name: StationName
  readonly visits: number
  readonly refused: number
  readonly waitMs: LatencySummary
  /** Jobs that waited, averaged over time (Little's law). */
  readonly waitingMean: number
  /** Processor time of its jobs and streams, in seconds. */
  readonly workS: number
}

/** Processors that are scaled together. */
export interface PoolReport {
  readonly name: string
  /** Nodes; of a database its processors. */
  readonly instances: { readonly min: number; readonly mean: number; readonly max: number }
  readonly utilisationMean: number
  /** Of the busiest look, a quarter of a minute. */
  readonly utilisationMax: number
  readonly waitingMax: number
  /** When utilisation first was above the target (S121); null: never. */
  readonly hotAtMs: number | null
}

/** What waits for the relay at one moment. */
export interface OutboxAge {
  readonly waiting: number
  readonly oldestMs: number
}

/** A minute of a run; latencies are NaN where nothing was answered in it. */
export interface SystemMinute {
  readonly atMs: number
  readonly orders: number
  readonly requests: number
  readonly failed: number
  readonly positions: number
  readonly placementP95Ms: number
  readonly locationP95Ms: number
  readonly statusP95Ms: number
  readonly outboxLagP95Ms: number
  readonly roundMaxMs: number
  readonly menuReads: number
  readonly menuHits: number
  /** Commits that the relay had not done by the end of the minute. */
  readonly outboxWaiting: number
  /** How old the oldest of them was then, in ms. */
  readonly outboxOldestMs: number
  /** In the sequence of `SystemReport.pools`, at the end of the minute. */
  readonly pools: ReadonlyArray<{
    readonly instances: number
    readonly utilisation: number
    readonly waiting: number
  }>
}
