import { i32 } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
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
  let pairs = { courier: new Int32Array(1024), toPickupMs: new Float64Array(1024) }

  return {
    snapshot: (atMs, deliveries, listsEverybody, decisions) => {
      const rows: Array<OpenDelivery> = []
      const columns: Array<FreeCourier> = []
      const columnOf = new Map<CourierHandle, number>()
      const pairStart = new Int32Array(deliveries.length + 1)
      let used = 0
      for (const delivery of deliveries) {
        const found = reach.candidates(atMs, delivery, decisions)
        const count = found.length
        if (used + count > pairs.courier.length) pairs = grown(pairs, used + count)
        for (let i = 0; i < count; i++) {
          const courier = couriers.get(i32(found, i))
          const departAtMs = availableMs(courier, atMs)
          let column = columnOf.get(courier.handle)
          if (column === undefined) {
            column = columns.length
            columnOf.set(courier.handle, column)
            columns.push(freeCourier(courier, departAtMs, atMs, options.prior))
          }
          pairs.courier[used] = column
          pairs.toPickupMs[used] = travel.durationMs(
            courier.position,
            delivery.pickup,
            courier.vehicle,
            departAtMs
          )
          used++
        }
        rows.push(delivery)
        pairStart[rows.length] = used
      }
      if (listsEverybody) {
        for (const courier of couriers.onDuty()) {
          if (courier.state === "offered" || columnOf.has(courier.handle)) continue
          columns.push(freeCourier(courier, availableMs(courier, atMs), atMs, options.prior))
        }
      }
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
        deliveries: rows,
        couriers: columns,
        listsEverybody,
        pairStart,
        pairCourier: pairs.courier.subarray(0, used),
        pairToPickupMs: pairs.toPickupMs.subarray(0, used)
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

const grown = (
  pairs: { readonly courier: Int32Array; readonly toPickupMs: Float64Array },
  needed: number
) => {
  const length = Math.max(needed, pairs.courier.length * 2)
  const courier = new Int32Array(length)
  const toPickupMs = new Float64Array(length)
  courier.set(pairs.courier)
  toPickupMs.set(pairs.toPickupMs)
  return { courier, toPickupMs }
}
