import { at, invariant, type LatLng } from "@hotbag/core"
import type { World } from "../../world/World.ts"
import type { Presence, RunSeries } from "./RunRecord.ts"

/** Looks at a running day every now and then, and remembers what it saw. */
export interface Sampler {
  readonly intervalMs: number
  /** When to look next. */
  readonly nextMs: () => number
  /** Looks now; everything up to `nextMs` has happened. O(couriers + restaurants). */
  readonly take: () => void
  readonly series: () => RunSeries
  readonly presence: () => ReadonlyArray<Presence>
}

/** A sampler that has seen nothing yet. */
export const makeSampler = (world: World, intervalMs: number): Sampler => {
  invariant(intervalMs >= 1, "a run is looked at in steps of a millisecond at least", { intervalMs })
  const columns = noColumns(world)
  const places = new Map<LatLng, Place>()
  let nextMs = world.city.fromMs
  return {
    intervalMs,
    nextMs: () => nextMs,
    take: () => {
      const { counts, trackers } = world.recorder
      columns.atMs.push(nextMs)
      columns.placed.push(counts.placed)
      columns.delivered.push(counts.delivered)
      columns.cancelled.push(counts.cancelled)
      columns.lost.push(counts.lost)
      columns.waiting.push(world.dispatch.waiting())
      columns.kitchenQueue.push(world.kitchens.queued())
      lookAtCouriers(world, columns, places)
      trackers.forEach((tracker, i) => {
        const { good, total } = tracker.result()
        at(columns.objectives, i).good.push(good)
        at(columns.objectives, i).bad.push(total - good)
      })
      nextMs += intervalMs
    },
    series: () => columns,
    presence: () =>
      [...places].map(([position, { busy, idle, region }]) => ({
        position,
        region,
        idleMs: idle * intervalMs,
        busyMs: busy * intervalMs
      }))
  }
}

/** Looks at couriers who stood at a place, or were on their way from it. */
interface Place {
  readonly region: number
  idle: number
  busy: number
}

const noColumns = (world: World) => {
  const column = (): Array<number> => []
  return {
    atMs: column(),
    placed: column(),
    delivered: column(),
    cancelled: column(),
    lost: column(),
    waiting: column(),
    kitchenQueue: column(),
    idle: column(),
    toRestaurant: column(),
    atRestaurant: column(),
    toCustomer: column(),
    objectives: world.recorder.trackers.map(({ slo }) => ({ name: slo.name, good: column(), bad: column() }))
  }
}

/** Positions are told apart by identity: couriers stand at doors and restaurants of the city, which are objects of it. */
const lookAtCouriers = (
  { city, couriers }: World,
  columns: ReturnType<typeof noColumns>,
  places: Map<LatLng, Place>
): void => {
  const count = { idle: 0, "to-restaurant": 0, "at-restaurant": 0, "to-customer": 0, "at-customer": 0 }
  for (let courier = 0; courier < couriers.length; courier++) {
    const { phase, position } = at(couriers, courier)
    if (phase === "offline") continue
    count[phase]++
    let place = places.get(position)
    if (place === undefined) {
      place = { region: at(city.couriers, courier).region, idle: 0, busy: 0 }
      places.set(position, place)
    }
    if (phase === "idle") place.idle++
    else place.busy++
  }
  columns.idle.push(count.idle)
  columns.toRestaurant.push(count["to-restaurant"])
  columns.atRestaurant.push(count["at-restaurant"])
  columns.toCustomer.push(count["to-customer"] + count["at-customer"])
}
