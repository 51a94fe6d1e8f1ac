import type { EnoughServers } from "@hotbag/sim"

/** One run of a plan, and what it did to the objectives. */
export interface Tried {
  /** Multiple of the couriers of the scenario as it was given. */
  readonly couriersX: number
  readonly couriers: number
  /** Names of objectives of the customers that were breached. */
  readonly breached: ReadonlyArray<string>
  readonly firstBreach: { readonly slo: string; readonly atMs: number } | null
}

/** What it takes to get through a scenario. */
export interface Plan {
  readonly target: string
  readonly policy: string
  readonly seed: number
  readonly commit: string
  /** As things are: the couriers that were given, and two nodes. */
  readonly without: {
    readonly nodes: number
    readonly breached: ReadonlyArray<string>
    readonly firstBreach: { readonly slo: string; readonly atMs: number } | null
  }
  /** The fewest couriers that keep every objective of the customers; null: none that was tried does. */
  readonly couriers: Tried | null
  /** Every run, by couriers. */
  readonly tried: ReadonlyArray<Tried>
  /** The fewest servers that keep every objective of theirs, in the run with these couriers; null: none do. */
  readonly servers: EnoughServers | null
  /** Nodes that are added as they are needed, where that would do too. */
  readonly scaled: { readonly min: number; readonly max: number; readonly mean: number } | null
}
