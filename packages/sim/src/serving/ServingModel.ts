import { makeStream, type Stream } from "../kernel/streams.ts"
import type { Calibration } from "./Calibration.ts"
import { asSent } from "./faults/asSent.ts"
import { Breaker } from "./faults/Breaker.ts"
import { noneFelt, type FeltByServers } from "./faults/FeltByServers.ts"
import { Outbox } from "./faults/Outbox.ts"
import type { ServingFaults } from "./faults/ServingFaults.ts"
import { type Deployment, TRAFFIC, type Traffic } from "./Deployment.ts"
import type { FleetActivity } from "./fleetActivity.ts"
import { InFlight } from "./InFlight.ts"
import { type Kind, kindsOf, roundTimesOf } from "./kinds.ts"
import { MenuCaches, type MenuReads } from "./MenuCaches.ts"
import { noLooks, type PoolLooks } from "./PoolLooks.ts"
import { makeStations, type Stations } from "./Stations.ts"
import { SystemFigures } from "./SystemFigures.ts"
import { type DrawTable, unitTimes } from "./UnitTimes.ts"
import type { Workload } from "./Workload.ts"

/** What the servers of a marketplace are put through. */
export interface ServingInput {
  readonly workload: Workload
  readonly fleet: FleetActivity
  readonly calibration: Calibration
  readonly deployment: Deployment
  /** The policy whose rounds are in the workload. */
  readonly policy: string
  readonly seed: number
  /** Whose menus are read; left out: nobody knows, and none is kept. */
  readonly menuReads?: MenuReads
  /** What fails while it is served; left out where nothing does. */
  readonly faults?: ServingFaults | null
  /** `TRAFFIC` unless given. */
  readonly traffic?: Traffic
}

/** Everything that lives while a workload is served. */
export interface ServingModel {
  readonly input: ServingInput
  readonly fleet: FleetActivity
  /** In the sequence in which it was sent. */
  readonly workload: Workload
  readonly faults: ServingFaults | null
  readonly traffic: Traffic
  readonly kinds: ReadonlyArray<Kind>
  readonly flight: InFlight
  readonly stations: Stations
  readonly figures: SystemFigures
  readonly service: DrawTable
  readonly round: ReturnType<typeof roundTimesOf>
  readonly draws: {
    readonly service: Stream
    readonly latency: Stream
    readonly moment: Stream
    readonly menus: Stream
  }
  readonly looks: Array<PoolLooks>
  readonly outbox: Outbox
  /** By event loop: what stands before the gateway. */
  readonly breakerOf: (loop: number) => Breaker
  readonly felt: FeltByServers
  /** Regions that have lost their node for now. */
  lost: ReadonlyArray<number>
  /** Calls that wait for a slow database. */
  calls: number
  /** Orders that were turned away at first: who looked around for them is not counted again. */
  readonly turnedAway: Set<number>
  readonly menus: MenuCaches
  /** Reads since the last second whose latency is known already. */
  readsApart: number
  /** Next task of the workload. */
  next: number
  number: number
  /** Placements since the last second, and searches owed for them. */
  placed: number
  nearbyOwed: number
  readsOwed: number
  messages: number
  degradedMs: number
  /** Pieces in flight that are only looks. */
  probes: number
  endMs: number
}

/** Nothing has been served yet. */
export const beginServing = (input: ServingInput): ServingModel => {
  const { calibration, deployment, faults = null, fleet, policy, seed, traffic = TRAFFIC } = input
  const stations = makeStations(deployment, fleet.fromMs, calibration.startMs)
  return {
    input,
    fleet,
    workload: faults === null ? input.workload : asSent(input.workload, faults, seed),
    faults,
    traffic,
    kinds: kindsOf(calibration, traffic),
    flight: new InFlight(),
    stations,
    figures: new SystemFigures(),
    service: unitTimes(calibration.variation),
    round: roundTimesOf(calibration, policy),
    draws: {
      service: makeStream(seed, "serving.service"),
      latency: makeStream(seed, "serving.latency"),
      moment: makeStream(seed, "serving.moment"),
      menus: makeStream(seed, "serving.menus")
    },
    looks: stations.pools.map(noLooks),
    outbox: new Outbox(),
    breakerOf: breakers(),
    felt: noneFelt(),
    lost: [],
    calls: 0,
    turnedAway: new Set(),
    menus: new MenuCaches(),
    readsApart: 0,
    next: 0,
    number: 0,
    placed: 0,
    nearbyOwed: 0,
    readsOwed: 0,
    messages: 0,
    degradedMs: 0,
    probes: 0,
    endMs: fleet.fromMs
  }
}

const breakers = (): ((loop: number) => Breaker) => {
  const known = new Map<number, Breaker>()
  return (loop) => {
    const breaker = known.get(loop) ?? new Breaker()
    known.set(loop, breaker)
    return breaker
  }
}
