import { Limits, MINUTE_MS } from "@hotbag/core"
import { ObjectiveTracker } from "../report/ObjectiveTracker.ts"
import type { SloResult } from "../report/Report.ts"
import type { SliName } from "./kinds.ts"
import { Latencies } from "./Latencies.ts"
import { instancesOf } from "./PoolLooks.ts"
import type { ScaledPool } from "./Stations.ts"
import { SYSTEM_OBJECTIVES, type SystemObjective } from "./systemObjectives.ts"
import type { OutboxAge, SystemMinute, SystemReport } from "./SystemReport.ts"

type Menus = Pick<SystemReport["menus"], "reads" | "hits">

/** How something ended. */
export interface Ending {
  readonly refused: boolean
  /** A client waited for it. */
  readonly request: boolean
  /** Objectives with a threshold up to this have been told before (`judge`), ms. */
  readonly judgedMs: number
}

/** Takes down what clients see of the servers: latencies, objectives, and a row for each minute. */
export class SystemFigures {
  readonly minutes: Array<SystemMinute> = []
  requests = 0
  shed = 0
  late = 0
  positions = 0
  readonly databaseMs = new Latencies()
  readonly #latencies: Readonly<Record<SliName, Latencies>>
  readonly #recent = {
    placement: new Latencies(),
    location: new Latencies(),
    status: new Latencies(),
    "outbox-lag": new Latencies()
  }
  readonly #objectives = SYSTEM_OBJECTIVES.map((objective) => ({
    objective,
    tracker: new ObjectiveTracker(objective.slo)
  }))
  #recentRoundMs = 0
  #menusBefore: Menus = { reads: 0, hits: 0 }
  #before = { orders: 0, requests: 0, failed: 0, positions: 0 }

  constructor() {
    const latencies = () => new Latencies()
    this.#latencies = {
      placement: latencies(),
      command: latencies(),
      nearby: latencies(),
      read: latencies(),
      location: latencies(),
      status: latencies(),
      "dispatch-round": latencies(),
      offer: latencies(),
      "outbox-lag": latencies()
    }
  }

  /** Something took so long, or was turned away; `times` alike. */
  note(sli: SliName, atMs: number, latencyMs: number, ending: Ending, times: number): void {
    const { judgedMs, refused, request } = ending
    const late = request && latencyMs > Limits.databaseAnswerMs
    if (request) {
      this.requests += times
      if (refused) this.shed += times
      else if (late) this.late += times
    }
    if (sli === "location") this.positions += times
    const failed = refused || late
    if (!refused) {
      this.#latencies[sli].record(latencyMs, times)
      if (sli === "dispatch-round") this.#recentRoundMs = Math.max(this.#recentRoundMs, latencyMs)
      else if (isCharted(sli)) this.#recent[sli].record(latencyMs, times)
    }
    for (const { objective, tracker } of this.#objectives) {
      const speaksOf =
        objective.sli === sli ||
        (objective.sli === "requests" && request) ||
        (objective.sli === "placement-outcome" && sli === "placement")
      if (!speaksOf || isJudged(objective.thresholdMs, judgedMs)) continue
      const good = !failed && (objective.thresholdMs === null || latencyMs < objective.thresholdMs)
      tracker.record(atMs, good, times)
    }
  }

  /** Something that is good or not, whatever it took; so often. */
  count(sli: SystemObjective["sli"], atMs: number, good: boolean, times: number): void {
    for (const { objective, tracker } of this.#objectives) {
      if (objective.sli === sli && times > 0) tracker.record(atMs, good, times)
    }
  }

  /** A visit of the database took so long, waiting for it included. */
  database(atMs: number, tookMs: number): void {
    this.databaseMs.record(tookMs)
    for (const { objective, tracker } of this.#objectives) {
      if (objective.sli !== "database") continue
      tracker.record(atMs, objective.thresholdMs === null || tookMs < objective.thresholdMs)
    }
  }

  /** Something that nobody waits for is certain to take so long: objectives that this breaks are broken now. */
  judge(sli: SliName, atMs: number, latencyMs: number): void {
    for (const { objective, tracker } of this.#objectives) {
      if (objective.sli === sli && isJudged(objective.thresholdMs, latencyMs)) tracker.record(atMs, false)
    }
  }

  /** The minute that ends at `atMs` is over. */
  endMinute(atMs: number, pools: ReadonlyArray<ScaledPool>, outbox: OutboxAge, menus: Menus): void {
    const now = {
      orders: this.latenciesOf("placement").count,
      requests: this.requests,
      failed: this.shed + this.late,
      positions: this.positions
    }
    const recent = this.#recent
    this.minutes.push({
      atMs: atMs - MINUTE_MS,
      orders: now.orders - this.#before.orders,
      requests: now.requests - this.#before.requests,
      failed: now.failed - this.#before.failed,
      positions: now.positions - this.#before.positions,
      placementP95Ms: recent.placement.quantileMs(0.95),
      locationP95Ms: recent.location.quantileMs(0.95),
      statusP95Ms: recent.status.quantileMs(0.95),
      outboxLagP95Ms: recent["outbox-lag"].quantileMs(0.95),
      roundMaxMs: this.#recentRoundMs,
      menuReads: menus.reads - this.#menusBefore.reads,
      menuHits: menus.hits - this.#menusBefore.hits,
      outboxWaiting: outbox.waiting,
      outboxOldestMs: outbox.oldestMs,
      pools: pools.map((scaled) => ({
        instances: instancesOf(scaled),
        utilisation: scaled.utilisation,
        waiting: scaled.pool.waiting(atMs)
      }))
    })
    this.#before = now
    this.#menusBefore = { reads: menus.reads, hits: menus.hits }
    this.#recentRoundMs = 0
    for (const latencies of Object.values(recent)) latencies.clear()
  }

  latenciesOf(sli: SliName): Latencies {
    return this.#latencies[sli]
  }

  /** Summaries by SLI, in a fixed sequence. */
  latencies() {
    const summary = (sli: SliName) => this.#latencies[sli].summary()
    return {
      placement: summary("placement"),
      command: summary("command"),
      nearby: summary("nearby"),
      read: summary("read"),
      location: summary("location"),
      status: summary("status"),
      "dispatch-round": summary("dispatch-round"),
      offer: summary("offer"),
      "outbox-lag": summary("outbox-lag")
    }
  }

  /** Gates, or the goals beyond them. */
  results(gate: boolean): ReadonlyArray<SloResult> {
    return this.#objectives.flatMap(({ objective, tracker }) =>
      objective.gate === gate ? [tracker.result()] : []
    )
  }
}

const isJudged = (thresholdMs: number | null, judgedMs: number): boolean =>
  thresholdMs !== null && judgedMs >= thresholdMs

const isCharted = (sli: SliName): sli is "placement" | "location" | "status" | "outbox-lag" =>
  sli === "placement" || sli === "location" || sli === "status" || sli === "outbox-lag"
