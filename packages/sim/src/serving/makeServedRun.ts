import { at, invariant, MINUTE_MS } from "@hotbag/core"
import type { Run, RunOptions, Serving } from "../Run.ts"
import type { World } from "../world/World.ts"
import { servingFaultsOf } from "./faults/ServingFaults.ts"
import { enoughServers } from "./enoughServers.ts"
import { fleetActivity } from "./fleetActivity.ts"
import { menuReadsOf } from "./menuReadsOf.ts"
import { type Served, serveWorkload } from "./serveWorkload.ts"
import type { SystemReport } from "./SystemReport.ts"
import { makeWorkloadBook, type WorkloadBook } from "./Workload.ts"

/** A run whose servers are simulated once it is over. */
export interface ServedRun {
  /** To be told of everything as it happens. */
  readonly book: WorkloadBook
  /** The run through its own servers; worked out once. */
  readonly own: (world: World) => Served
  /** The run through others. */
  readonly by: (world: World, serving: Serving) => Served
}

/** Nothing has been taken down yet. */
export const makeServedRun = ({ city, policy, seed }: RunOptions, serving: Serving): ServedRun => {
  const book = makeWorkloadBook(city)
  const faults = servingFaultsOf(city)
  const menuReads = menuReadsOf(city)
  let own: Served | null = null
  const by = (world: World, { calibration, deployment }: Serving): Served => {
    const workload = book.workload()
    const lastMs = workload.count === 0 ? city.fromMs : (workload.timesMs[workload.count - 1] ?? 0)
    const firstMs = Math.min(
      city.fromMs,
      city.orders.length === 0 ? city.fromMs : at(city.orders, 0).placedAtMs
    )
    const fromMs = Math.floor(firstMs / MINUTE_MS) * MINUTE_MS
    const fleet = fleetActivity(city, world.trips, fromMs, lastMs, faults?.disconnects)
    return serveWorkload({
      workload,
      fleet,
      calibration,
      deployment,
      faults,
      menuReads,
      policy: policy.name,
      seed
    })
  }
  return {
    book,
    by,
    own: (world) => (own ??= withEnough(by(world, serving), serving, (other) => by(world, other).report))
  }
}

/** Where the servers broke their promises, how many would not have: it takes some more passes, but no other run. */
const withEnough = (
  served: Served,
  { calibration, deployment }: Serving,
  by: (serving: Serving) => SystemReport
): Served =>
  served.report.slos.every(({ met }) => met)
    ? served
    : {
        ...served,
        report: {
          ...served.report,
          enough: enoughServers((other) => by({ calibration, deployment: other }), deployment)
        }
      }

/** What a run says of its servers; `finished` is null as long as it goes on. */
export const answersOf = (
  served: ServedRun | null,
  finished: () => World | null
): Pick<Run, "servedBy" | "systemMinutes"> => ({
  systemMinutes: () => {
    const world = finished()
    return world === null || served === null ? null : served.own(world).minutes
  },
  servedBy: (serving) => {
    const world = finished()
    invariant(world !== null && served !== null, "a finished run with servers can be put through others")
    return served.by(world, serving)
  }
})
