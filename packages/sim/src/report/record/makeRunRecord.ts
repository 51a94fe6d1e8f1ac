import { f64 } from "@hotbag/core"
import type { World } from "../../world/World.ts"
import type { OrderColumns, RunRecord, RunSeries } from "./RunRecord.ts"
import type { Sampler } from "./Sampler.ts"

/** The record of a day as far as it was played; arrays are those of the run, and go on growing with it. O(orders). */
export const makeRunRecord = (world: World, sampler: Sampler): RunRecord => ({
  city: world.city,
  intervalMs: sampler.intervalMs,
  series: untilAllEnded(world, sampler.series()),
  orders: { ...world.recorder, couriers: carriers(world) },
  couriers: world.couriers.map(({ delivered, drivenMs, freedAtMs, servedMs }) => ({
    delivered,
    drivenMs,
    servedMs,
    freedAtMs: freedAtMs === -Infinity ? null : freedAtMs
  })),
  trips: world.trips,
  presence: sampler.presence()
})

const carriers = ({ city, trips }: World): OrderColumns["couriers"] => {
  const couriers = new Int32Array(city.orders.length).fill(-1)
  for (const { courier, drops } of trips) for (const { order } of drops) couriers[order] = courier
  return couriers
}

/** Couriers may stay on shift for hours after the last order: nothing to draw. */
const untilAllEnded = ({ city, recorder }: World, series: RunSeries): RunSeries => {
  let lastMs = city.toMs
  for (let order = 0; order < city.orders.length; order++) {
    if (Number.isNaN(f64(recorder.placedAtMs, order))) continue
    const endedAtMs = f64(recorder.endedAtMs, order)
    if (Number.isNaN(endedAtMs)) return series
    lastMs = Math.max(lastMs, endedAtMs)
  }
  const beyond = series.atMs.findIndex((atMs) => atMs >= lastMs)
  if (beyond < 0) return series
  const cut = (values: ReadonlyArray<number>) => values.slice(0, beyond + 1)
  const { objectives, ...columns } = series
  return {
    ...columns,
    ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, cut(values)])),
    objectives: objectives.map(({ bad, good, name }) => ({ name, good: cut(good), bad: cut(bad) }))
  }
}
