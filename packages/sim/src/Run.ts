import type { DispatchPolicy } from "@hotbag/dispatch"
import type { CouriersNeeded } from "./report/couriersNeeded.ts"
import type { LogEntry } from "./report/LogEntry.ts"
import type { Progress } from "./report/Progress.ts"
import type { RunRecord } from "./report/record/RunRecord.ts"
import type { Report } from "./report/Report.ts"
import type { Standing } from "./report/standing.ts"
import type { Calibration } from "./serving/Calibration.ts"
import type { Deployment } from "./serving/Deployment.ts"
import type { Served } from "./serving/serveWorkload.ts"
import type { SystemMinute } from "./serving/SystemReport.ts"
import type { Behaviour } from "./world/behaviour.ts"
import type { City } from "./world/City.ts"
import type { Decider } from "./world/DecisionTape.ts"

/** What one run needs besides the city. */
export interface RunOptions {
  readonly city: City
  readonly policy: DispatchPolicy
  /** The policy of each region by its number, where an experiment gives regions different ones; `policy` names the run. */
  readonly policyOf?: (region: number) => DispatchPolicy
  /** Replaces who decides in a region, such as by a tape of decisions; `usual` makes the region's own dispatcher. */
  readonly dispatcherOf?: (region: number, usual: () => Decider) => Decider
  /** Non-negative safe integer. */
  readonly seed: number
  /** Version of the code, for the report. */
  readonly commit: string
  /** What to keep in mind when reading the run's figures, in words: they are repeated in its report. */
  readonly cautions?: ReadonlyArray<string>
  /** Replaces how people behave: given what they usually do, returns what they do instead; pure, like all of it. */
  readonly people?: (usual: Behaviour) => Behaviour
  /** Called for every event in order; leave out for speed. */
  readonly log?: (entry: LogEntry) => void
  /**
   * Every run is watched for its essential invariants (`Report.invariants`), which costs a few per cent. `all`: by every
   * checker of `makeCheckers` too, which takes about half as long as the run again.
   */
  readonly check?: "essential" | "all"
  /** Wall clock in ms, for `eventsPerSecond` and the times of rounds only; without it they are NaN. */
  readonly wallClock?: () => number
  /** How often the run is looked at for its record, simulated ms (see `recordIntervalMs`); leave out for none. */
  readonly recordEveryMs?: number
  /** Called before each round with how many deliveries wait for it; `Run.roundsMs` has the same sequence. */
  readonly onRound?: (waiting: number) => void
  /** Servers to put the run through when it is over; without them `Report.system` is null. The history is the same. */
  readonly serving?: Serving
}

/** What the run's marketplace is served by. */
export interface Serving {
  readonly calibration: Calibration
  readonly deployment: Deployment
}

/** A simulation that can be played in slices, so that a screen can be drawn in between. */
export interface Run {
  readonly done: boolean
  /** Plays everything up to and including `untilMs` (simulated); `Infinity` plays to the end. */
  readonly advance: (untilMs: number) => void
  readonly progress: () => Progress
  /** How the objectives of the customers stand: what is broken for certain shows before the run is done. */
  readonly standings: () => ReadonlyArray<Standing>
  /** What the busiest half hour needs, judged by the work so far; null: nothing was delivered yet. */
  readonly couriersNeeded: () => CouriersNeeded | null
  /** Only when `done`. @throws InvariantViolation before. */
  readonly report: () => Report
  /** How the run went so far, over time. Only with `recordEveryMs`. @throws InvariantViolation without. */
  readonly record: () => RunRecord
  /** Trips driven to their end so far, in the order in which they ended. */
  readonly trips: () => ReadonlyArray<DrivenTrip>
  /** What each round of dispatch so far took by the wall clock, in ms, all regions, in sequence; 0 without a clock. */
  readonly roundsMs: () => ReadonlyArray<number>
  /** The run's own servers, minute by minute; null without them, or before the run is done. */
  readonly systemMinutes: () => ReadonlyArray<SystemMinute> | null
  /** The finished run put through other servers than its own: another deployment costs no other run. Only with `serving`. */
  readonly servedBy: (serving: Serving) => Served
}

/** One trip as it was driven: all that a solution file needs. Indexes into the city's lists. */
export interface DrivenTrip {
  readonly courier: number
  readonly restaurant: number
  readonly assignedAtMs: number
  readonly departedAtMs: number
  /** Where the courier left from: its on-location (`start`), or the door of an order or a restaurant. */
  readonly from:
    | { readonly kind: "start" }
    | { readonly kind: "order"; readonly order: number }
    | { readonly kind: "restaurant"; readonly restaurant: number }
  /** At `restaurant`; before `departedAtMs` when the courier was waiting there already. */
  readonly arrivedAtMs: number
  readonly pickedUpAtMs: number
  readonly leftRestaurantAtMs: number
  /** The other restaurant of the bundle, visited after `restaurant`. Never in a trip of a Grubhub day. */
  readonly second?: {
    readonly restaurant: number
    readonly arrivedAtMs: number
    readonly pickedUpAtMs: number
    readonly leftAtMs: number
  }
  /** In sequence. `leftAtMs` is when the courier went on. */
  readonly drops: ReadonlyArray<{
    readonly order: number
    readonly arrivedAtMs: number
    readonly droppedOffAtMs: number
    readonly leftAtMs: number
  }>
}
