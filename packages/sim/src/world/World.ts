import type { LatLng } from "@hotbag/core"
import type { Watch } from "../check/live/watchRun.ts"
import type { EventQueue } from "../kernel/EventQueue.ts"
import type { Recorder } from "../report/Recorder.ts"
import type { DrivenTrip } from "../Run.ts"
import type { Behaviour } from "./behaviour.ts"
import type { Belonging } from "./Belonging.ts"
import type { City } from "./City.ts"
import type { FaultyWorld } from "./faults/FaultyWorld.ts"
import type { History } from "./history.ts"
import type { CourierState } from "./Journey.ts"
import type { Kitchens } from "./kitchens.ts"
import type { OrderBook } from "./OrderBook.ts"

/** Everything that lives while a day is played. */
export interface World {
  readonly city: City
  readonly behaviour: Behaviour
  readonly belonging: Belonging
  readonly queue: EventQueue
  readonly recorder: Recorder
  readonly kitchens: Kitchens
  readonly couriers: ReadonlyArray<CourierState>
  /** Finished trips. */
  readonly trips: Array<DrivenTrip>
  /** The orders and deliveries themselves, kept by the deciders of core. */
  readonly book: OrderBook
  readonly history: History
  /** The dispatchers, one for each region. */
  readonly dispatch: Dispatching
  /** The region's restaurant at a position, as its dispatcher names it. */
  readonly restaurantAt: (region: number, position: LatLng) => number
  nowMs: number
  /** When what is being told now happened, where that is earlier than now; null: now. */
  happenedAtMs: number | null
  /** What waits for something to work again; null in a city without faults. */
  readonly faulty: FaultyWorld | null
  /** Judges what happens. */
  readonly watch: Watch
}

/** What the world tells the dispatchers; their decisions are carried out before the call returns. */
export interface Dispatching {
  readonly wanted: (order: number, readyAtMs: number) => void
  readonly readyAt: (order: number, readyAtMs: number) => void
  /** The food is ready now. */
  readonly foodReady: (order: number) => void
  readonly cancelled: (order: number) => void
  /** Whoever has it cannot deliver it any more. */
  readonly failed: (order: number) => void
  /** Taken from its courier before the pickup; `barred`: this one is not asked again. */
  readonly reassigned: (order: number, barred: boolean) => void
  readonly online: (courier: number) => void
  readonly offline: (courier: number) => void
  readonly answered: (courier: number) => void
  readonly expired: (courier: number) => void
  readonly pickedUp: (courier: number) => void
  readonly droppedOff: (courier: number, order: number) => void
  readonly freed: (courier: number) => void
  /** Has come to a restaurant without an order. */
  readonly arrived: (courier: number) => void
  readonly round: (region: number) => void
  /** Orders that wait for a courier, all regions. */
  readonly waiting: () => number
}
