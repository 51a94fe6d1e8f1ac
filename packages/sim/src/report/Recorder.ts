import { at, f64, Vehicle } from "@hotbag/core"
import type { City } from "../world/City.ts"
import { type Objective, OBJECTIVES, type OrderTimes } from "./objectives.ts"
import { ObjectiveTracker } from "./ObjectiveTracker.ts"

/** Keeps the moments of every order and judges the objectives as orders end. */
export interface Recorder {
  readonly placedAtMs: Float64Array
  readonly confirmedAtMs: Float64Array
  readonly readyAtMs: Float64Array
  readonly firstOfferAtMs: Float64Array
  readonly assignedAtMs: Float64Array
  readonly pickedUpAtMs: Float64Array
  readonly deliveredAtMs: Float64Array
  /** What preparation takes, from when it began. */
  readonly takesMs: Float64Array
  /** However it ended; NaN: it has not. */
  readonly endedAtMs: Float64Array
  /** Index into `OUTCOMES`. */
  readonly outcomes: Uint8Array
  readonly counts: Counts
  /** One per entry of `OBJECTIVES`. */
  readonly trackers: ReadonlyArray<ObjectiveTracker>
  /** For each of them, how many orders no courier could have made good. */
  readonly hopeless: Array<number>
  /** The order has ended: delivered, cancelled or lost. */
  readonly ended: (order: number, atMs: number, outcome: "delivered" | "cancelled" | "lost") => void
}

/** What has become of an order, as `Recorder.outcomes` counts it. */
export const OUTCOMES = ["open", "delivered", "cancelled", "lost"] as const
/** One of `OUTCOMES`. */
export type Outcome = (typeof OUTCOMES)[number]

/** Plain counters of a run. */
export interface Counts {
  /** Domain events: of orders, and of deliveries. */
  events: number
  placed: number
  delivered: number
  cancelled: number
  lost: number
  lostUnconfirmed: number
  offers: number
  offersRejected: number
  offersTimedOut: number
  escalations: number
  complaints: number
  goneHome: number
  relocations: number
  trips: number
  tripOrders: number
}

/** Nothing has happened yet. */
export const makeRecorder = (city: City): Recorder => {
  const moments = () => new Float64Array(city.orders.length).fill(Number.NaN)
  const recorder = {
    placedAtMs: moments(),
    confirmedAtMs: moments(),
    readyAtMs: moments(),
    firstOfferAtMs: moments(),
    assignedAtMs: moments(),
    pickedUpAtMs: moments(),
    deliveredAtMs: moments(),
    takesMs: moments(),
    endedAtMs: moments(),
    outcomes: new Uint8Array(city.orders.length)
  }
  const counts: Counts = {
    events: 0,
    placed: 0,
    delivered: 0,
    cancelled: 0,
    lost: 0,
    lostUnconfirmed: 0,
    offers: 0,
    offersRejected: 0,
    offersTimedOut: 0,
    escalations: 0,
    complaints: 0,
    goneHome: 0,
    relocations: 0,
    trips: 0,
    tripOrders: 0
  }
  const trackers = OBJECTIVES.map((objective) => new ObjectiveTracker(objective.slo))
  const hopeless = OBJECTIVES.map(() => 0)
  const timesOf = (order: number, lost: boolean): OrderTimes => ({
    placedAtMs: f64(recorder.placedAtMs, order),
    promisedAtMs: at(city.orders, order).promisedAtMs,
    confirmedAtMs: f64(recorder.confirmedAtMs, order),
    readyAtMs: f64(recorder.readyAtMs, order),
    firstOfferAtMs: f64(recorder.firstOfferAtMs, order),
    assignedAtMs: f64(recorder.assignedAtMs, order),
    pickedUpAtMs: f64(recorder.pickedUpAtMs, order),
    deliveredAtMs: f64(recorder.deliveredAtMs, order),
    endedAtMs: f64(recorder.endedAtMs, order),
    lost
  })
  return {
    ...recorder,
    counts,
    trackers,
    hopeless,
    ended: (order, atMs, outcome) => {
      counts[outcome]++
      recorder.endedAtMs[order] = atMs
      recorder.outcomes[order] = OUTCOMES.indexOf(outcome)
      const times = timesOf(order, outcome === "lost")
      if (outcome === "lost" && Number.isNaN(times.confirmedAtMs)) counts.lostUnconfirmed++
      OBJECTIVES.forEach((objective, i) => {
        const good = objective.judge(times)
        if (good !== null) at(trackers, i).record(atMs, good)
        if (good === false && isHopeless(objective, times, city, order)) hopeless[i] = at(hopeless, i) + 1
      })
    }
  }
}

/** Bad even with a courier who stands at the counter when the food is ready and rides straight to the door. */
const isHopeless = ({ judge }: Objective, times: OrderTimes, city: City, order: number): boolean => {
  const { readyAtMs } = times
  if (Number.isNaN(readyAtMs)) return false
  const atOnce = { assignedAtMs: readyAtMs, pickedUpAtMs: readyAtMs, lost: false }
  return judge({ ...times, ...atOnce, deliveredAtMs: readyAtMs + rideMsOf(city, order, readyAtMs) }) === false
}

/** From the counter to the door, by the fastest that there may be. */
const rideMsOf = ({ orders, restaurants, travel }: City, order: number, readyAtMs: number): number => {
  const { dropoff, restaurant } = at(orders, order)
  const { position } = at(restaurants, restaurant)
  return Math.min(
    ...Vehicle.literals.map((vehicle) => travel.durationMs(position, dropoff, vehicle, readyAtMs))
  )
}
