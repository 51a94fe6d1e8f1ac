import type { LatLng } from "@hotbag/core"
import type { DrivenTrip } from "../../Run.ts"
import type { City } from "../../world/City.ts"
import type { Recorder } from "../Recorder.ts"

/** How a run went over time, and what became of every order and courier: all that a picture or a table of it needs. */
export interface RunRecord {
  readonly city: City
  /** Simulated time between two looks, ms. */
  readonly intervalMs: number
  readonly series: RunSeries
  readonly orders: OrderColumns
  /** By index into `City.couriers`. */
  readonly couriers: ReadonlyArray<CourierFigures>
  /** In the order in which they ended. */
  readonly trips: ReadonlyArray<DrivenTrip>
  readonly presence: ReadonlyArray<Presence>
}

/** One value for each look at the run, the first at the begin of demand. Columns of one length. */
export interface RunSeries {
  readonly atMs: ReadonlyArray<number>
  /** Orders so far. */
  readonly placed: ReadonlyArray<number>
  readonly delivered: ReadonlyArray<number>
  readonly cancelled: ReadonlyArray<number>
  readonly lost: ReadonlyArray<number>
  /** Orders that wait for a courier at that moment. */
  readonly waiting: ReadonlyArray<number>
  /** Orders that wait for a free place in their kitchen; nothing but zeros where none has a queue (`kitchensQueue`). */
  readonly kitchenQueue: ReadonlyArray<number>
  /** Couriers by what they do at that moment. */
  readonly idle: ReadonlyArray<number>
  readonly toRestaurant: ReadonlyArray<number>
  readonly atRestaurant: ReadonlyArray<number>
  readonly toCustomer: ReadonlyArray<number>
  /** Every objective, and the orders that it counted so far. */
  readonly objectives: ReadonlyArray<{
    readonly name: string
    readonly good: ReadonlyArray<number>
    readonly bad: ReadonlyArray<number>
  }>
}

/** Whether any kitchen can be full: on the days of a trace food is ready when it was, whatever else is cooked. */
export const kitchensQueue = ({ restaurants }: Pick<City, "restaurants">): boolean =>
  restaurants.some(({ kitchenSlots }) => kitchenSlots !== null)

/** The moments of every order by its index in `City.orders`, ms, NaN: never came; and who carried it. */
export interface OrderColumns extends Pick<
  Recorder,
  | "placedAtMs"
  | "confirmedAtMs"
  | "readyAtMs"
  | "firstOfferAtMs"
  | "assignedAtMs"
  | "pickedUpAtMs"
  | "deliveredAtMs"
  | "endedAtMs"
  | "outcomes"
> {
  /** Index into `City.couriers`; -1: nobody brought it to its door. */
  readonly couriers: Int32Array
}

/** What a courier did in all. */
export interface CourierFigures {
  readonly delivered: number
  readonly drivenMs: number
  /** At restaurants and doors, handing over. */
  readonly servedMs: number
  /** End of the last trip; null without one. */
  readonly freedAtMs: number | null
}

/** Time that couriers of a region spent at one place, or on the way from there, as far as the looks at the run tell. */
export interface Presence {
  readonly position: LatLng
  readonly region: number
  readonly idleMs: number
  readonly busyMs: number
}
