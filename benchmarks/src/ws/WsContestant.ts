import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { ask, heard } from "../ask.ts"
import type { Load } from "./generate.ts"
import { Latencies } from "./latencies.ts"

/** What a server's process has used, and how many watch it. */
export interface WsUsage {
  readonly cpuUs: number
  readonly rssBytes: number
  /** What is in use of the heap and outside of it, after a collection. */
  readonly usedBytes: number
  readonly connected: number
}

/** What came of a load. */
export interface WsLoaded {
  /** Positions that came in. */
  readonly sent: number
  /** Of them: received by who watches, and given up for a newer one. */
  readonly received: number
  readonly coalesced: number
  /** Processor time of the server's process. */
  readonly cpuUs: number
  readonly intervalMs: number
  readonly latencies: Latencies
}

/** A server in a process of its own, and those who watch it, in several. */
export class WsContestant {
  readonly name: string
  readonly #server: ChildProcess
  readonly #watchers: ReadonlyArray<ChildProcess>
  readonly #port: number

  private constructor(
    name: string,
    server: ChildProcess,
    watchers: ReadonlyArray<ChildProcess>,
    port: number
  ) {
    this.name = name
    this.#server = server
    this.#watchers = watchers
    this.#port = port
  }

  /** Starts the server, and the processes of who will watch `deliveries` of them. */
  static async start(name: string, deliveries: number): Promise<WsContestant> {
    const server = fork(join(import.meta.dirname, "contender.ts"), [name, String(deliveries)], {
      stdio: "inherit",
      execArgv: ["--expose-gc"]
    })
    const { port } = await heard<{ readonly port: number }>(server)
    const processes = Math.max(1, Math.ceil(deliveries / PER_PROCESS))
    const watchers = Array.from({ length: processes }, () =>
      fork(join(import.meta.dirname, "watchers.ts"), [], { stdio: "inherit" })
    )
    return new WsContestant(name, server, watchers, port)
  }

  /**
   * Connects everybody; gives what a connection costs, in kB: by how much more is in use with all than with a quarter of them. Resident memory would say
   * nothing: what the process needed to start is free again, and used for the first.
   */
  async connect(deliveries: number): Promise<number> {
    const first = Math.floor(deliveries / 4)
    const before = await this.#connect(0, first)
    const after = await this.#connect(first, deliveries)
    return (after.usedBytes - before.usedBytes) / 1_024 / (deliveries - first)
  }

  async #connect(from: number, to: number): Promise<WsUsage> {
    const share = Math.ceil((to - from) / this.#watchers.length)
    await Promise.all(
      this.#watchers.map((watcher, i) => {
        const start = from + i * share
        return ask(watcher, {
          connect: { port: this.#port, from: start, to: Math.min(to, start + share) }
        })
      })
    )
    let usage = await this.usage()
    while (usage.connected < to) {
      await pause(100)
      usage = await this.usage()
    }
    return usage
  }

  /** Sends a load, and waits until what was sent has arrived. */
  async play(load: Load): Promise<WsLoaded> {
    await this.#collect()
    const told = await ask<{
      readonly sent: number
      readonly coalesced: number
      readonly cpuUs: number
      readonly intervalMs: number
    }>(this.#server, { load })
    const latencies = new Latencies()
    let received = 0
    // Positions that wait for their turn are still to come, at the latest after the widest interval.
    for (
      let waitedMs = 0;
      received + told.coalesced < told.sent && waitedMs < ARRIVED_WITHIN_MS;
      waitedMs += 50
    ) {
      await pause(50)
      const more = await this.#collect()
      latencies.merge(more.latencies.counts)
      received += more.received
    }
    return { ...told, received, latencies }
  }

  /** What the server's process has used so far. */
  usage(): Promise<WsUsage> {
    return ask<WsUsage>(this.#server, {})
  }

  /** Ends all processes. */
  stop(): void {
    for (const child of [this.#server, ...this.#watchers]) child.disconnect()
  }

  async #collect() {
    const latencies = new Latencies()
    let received = 0
    for (const watcher of this.#watchers) {
      const { counts, lost, texts } = await ask<{
        readonly counts: ReadonlyArray<number>
        readonly texts: number
        readonly lost: number
      }>(watcher, {})
      if (lost > 0) throw new Error(`${this.name} has closed ${lost} connections`)
      received += texts
      latencies.merge(counts)
    }
    return { latencies, received }
  }
}

/** Connections of one process that watches: far below what a process may have open. */
const PER_PROCESS = 5_000

/** Longer than the widest interval. */
const ARRIVED_WITHIN_MS = 15_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
