import { at, i32, invariant } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import type { FreeCourier, OpenDelivery, Snapshot } from "../Snapshot.ts"
import { acceptanceOf, type CourierRecord, type CourierTable } from "./CourierTable.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { AcceptancePrior, CandidateSearch, RegionOptions } from "./RegionOptions.ts"
import { arrivalMs, availableMs } from "./schedule.ts"

/** Builds the snapshot of one round: the deliveries it plans and the couriers that may carry them. */
export interface CandidateFinder {
  readonly snapshot: (
    atMs: number,
    deliveries: ReadonlyArray<DeliveryRecord>,
    decisions: Array<Decision>
  ) => Snapshot
  /** Whether in reach of the restaurant somebody who has not declined is at work, or is being asked. O(couriers). */
  readonly someoneIsAtWork: (delivery: DeliveryRecord) => boolean
}

/** A finder over the region's index. Its buffers are reused from round to round. */
export const makeCandidateFinder = (options: RegionOptions, couriers: CourierTable): CandidateFinder => {
  const { search, travel, index } = options
  expectSettings(search)
  const found = new Int32Array(search.most)
  let pairs = { courier: new Int32Array(1024), toPickupMs: new Float64Array(1024) }

  /** Widens step by step until enough couriers are in reach; says so when it goes further than ever before. */
  const reach = (atMs: number, delivery: DeliveryRecord, decisions: Array<Decision>): number => {
    const eligible = (courier: CourierHandle) => mayCarry(options, couriers.get(courier), delivery, atMs)
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
      return {
        atMs,
        travel,
        service: options.service,
        deliveries: rows,
        couriers: columns,
        pairStart,
        pairCourier: pairs.courier.subarray(0, used),
        pairToPickupMs: pairs.toPickupMs.subarray(0, used)
      }
    },
    someoneIsAtWork: (delivery) => {
      const atWork = (handle: CourierHandle) => {
        const { state } = couriers.get(handle)
        return (state === "busy" || state === "offered") && !delivery.declined.has(handle)
      }
      const furthestM = at(search.stepsM, search.stepsM.length - 1)
      return index.nearest(delivery.pickup, 1, furthestM, atWork, found) > 0
    }
  }
}

/**
 * Free or soon free, has not declined, and expected at the pickup before the off-time. Asked while searching and not
 * afterwards: couriers who cannot come must not take the places of those who can.
 */
const mayCarry = (
  options: RegionOptions,
  courier: CourierRecord,
  delivery: DeliveryRecord,
  atMs: number
): boolean => {
  if (courier.state !== "idle" && courier.state !== "busy") return false
  if (delivery.declined.has(courier.handle)) return false
  // Who has waited too long for an offer gets one now: only couriers who can take it now are of use.
  if (courier.state === "busy" && atMs >= delivery.placedAtMs + options.offerWithinMs) return false
  const departAtMs = availableMs(courier, atMs)
  if (departAtMs > atMs + options.search.soonFreeMs) return false
  // The way is the dear part: spared when the food alone comes too late.
  return (
    delivery.readyAtMs <= courier.offAtMs &&
    arrivalMs(options, courier, delivery, departAtMs) <= courier.offAtMs
  )
}

const expectSettings = (search: CandidateSearch): void => {
  const { enough, most, stepsM } = search
  const rises = stepsM.every((stepM, i) => stepM > (stepsM[i - 1] ?? 0))
  invariant(stepsM.length > 0 && rises, "search.stepsM must be radii above zero, each beyond the last", {
    stepsM
  })
  invariant(1 <= enough && enough <= most, "search.enough must be from 1 to search.most", { enough, most })
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
