import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { ask, letGo } from "../ask.ts"
import type { Ride } from "../chain/Ride.ts"
import { Latencies } from "../ws/latencies.ts"
import type { CrowdSaid, CrowdTold } from "./members.ts"

/** Watchers of one process. */
const PER_PROCESS = 2_500

/** How a crowd is, all processes together. */
export type CrowdState = Omit<CrowdSaid, "counts"> & { readonly latencies: Latencies }

/** Many who watch, in processes of their own. */
export class Crowd {
  readonly #processes: ReadonlyArray<ChildProcess>

  private constructor(processes: ReadonlyArray<ChildProcess>) {
    this.#processes = processes
  }

  /** Starts so many watchers, each of one of the rides, as people of operations. */
  static async start(
    url: string,
    rides: ReadonlyArray<Ride>,
    tokens: ReadonlyArray<string>,
    watchers: number
  ): Promise<Crowd> {
    const count = Math.ceil(watchers / PER_PROCESS)
    const crowd = new Crowd(
      Array.from({ length: count }, () =>
        fork(join(import.meta.dirname, "members.ts"), [], { stdio: "inherit" })
      )
    )
    const all = Array.from({ length: watchers }, (_, number) => ({
      number,
      orderId: rides[number % rides.length]?.orderId ?? "",
      token: tokens[number % tokens.length] ?? ""
    }))
    await Promise.all(
      crowd.#processes.map((child, at) =>
        ask(child, {
          connect: { url, watchers: all.filter(({ number }) => number % count === at) }
        } satisfies CrowdTold)
      )
    )
    return crowd
  }

  /** Waits until everybody is connected and was told this status last, but not for longer. */
  async until(event: string, withinMs: number): Promise<CrowdState> {
    const said = await Promise.all(
      this.#processes.map((child) =>
        ask<CrowdSaid>(child, { until: { event, withinMs } } satisfies CrowdTold)
      )
    )
    const latencies = new Latencies()
    for (const { counts } of said) latencies.merge(counts)
    const sum = (of: (one: CrowdSaid) => number): number => said.reduce((total, one) => total + of(one), 0)
    return {
      watchers: sum(({ watchers }) => watchers),
      behind: sum(({ behind }) => behind),
      missed: sum(({ missed }) => missed),
      lost: sum(({ lost }) => lost),
      liveAtMs: said.flatMap(({ liveAtMs }) => liveAtMs),
      caughtUpAtMs: said.flatMap(({ caughtUpAtMs }) => caughtUpAtMs),
      latencies
    }
  }

  /** Counts anew. */
  async reset(): Promise<void> {
    await Promise.all(this.#processes.map((child) => ask(child, { reset: true } satisfies CrowdTold)))
  }

  /** Ends the processes. */
  stop(): void {
    for (const child of this.#processes) letGo(child)
  }
}
