import { at, i32, type TravelModel } from "@hotbag/core"
import type { FreeCourier, OpenDelivery, Snapshot } from "../Snapshot.ts"
import { acceptanceOf, type CourierRecord, type CourierTable } from "./CourierTable.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import { makeReach } from "./reach.ts"
import type { AcceptancePrior, RegionOptions } from "./RegionOptions.ts"
import { availableMs } from "./schedule.ts"

/** Builds the snapshot of one round: the deliveries it plans and the couriers that may carry them. */
export interface CandidateFinder {
  readonly snapshot: (
    atMs: number,
    deliveries: ReadonlyArray<DeliveryRecord>,
    listsEverybody: boolean,
    decisions: Array<Decision>
  ) => Snapshot
  /** Whether in reach of the restaurant somebody who has not declined is at work, or is being asked. O(couriers). */
  readonly someoneIsAtWork: (delivery: DeliveryRecord) => boolean
}

/** A finder over the region's index. Its buffers are reused from round to round. */
export const makeCandidateFinder = (options: RegionOptions, couriers: CourierTable): CandidateFinder => {
  const { travel } = options
  const reach = makeReach(options, couriers)
  const pairs: Pairs = { courier: new Int32Array(1024), toPickupMs: new Float64Array(1024) }
  /** Column of each courier in this round, and of others somewhere in the last ones. */
  const columnOf: Array<number> = []

  return {
    snapshot: (atMs, deliveries, listsEverybody, decisions) => {
      const columns: Array<FreeCourier> = []
      const column = (courier: CourierRecord): number => {
        const known = columnOf[courier.handle]
        if (known !== undefined && columns[known]?.handle === courier.handle) return known
        while (columnOf.length <= courier.handle) columnOf.push(-1)
        columnOf[courier.handle] = columns.length
        columns.push(freeCourier(courier, availableMs(courier, atMs), atMs, options.prior))
        return columns.length - 1
      }
      reach.begin(atMs, deliveries.length)
      const pairStart = new Int32Array(deliveries.length + 1)
      let used = 0
      deliveries.forEach((delivery, row) => {
        const found = reach.candidates(atMs, delivery, decisions)
        const count = found.length
        if (used + count > pairs.courier.length) grow(pairs, used + count)
        for (let i = 0; i < count; i++) pairs.courier[used++] = column(couriers.get(i32(found, i)))
        pairStart[row + 1] = used
      })
      if (listsEverybody) {
        for (const courier of couriers.onDuty()) if (courier.state !== "offered") column(courier)
      }
      const pairCourier = pairs.courier.subarray(0, used)
      let toPickupMs: Float64Array | null = null
      return {
        atMs,
        travel,
        service: options.service,
        ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
        ...(options.bundleDelayMs === undefined ? {} : { bundleDelayMs: options.bundleDelayMs }),
        ...(options.bundleRestaurantsWithinM === undefined
          ? {}
          : { bundleRestaurantsWithinM: options.bundleRestaurantsWithinM }),
        ...(options.sparesTravel === true ? { sparesTravel: true } : {}),
        ...(options.placeEveryMs === undefined ? {} : { listedEveryMs: options.placeEveryMs }),
        deliveries,
        couriers: columns,
        listsEverybody,
        pairStart,
        pairCourier,
        // A way for every pair is dear, and not every policy asks.
        get pairToPickupMs() {
          toPickupMs ??= waysToPickup(travel, deliveries, columns, pairStart, pairCourier, pairs.toPickupMs)
          return toPickupMs
        }
      }
    },
    someoneIsAtWork: reach.someoneIsAtWork
  }
}

const freeCourier = (
  courier: CourierRecord,
  availableAtMs: number,
  atMs: number,
  prior: AcceptancePrior
): FreeCourier => ({
  handle: courier.handle,
  position: courier.position,
  availableAtMs,
  atRestaurantSinceMs: courier.atRestaurantSinceMs,
  offAtMs: courier.offAtMs,
  vehicle: courier.vehicle,
  load: courier.hand.length,
  acceptance: acceptanceOf(courier, prior),
  assignedCount: courier.assignedCount,
  onDutySinceMs: courier.onDutySinceMs,
  idleSinceMs: courier.state === "busy" ? atMs : courier.idleSinceMs
})

/** Courier index and way of every pair of a round, and room for more. */
interface Pairs {
  courier: Int32Array
  toPickupMs: Float64Array
}

const grow = (pairs: Pairs, needed: number): void => {
  const length = Math.max(needed, pairs.courier.length * 2)
  const courier = new Int32Array(length)
  courier.set(pairs.courier)
  pairs.courier = courier
  pairs.toPickupMs = new Float64Array(length)
}

/** Travel time of each pair from the courier's position to the restaurant, leaving when available: into `room`. */
const waysToPickup = (
  travel: TravelModel,
  deliveries: ReadonlyArray<OpenDelivery>,
  couriers: ReadonlyArray<FreeCourier>,
  pairStart: Int32Array,
  pairCourier: Int32Array,
  room: Float64Array
): Float64Array => {
  deliveries.forEach(({ pickup }, row) => {
    for (let pair = i32(pairStart, row); pair < i32(pairStart, row + 1); pair++) {
      const { availableAtMs, position, vehicle } = at(couriers, i32(pairCourier, pair))
      room[pair] = travel.durationMs(position, pickup, vehicle, availableAtMs)
    }
  })
  return room.subarray(0, pairCourier.length)
}
