import type { HubEngine } from "@hotbag/services"
import type { UpstreamGate } from "./UpstreamGate.ts"

/** Counts of the live fronts, for `/metrics`; a fixed number of cells. */
export class LiveStats {
  /** Connections at the moment, by front. */
  readonly open: Record<Front, number> = { ws: 0, track: 0, courier: 0, events: 0 }
  readonly opened: Record<Front, number> = { ws: 0, track: 0, courier: 0, events: 0 }
  /** Connections refused before they were any, by why. */
  readonly refused = new Map<string, number>()
  /** Connections that we ended, by close code. */
  readonly closed = new Map<number, number>()
  framesIn = 0
  bytesOut = 0

  /** Notes one more. */
  noteRefused(why: string): void {
    this.refused.set(why, (this.refused.get(why) ?? 0) + 1)
  }

  /** Notes one more. */
  noteClosed(code: number): void {
    this.closed.set(code, (this.closed.get(code) ?? 0) + 1)
  }

  /** All counts, the engine's and the gate's among them, in the text format of Prometheus (S129). */
  text({ outlet, rings, cases, stats }: HubEngine, gate: UpstreamGate): string {
    const lines = ["# TYPE hotbag_live_connections gauge"]
    for (const front of FRONTS) lines.push(`hotbag_live_connections{front="${front}"} ${this.open[front]}`)
    lines.push("# TYPE hotbag_live_connections_opened_total counter")
    for (const front of FRONTS)
      lines.push(`hotbag_live_connections_opened_total{front="${front}"} ${this.opened[front]}`)
    lines.push("# TYPE hotbag_live_refused_total counter")
    for (const [why, count] of this.refused) lines.push(`hotbag_live_refused_total{why="${why}"} ${count}`)
    lines.push("# TYPE hotbag_live_closed_total counter")
    for (const [code, count] of this.closed) lines.push(`hotbag_live_closed_total{code="${code}"} ${count}`)
    const counters: Readonly<Record<string, number>> = {
      hotbag_live_frames_received_total: this.framesIn,
      hotbag_live_bytes_sent_total: this.bytesOut,
      hotbag_upstream_gave_way_total: gate.gaveWay,
      hotbag_upstream_put_off_total: gate.putOff,
      hotbag_hub_positions_received_total: stats.positionsIn,
      hotbag_hub_positions_sent_total: stats.positionsSent,
      hotbag_hub_positions_coalesced_total: stats.coalesced,
      hotbag_hub_statuses_sent_total: stats.statusesSent,
      hotbag_hub_statuses_deferred_total: stats.deferred,
      hotbag_hub_snapshots_total: stats.snapshots,
      hotbag_hub_gaps_total: stats.gaps,
      hotbag_hub_refused_total: stats.refused,
      hotbag_hub_slow_readers_closed_total: stats.slowClosed,
      hotbag_hub_reads_total: stats.loads
    }
    const gauges: Readonly<Record<string, number>> = {
      hotbag_upstream_waiting: gate.waiting,
      hotbag_hub_watchers: stats.watchers,
      hotbag_hub_subscriptions: stats.subscriptions,
      hotbag_hub_orders_watched: cases.size,
      hotbag_hub_topics_kept: rings.size,
      hotbag_hub_positions_waiting: outlet.backlog.dirty,
      hotbag_hub_slow_readers: outlet.backlog.slow,
      hotbag_hub_bytes_waiting: stats.bytesWaiting,
      hotbag_hub_position_interval_seconds: outlet.pace.intervalMs / 1_000,
      hotbag_hub_loop_lateness_seconds: outlet.pace.lateMs / 1_000
    }
    for (const [name, value] of Object.entries(counters))
      lines.push(`# TYPE ${name} counter`, `${name} ${value}`)
    for (const [name, value] of Object.entries(gauges)) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`)
    return [...lines, ""].join("\n")
  }
}

/** A way to watch, or to be watched. */
export type Front = "ws" | "track" | "courier" | "events"

const FRONTS: ReadonlyArray<Front> = ["ws", "track", "courier", "events"]
