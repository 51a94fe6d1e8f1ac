import { at } from "@hotbag/core"
import type { City } from "../world/City.ts"

/** What a marketplace's servers are asked to do in a run, besides positions and people who only look. */
export const Task = {
  /** `POST /orders`. */
  place: 0,
  /** Any other request that changes an order or a delivery. */
  command: 1,
  /** An offer that dispatch writes. */
  offer: 2,
  /** A round of dispatch; its size is how many deliveries wait. */
  round: 3,
  /** `POST /orders` that is answered with 503, since the store is away; the customer tries again. */
  refusedPlace: 4,
  /** Any other request, likewise. */
  refusedCommand: 5,
  /** A courier's app has a connection again. */
  connect: 6
} as const

/** Tasks of a run in sequence of time, 10 bytes each. */
export interface Workload {
  readonly count: number
  /** Whole ms since the midnight that starts the day. */
  readonly timesMs: Uint32Array
  readonly tasks: Uint8Array
  readonly regions: Uint8Array
  /** Of a round how many deliveries wait; of everything else which order it is about, or which courier's app. */
  readonly sizes: Int32Array
}

/** Takes down tasks as a run goes on. */
export interface WorkloadBook {
  /** Something happened to an order; what that means for the servers is known by its type. */
  readonly event: (type: string, atMs: number, order: number) => void
  readonly round: (atMs: number, region: number, waiting: number) => void
  readonly workload: () => Workload
}

/**
 * What the servers are asked for by an event of the run. Events that are left out happen inside the commit of another
 * one, or because of it (payment, notices): the work of those is in what a command costs *after* its answer.
 */
const TASK_OF: Readonly<Record<string, number>> = {
  OrderPlaced: Task.place,
  PlacementRefused: Task.refusedPlace,
  OrderConfirmed: Task.command,
  OrderRejected: Task.command,
  OrderCancelled: Task.command,
  PreparationStarted: Task.command,
  FoodReady: Task.command,
  DeliveryOffered: Task.offer,
  OfferAccepted: Task.command,
  OfferRejected: Task.command,
  OfferTimedOut: Task.command,
  OfferWithdrawn: Task.offer,
  CourierAtRestaurant: Task.command,
  DeliveryPickedUp: Task.command,
  CourierAtCustomer: Task.command,
  DeliveryCompleted: Task.command,
  DeliveryReassigned: Task.command
}

/** A book for a city's run; room is doubled as it fills. */
export const makeWorkloadBook = (city: City): WorkloadBook => {
  let room = 1_024 + city.orders.length * 12
  let timesMs = new Uint32Array(room)
  let tasks = new Uint8Array(room)
  let regions = new Uint8Array(room)
  let sizes = new Int32Array(room)
  let count = 0
  const regionOf = Uint8Array.from(city.orders, ({ restaurant }) => at(city.restaurants, restaurant).region)
  const grow = () => {
    room *= 2
    const grown = { timesMs: new Uint32Array(room), tasks: new Uint8Array(room) }
    const more = { regions: new Uint8Array(room), sizes: new Int32Array(room) }
    grown.timesMs.set(timesMs)
    grown.tasks.set(tasks)
    more.regions.set(regions)
    more.sizes.set(sizes)
    ;({ tasks, timesMs } = grown)
    ;({ regions, sizes } = more)
  }
  const add = (task: number, atMs: number, region: number, size: number) => {
    if (count === room) grow()
    timesMs[count] = atMs
    tasks[count] = task
    regions[count] = region
    sizes[count] = size
    count++
  }
  return {
    event: (type, atMs, order) => {
      const task = TASK_OF[type]
      if (task !== undefined) add(task, atMs, regionOf[order] ?? 0, order)
    },
    round: (atMs, region, waiting) => add(Task.round, atMs, region, waiting),
    workload: () => ({ count, timesMs, tasks, regions, sizes })
  }
}
