import type { EnoughServers } from "@hotbag/sim"
import { Schema } from "effect"

const Breach = Schema.NullOr(Schema.Struct({ slo: Schema.String, atMs: Schema.Number }))
const Names = Schema.Array(Schema.String)

/** One run of a plan, and what it did to the objectives of the customers. */
export const Tried = Schema.Struct({
  seed: Schema.Number,
  /** Multiple of the couriers of the scenario as it was given. */
  couriersX: Schema.Number,
  couriers: Schema.Number,
  /** Names of those that were broken, as far as the run was played. */
  breached: Names,
  /** Of them, those that more couriers would help; the others break because food is ready too late. */
  missing: Names,
  firstBreach: Breach,
  /** Where the run was given up, since couriers were too few for certain; null: it was played to its end. */
  stoppedAtMs: Schema.NullOr(Schema.Number),
  /** The multiple that would do, as this run guesses it from its work (`couriersNeeded`); null: it cannot tell. */
  likelyX: Schema.NullOr(Schema.Number)
})
/** @see Tried */
export type Tried = typeof Tried.Type

const Instances = Schema.Struct({ min: Schema.Number, max: Schema.Number })
const Stations = Schema.Struct({
  api: Schema.optionalKey(Instances),
  relay: Schema.optionalKey(Instances),
  dispatch: Schema.optionalKey(Instances),
  sockets: Schema.optionalKey(Instances)
})
const Enough = Schema.Struct({
  deployment: Schema.Struct({
    stations: Schema.Literals(["together", "apart"]),
    nodes: Instances,
    nodesOf: Schema.optionalKey(Stations),
    cores: Schema.Number,
    shards: Schema.Number,
    databaseCores: Schema.Number,
    targetCpu: Schema.Number,
    waitingPerCore: Schema.Number
  }),
  parts: Schema.Array(Schema.Struct({ what: Schema.String, count: Schema.Number, less: Breach }))
})

/** What servers a finished run needs. */
export const Needs = Schema.Struct({
  /** The fewest that keep every objective of theirs; null: none do. */
  servers: Schema.NullOr(Enough),
  /** Nodes that are added as they are needed, where that would do too. */
  scaled: Schema.NullOr(Schema.Struct({ min: Schema.Number, max: Schema.Number, mean: Schema.Number })),
  /** What breaks with so many nodes. */
  without: Schema.Struct({ nodes: Schema.Number, breached: Names, firstBreach: Breach })
})
/** @see Needs */
export type Needs = typeof Needs.Type

/** What it takes to get through a scenario. */
export interface Plan {
  readonly target: string
  readonly policy: string
  /** The first of the seeds. */
  readonly seed: number
  readonly commit: string
  /** As things are: the couriers that were given, with the first seed; and two nodes, in the run that `servers` is about. */
  readonly without: Needs["without"]
  /**
   * The fewest couriers that keep every objective of the customers that couriers can keep, for as many seeds as was asked; `breached`
   * names those that no number of them does. Null: none that was tried does, up to `most` of what there are.
   */
  readonly couriers: Pick<Tried, "couriersX" | "couriers" | "breached" | "firstBreach"> | null
  /** Greatest multiple that was looked at. */
  readonly most: number
  /** How finely multiples of the couriers were told apart, relative. */
  readonly precision: number
  /** How the answer stands other luck. */
  readonly luck: Luck
  /** Every run, by seed and couriers. */
  readonly tried: ReadonlyArray<Tried>
  /** The fewest servers that keep every objective of theirs, in the run with `serversOf`; null: none do. */
  readonly servers: EnoughServers | null
  /** The run that servers are counted in: the first seed's with enough couriers, or else the largest tried, played to its end. */
  readonly serversOf: Pick<Tried, "seed" | "couriersX" | "couriers">
  /** Nodes that are added as they are needed, where that would do too. */
  readonly scaled: Needs["scaled"]
}

/** The same fleet with other luck. */
export interface Luck {
  /** Seeds that were played. */
  readonly seeds: number
  /** How many of them keep the objectives with the couriers of the plan; 0 without a plan. */
  readonly kept: number
  /** Share of the seeds that was asked to keep them. */
  readonly share: number
  /** The least fleet of each seed by itself; `couriersX` null: none that was tried. */
  readonly least: ReadonlyArray<{
    readonly seed: number
    readonly couriersX: number | null
    readonly couriers: number | null
  }>
}
