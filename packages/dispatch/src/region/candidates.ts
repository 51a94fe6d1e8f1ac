import { i32 } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import type { FreeCourier, OpenDelivery, Snapshot } from "../Snapshot.ts"
import { acceptanceOf, type CourierRecord, type CourierTable } from "./CourierTable.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { AcceptancePrior, RegionOptions } from "./RegionOptions.ts"

/** Builds the snapshot of one round: the deliveries it plans and the couriers that may carry them. */
export interface CandidateFinder {
  readonly snapshot: (
    atMs: number,
    deliveries: ReadonlyArray<DeliveryRecord>,
    decisions: Array<Decision>
  ) => Snapshot
}

/** A finder over the region's index. Its buffers are reused from round to round. */
export const makeCandidateFinder = (options: RegionOptions, couriers: CourierTable): CandidateFinder => {
  const { search, service, travel, index } = options
  const found = new Int32Array(search.most)
  let pairs = { courier: new Int32Array(1024), toPickupMs: new Float64Array(1024) }

  /** Widens step by step until enough couriers are in reach; says so when it goes further than ever before. */
  const reach = (atMs: number, delivery: DeliveryRecord, decisions: Array<Decision>): number => {
    const eligible = (courier: CourierHandle) =>
      isEligible(couriers.get(courier), atMs, search.soonFreeMs, delivery)
    let count = 0
    let radiusM = 0
    for (const stepM of search.stepsM) {
      radiusM = stepM
      count = index.nearest(delivery.pickup, search.most, stepM, eligible, found)
      if (count >= search.enough) break
    }
    if (radiusM > delivery.searchedM) {
      if (delivery.searchedM > 0) {
        decisions.push({
          _tag: "Widen",
          atMs,
          delivery: delivery.handle,
          fromM: delivery.searchedM,
          toM: radiusM
        })
      }
      delivery.searchedM = radiusM
    }
    return count
  }

  return {
    snapshot: (atMs, deliveries, decisions) => {
      const rows: Array<OpenDelivery> = []
      const columns: Array<FreeCourier> = []
      const columnOf = new Map<CourierHandle, number>()
      const pairStart = new Int32Array(deliveries.length + 1)
      let used = 0
      for (const delivery of deliveries) {
        const count = reach(atMs, delivery, decisions)
        if (used + count > pairs.courier.length) pairs = grown(pairs, used + count)
        for (let i = 0; i < count; i++) {
          const courier = couriers.get(i32(found, i))
          const departAtMs = Math.max(atMs, courier.state === "busy" ? courier.availableAtMs : atMs)
          const toPickupMs = travel.durationMs(courier.position, delivery.pickup, courier.vehicle, departAtMs)
          const pickupAtMs = Math.max(departAtMs + toPickupMs + service.beforePickupMs, delivery.readyAtMs)
          if (pickupAtMs > courier.offAtMs) continue
          let column = columnOf.get(courier.handle)
          if (column === undefined) {
            column = columns.length
            columnOf.set(courier.handle, column)
            columns.push(freeCourier(courier, departAtMs, atMs, options.prior))
          }
          pairs.courier[used] = column
          pairs.toPickupMs[used] = toPickupMs
          used++
        }
        rows.push(delivery)
        pairStart[rows.length] = used
      }
      return {
        atMs,
        travel,
        service,
        deliveries: rows,
        couriers: columns,
        pairStart,
        pairCourier: pairs.courier.subarray(0, used),
        pairToPickupMs: pairs.toPickupMs.subarray(0, used)
      }
    }
  }
}

const isEligible = (courier: CourierRecord, atMs: number, soonFreeMs: number, delivery: DeliveryRecord) =>
  (courier.state === "idle" || (courier.state === "busy" && courier.availableAtMs <= atMs + soonFreeMs)) &&
  !delivery.declined.has(courier.handle)

const freeCourier = (
  courier: CourierRecord,
  availableAtMs: number,
  atMs: number,
  prior: AcceptancePrior
): FreeCourier => ({
  handle: courier.handle,
  position: courier.position,
  availableAtMs,
  offAtMs: courier.offAtMs,
  vehicle: courier.vehicle,
  load: courier.hand.length,
  acceptance: acceptanceOf(courier, prior),
  assignedCount: courier.assignedCount,
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
