import { at } from "@hotbag/core"
import type { World } from "../world/World.ts"
import type { ObjectiveTracker } from "./ObjectiveTracker.ts"

/** How an objective of the customers stands, and what is certain already while the run goes on. */
export interface Standing {
  readonly slo: string
  /** Orders that are judged by it: all that the city will place as long as the run goes on. */
  readonly judged: number
  /** How many of them it allows to be bad. */
  readonly allowed: number
  readonly bad: number
  /** Of them, those that were bad before a courier could have a part in it: their food was ready too late. */
  readonly hopeless: number
  /** End of the minute in which more were bad than are allowed; null: the objective is not broken (yet). */
  readonly spentAtMs: number | null
}

/** Every objective as it stands. What is broken in it stays broken, however the run goes on. O(minutes of the run). */
export const standings = ({ city, recorder }: World, done: boolean): ReadonlyArray<Standing> =>
  recorder.trackers.map((tracker, i) => {
    const { good, name, total } = tracker.result()
    const judged = done ? total : city.orders.length
    return {
      slo: name,
      judged,
      allowed: tracker.allowedOf(judged),
      bad: total - good,
      hopeless: at(recorder.hopeless, i),
      spentAtMs: spentAtMs(city, tracker) ?? (done ? tracker.spentAtMs(total) : null)
    }
  })

/**
 * When an objective is broken, for reports of finished runs as for runs that go on: end of the minute in which more orders were bad than it
 * allows of all that the city places. From then on nothing that comes later mends it. Null: it is not, or only because orders
 * that say nothing about it, the cancelled ones, leave it less than that.
 */
export const spentAtMs = ({ orders }: World["city"], tracker: ObjectiveTracker): number | null =>
  tracker.spentAtMs(orders.length)

/** No number of couriers keeps it: food that was ready too late is more than it allows. */
export const isBeyondCouriers = ({ allowed, hopeless }: Standing): boolean => hopeless > allowed

/** Broken, and not for what kitchens did alone: with more couriers it might be kept. */
export const isShortOfCouriers = (standing: Standing): boolean =>
  standing.spentAtMs !== null && !isBeyondCouriers(standing)

/** The same before the run is done: kitchens had no part in it, so nothing that comes later puts the blame on them. */
export const isCertainlyShortOfCouriers = ({ hopeless, spentAtMs }: Standing): boolean =>
  spentAtMs !== null && hopeless === 0
