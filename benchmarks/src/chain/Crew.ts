import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { ask, letGo } from "../ask.ts"
import { processCpuMs } from "../processCpuMs.ts"
import type { Flood, FloodSaid } from "./flooded.ts"
import type { PhonesSaid, PhonesTold } from "./phones.ts"
import type { Ride, Stretch } from "./Ride.ts"
import type { WatchersSaid, WatchersTold } from "./watchers.ts"

/** Rides that one process plays. */
const PER_PROCESS = 1_000
/** Longest that last places may take. */
const WITHIN_MS = 30_000

/** What came of a load. */
export interface CrewSaid {
  readonly phones: ReadonlyArray<PhonesSaid>
  readonly watchers: ReadonlyArray<WatchersSaid>
}

/** Telephones and watchers of rides, in processes of their own. */
export class Crew {
  readonly #phones: ReadonlyArray<ChildProcess>
  readonly #watchers: ReadonlyArray<ChildProcess>

  private constructor(phones: ReadonlyArray<ChildProcess>, watchers: ReadonlyArray<ChildProcess>) {
    this.#phones = phones
    this.#watchers = watchers
  }

  /** Starts the processes and connects everybody. */
  static async start(
    url: string,
    rides: ReadonlyArray<Ride>,
    options: { readonly seed: number; readonly seconds: number; readonly warmSeconds: number }
  ): Promise<Crew> {
    const count = Math.ceil(rides.length / PER_PROCESS)
    const start = (name: string) =>
      Array.from({ length: count }, () => fork(join(import.meta.dirname, name), [], { stdio: "inherit" }))
    const crew = new Crew(start("phones.ts"), start("watchers.ts"))
    const connect = (process: number) => ({
      connect: {
        url,
        // Neighbours in time are not neighbours in a process.
        rides: rides.filter(({ number }) => number % count === process),
        all: rides.length,
        ...options
      }
    })
    for (const [at, child] of crew.#watchers.entries()) await ask(child, connect(at) satisfies WatchersTold)
    for (const [at, child] of crew.#phones.entries()) await ask(child, connect(at) satisfies PhonesTold)
    return crew
  }

  /** Processor time of all processes so far, in ms. */
  get cpuMs(): number {
    return [...this.#phones, ...this.#watchers].reduce((sum, { pid }) => sum + processCpuMs(pid ?? 0), 0)
  }

  /** Plays a stretch; ends when the last places have arrived, or not in time. What is said counts from the beginning. */
  async ride(ride: Stretch): Promise<CrewSaid> {
    for (const child of this.#watchers) await ask(child, { ride } satisfies WatchersTold)
    const phones = await Promise.all(
      this.#phones.map((child) => ask<PhonesSaid>(child, { ride } satisfies PhonesTold))
    )
    const watchers = await Promise.all(
      this.#watchers.map((child, at) =>
        ask<WatchersSaid>(child, {
          until: { last: phones[at]?.last ?? [], withinMs: WITHIN_MS }
        } satisfies WatchersTold)
      )
    )
    return { phones, watchers }
  }

  /** Lets all telephones flood. */
  flood(flood: Flood): Promise<ReadonlyArray<FloodSaid>> {
    return Promise.all(this.#phones.map((child) => ask<FloodSaid>(child, { flood } satisfies PhonesTold)))
  }

  /** Ends the processes. */
  stop(): void {
    for (const child of [...this.#phones, ...this.#watchers]) letGo(child)
  }
}
