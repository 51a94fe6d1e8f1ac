import type { EnoughServers } from "@hotbag/sim"

/** One run of a plan, and what it did to the objectives of the customers. */
export interface Tried {
  /** Multiple of the couriers of the scenario as it was given. */
  readonly couriersX: number
  readonly couriers: number
  /** Names of those that were broken, as far as the run was played. */
  readonly breached: ReadonlyArray<string>
  /** Of them, those that more couriers would help; the others break because food is ready too late. */
  readonly missing: ReadonlyArray<string>
  readonly firstBreach: { readonly slo: string; readonly atMs: number } | null
  /** Where the run was given up, since couriers were too few for certain; null: it was played to its end. */
  readonly stoppedAtMs: number | null
}

/** What it takes to get through a scenario. */
export interface Plan {
  readonly target: string
  readonly policy: string
  readonly seed: number
  readonly commit: string
  /** As things are: the couriers that were given; and two nodes, in the run that `servers` is about. */
  readonly without: {
    readonly nodes: number
    readonly breached: ReadonlyArray<string>
    readonly firstBreach: { readonly slo: string; readonly atMs: number } | null
  }
  /**
   * The fewest couriers that keep every objective of the customers that couriers can keep; `breached` names those that no
   * number of them does. Null: none that was tried does.
   */
  readonly couriers: Tried | null
  /** How finely multiples of the couriers were told apart, relative. */
  readonly precision: number
  /** Every run, by couriers. */
  readonly tried: ReadonlyArray<Tried>
  /** The fewest servers that keep every objective of theirs, in the run with these couriers; null: none do. */
  readonly servers: EnoughServers | null
  /** Nodes that are added as they are needed, where that would do too. */
  readonly scaled: { readonly min: number; readonly max: number; readonly mean: number } | null
}
