import { at, haversineM, HOUR_MS, invariant } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import { type Availability, makeAvailability } from "./Availability.ts"
import type { CourierTable } from "./CourierTable.ts"
import { makeFreeCouriers } from "./FreeCouriers.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { CandidateSearch, RegionOptions } from "./RegionOptions.ts"
import { arrivalMs } from "./schedule.ts"

/** Who is near enough to a restaurant. */
export interface Reach {
  /** A round over so many deliveries begins: nothing becomes known of anybody before its last search. */
  readonly begin: (atMs: number, deliveries: number) => void
  /**
   * Couriers who may carry the delivery, nearest first. Widens step by step until there are enough, and says so when
   * it goes further than ever before: every radius beyond the first is told (S13), also when the very first search
   * needs it. The array is used again by the next call.
   */
  readonly candidates: (atMs: number, delivery: DeliveryRecord, decisions: Array<Decision>) => Int32Array
  /** Whether as far as it ever goes somebody who has not declined is at work, or is being asked. O(couriers). */
  readonly someoneIsAtWork: (delivery: DeliveryRecord) => boolean
}

/** The reach over the region's index. @throws InvariantViolation for settings under which it cannot work. */
export const makeReach = (options: RegionOptions, couriers: CourierTable): Reach => {
  const { index, search } = options
  expectSettings(search)
  const found = new Int32Array(search.most)
  const startM = at(search.stepsM, 0)
  const furthestM = at(search.stepsM, search.stepsM.length - 1)
  const availability = makeAvailability(couriers, search.soonFreeMs)
  const free = makeFreeCouriers(couriers, availability.departAtMs)
  const idle = makeFreeCouriers(couriers, availability.idleAtMs)
  let isWorthIt = false
  return {
    begin: (atMs, deliveries) => {
      availability.begin(atMs)
      isWorthIt = deliveries >= MANY_SEARCHES
      free.begin()
      idle.begin()
    },
    candidates: (atMs, delivery, decisions) => {
      const isLate = atMs >= delivery.patienceMs
      const eligible = mayCarry(options, couriers, availability, delivery, isLate)
      let count = 0
      let radiusM = startM
      const few = isLate ? fewerThan(search.enough, availability.idle(), eligible) : null
      if (few !== null) {
        // No step will do, and each would ask everybody again.
        radiusM = furthestM
        count = nearestOf(couriers, few, delivery, furthestM, found)
      } else {
        const among = isWorthIt ? (isLate ? idle : free).index() : index
        for (const stepM of search.stepsM) {
          radiusM = stepM
          count = among.nearest(delivery.pickup, search.most, stepM, eligible, found)
          if (count >= search.enough) break
        }
      }
      if (radiusM > delivery.searchedM) widen(atMs, delivery, startM, radiusM, decisions)
      return found.subarray(0, count)
    },
    someoneIsAtWork: (delivery) => {
      const atWork = (handle: CourierHandle) => {
        const { state } = couriers.get(handle)
        return (state === "busy" || state === "offered") && !delivery.declined.has(handle)
      }
      return index.nearest(delivery.pickup, 1, furthestM, atWork, found) > 0
    }
  }
}

/** All who are eligible, or null when they are `enough` or more. O(couriers). */
const fewerThan = (
  enough: number,
  couriers: ReadonlyArray<CourierHandle>,
  isEligible: (courier: CourierHandle) => boolean
): ReadonlyArray<CourierHandle> | null => {
  const few: Array<CourierHandle> = []
  for (const courier of couriers) {
    if (!isEligible(courier)) continue
    if (few.length + 1 >= enough) return null
    few.push(courier)
  }
  return few
}

/** Writes those within `withinM` metres of the restaurant to `found`, nearest first, ties by handle, as the index does. */
const nearestOf = (
  couriers: CourierTable,
  few: ReadonlyArray<CourierHandle>,
  { pickup }: DeliveryRecord,
  withinM: number,
  found: Int32Array
): number => {
  const near = few
    .map((courier) => ({ courier, m: haversineM(couriers.get(courier).position, pickup) }))
    .filter(({ m }) => m <= withinM)
    .sort((a, b) => a.m - b.m || a.courier - b.courier)
  near.forEach(({ courier }, i) => {
    found[i] = courier
  })
  return near.length
}

const widen = (
  atMs: number,
  delivery: DeliveryRecord,
  startM: number,
  toM: number,
  decisions: Array<Decision>
): void => {
  const fromM = Math.max(startM, delivery.searchedM)
  delivery.searchedM = toM
  if (toM > fromM) decisions.push({ _tag: "Widen", atMs, delivery: delivery.handle, fromM, toM })
}

/**
 * Whether a courier may carry the delivery: free or soon free, has not declined, and expected at the pickup before the
 * off-time. Nobody is asked for food that, by the kitchen's own word, is ready after that, however little its word is
 * worth. Asked while searching and not afterwards: couriers who cannot come must not take the places of those who can.
 */
const mayCarry = (
  options: RegionOptions,
  couriers: CourierTable,
  { departAtMs, idleAtMs, offAtMs }: Availability,
  delivery: DeliveryRecord,
  isLate: boolean
): ((courier: CourierHandle) => boolean) => {
  const { declined, estimate, isReady, readyAtMs } = delivery
  // Who has waited too long for an offer gets one now: only couriers who can take it now are of use.
  const leavesAtMs = isLate ? idleAtMs : departAtMs
  const foodAtMs = Math.max(readyAtMs, isReady ? -Infinity : estimate.readyAtMs)
  const someDeclined = declined.size > 0
  return (courier) => {
    const fromMs = leavesAtMs(courier)
    if (fromMs === Infinity || (someDeclined && declined.has(courier))) return false
    const offMs = offAtMs(courier)
    // The way is the dear part: spared when the food alone comes too late, or the shift goes on for long.
    return (
      foodAtMs <= offMs &&
      (offMs - fromMs >= SURELY_ON_DUTY_MS ||
        arrivalMs(options, couriers.get(courier), delivery, fromMs) <= offMs)
    )
  }
}

/** So many pass by those at work more often than it takes to leave them out. */
const MANY_SEARCHES = 16

/** No way to a restaurant takes this long; where one does, the policies refuse the pair all the same. */
const SURELY_ON_DUTY_MS = 2 * HOUR_MS

const expectSettings = (search: CandidateSearch): void => {
  const { enough, most, stepsM } = search
  const rises = stepsM.every((stepM, i) => stepM > (stepsM[i - 1] ?? 0))
  invariant(stepsM.length > 0 && rises, "search.stepsM must be radii above zero, each beyond the last", {
    stepsM
  })
  invariant(1 <= enough && enough <= most, "search.enough must be from 1 to search.most", { enough, most })
}
