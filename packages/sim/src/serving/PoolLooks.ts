import { at } from "@hotbag/core"
import type { ScaledPool, Stations } from "./Stations.ts"
import type { PoolReport } from "./SystemReport.ts"
import { rounded } from "./rounded.ts"

/** What the looks at a pool saw. */
export interface PoolLooks {
  count: number
  instances: number
  least: number
  most: number
  utilisation: number
  busiest: number
  waitingMax: number
  hotAtMs: number | null
}

/** Nothing was looked at. */
export const noLooks = (): PoolLooks => ({
  count: 0,
  instances: 0,
  least: Infinity,
  most: 0,
  utilisation: 0,
  busiest: 0,
  waitingMax: 0,
  hotAtMs: null
})

/** Looks at every pool, takes down what is seen, and lets the scalers decide. */
export const lookAtPools = (
  stations: Stations,
  looks: ReadonlyArray<PoolLooks>,
  atMs: number,
  targetCpu: number
): void => {
  const before = stations.pools.map(instancesOf)
  const waiting = stations.pools.map(({ pool }) => pool.waiting(atMs))
  stations.look(atMs)
  stations.pools.forEach(({ utilisation }, index) => {
    const seen = at(looks, index)
    const instances = at(before, index)
    seen.count++
    seen.instances += instances
    seen.least = Math.min(seen.least, instances)
    seen.most = Math.max(seen.most, instances)
    seen.utilisation += utilisation
    seen.busiest = Math.max(seen.busiest, utilisation)
    seen.waitingMax = Math.max(seen.waitingMax, at(waiting, index))
    if (utilisation > targetCpu) seen.hotAtMs ??= atMs
  })
}

/** How many there are; none of a database that is lost. */
export const instancesOf = ({ cores, fixed, lost, pool, scaler }: ScaledPool): number =>
  scaler === null && lost === fixed ? 0 : pool.processors / cores

/** A pool over the run. */
export const poolReport = (name: string, seen: PoolLooks): PoolReport => ({
  name,
  instances: {
    min: seen.count === 0 ? 0 : seen.least,
    mean: rounded(seen.instances / Math.max(1, seen.count)),
    max: seen.most
  },
  utilisationMean: rounded(seen.utilisation / Math.max(1, seen.count)),
  utilisationMax: rounded(seen.busiest),
  waitingMax: seen.waitingMax,
  hotAtMs: seen.hotAtMs
})
