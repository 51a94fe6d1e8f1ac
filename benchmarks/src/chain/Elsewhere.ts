import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { heard, letGo } from "../ask.ts"
import { Crew } from "./Crew.ts"
import type { Ride } from "./Ride.ts"

/** Telephones and watchers like those of the server, on one that only passes on where couriers are: what the rest of the machine has to do without ours. */
export class Elsewhere {
  readonly crew: Crew
  readonly #server: ChildProcess

  private constructor(server: ChildProcess, crew: Crew) {
    this.#server = server
    this.crew = crew
  }

  /** Starts the processes, and connects everybody. */
  static async start(
    rides: ReadonlyArray<Ride>,
    options: Parameters<typeof Crew.start>[2]
  ): Promise<Elsewhere> {
    const server = fork(join(import.meta.dirname, "elsewhereServer.ts"), [], { stdio: "inherit" })
    const { url } = await heard<{ readonly url: string }>(server)
    const numbered = rides.map((ride): Ride => {
      const number = String(ride.number)
      return { ...ride, courierId: number, courierToken: number, deliveryId: number, customerToken: number }
    })
    return new Elsewhere(server, await Crew.start(url, numbered, options))
  }

  /** Ends the processes. */
  stop(): void {
    this.crew.stop()
    letGo(this.#server)
  }
}
