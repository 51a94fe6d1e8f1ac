import { Limits } from "@hotbag/core"
import { type Deployment, NODE_STATIONS } from "./Deployment.ts"
import { smallestWhole } from "./smallest.ts"
import type { SystemReport } from "./SystemReport.ts"

/** The least servers that keep every objective of theirs through a run. */
export interface EnoughServers {
  readonly deployment: Deployment
  /** One for each kind of server that was counted: nodes (or each station's), and processors of the database. */
  readonly parts: ReadonlyArray<EnoughOf>
}

/** How many of one kind are enough, and what would break with one less. */
export interface EnoughOf {
  readonly what: string
  readonly count: number
  /** The first objective to break with one less; null when a single one is enough. */
  readonly less: { readonly slo: string; readonly atMs: number } | null
}

/** Beyond what anybody would run: whatever else is too few shows. */
const PLENTY = 256

/**
 * Looks for the fewest nodes of a fixed number, then for the fewest processors of the database beside them. Each kind is
 * counted while there is plenty of the others; together they are tried again, and one of each is added until they do.
 * Null when not even plenty is enough. Each question is a pass over the run's tasks, not a run.
 */
export const enoughServers = (
  serve: (deployment: Deployment) => SystemReport,
  base: Deployment
): EnoughServers | null => {
  const plenty: Deployment = { ...fixed(base, PLENTY), databaseCores: Math.min(Limits.servingCores, PLENTY) }
  const keeps = (deployment: Deployment) => serve(deployment).slos.every(({ met }) => met)
  const kinds: ReadonlyArray<Kind> =
    base.stations === "together"
      ? [{ what: "nodes", with: (deployment, count) => fixed(deployment, count) }, database]
      : [...NODE_STATIONS.map(station), database]
  const counts: Array<number> = []
  for (const kind of kinds) {
    const count = smallestWhole((tried) => keeps(kind.with(plenty, tried)), 1, PLENTY)
    if (count === null) return null
    counts.push(count)
  }
  const together = () => kinds.reduce((sofar, kind, i) => kind.with(sofar, counts[i] ?? 1), plenty)
  while (!keeps(together())) {
    if (counts.some((count) => count >= PLENTY)) return null
    counts.forEach((count, i) => (counts[i] = count + 1))
  }
  const deployment = together()
  return {
    deployment,
    parts: kinds.map((kind, i): EnoughOf => {
      const count = counts[i] ?? 1
      return {
        what: kind.what,
        count,
        less: count === 1 ? null : firstOf(serve(kind.with(deployment, count - 1)))
      }
    })
  }
}

/** A kind of server that there may be more or fewer of. */
interface Kind {
  readonly what: string
  readonly with: (deployment: Deployment, count: number) => Deployment
}

const database: Kind = {
  what: "processors of the database",
  with: (deployment, count) => ({ ...deployment, databaseCores: count })
}

const station = (name: (typeof NODE_STATIONS)[number]): Kind => ({
  what: `nodes for ${name}`,
  with: (deployment, count) => ({
    ...deployment,
    nodesOf: { ...deployment.nodesOf, [name]: { min: count, max: count } }
  })
})

const fixed = (deployment: Deployment, count: number): Deployment => ({
  ...deployment,
  nodes: { min: count, max: count }
})

const firstOf = ({ slos }: SystemReport): EnoughOf["less"] => {
  let first: EnoughOf["less"] = null
  for (const { name, spentAtMs } of slos) {
    if (spentAtMs !== null && (first === null || spentAtMs < first.atMs))
      first = { slo: name, atMs: spentAtMs }
  }
  return first
}
