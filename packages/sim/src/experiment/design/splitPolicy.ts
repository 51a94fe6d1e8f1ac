import { i32 } from "@hotbag/core"
import type { DispatchPolicy, Plan, Snapshot } from "@hotbag/dispatch"
import type { Arm } from "./Arm.ts"

/** Who belongs to which arm of an A/B test. */
export interface Split {
  readonly armOfDelivery: (delivery: number) => Arm
  /** Couriers of an arm carry its deliveries only; without it everybody carries everything. */
  readonly armOfCourier?: (courier: number) => Arm
}

/**
 * Two policies in one region at the same time, each planning its own deliveries. Where they share the couriers, they take
 * turns at planning first, and the second one has the couriers whom the first left: that is the interference that an A/B
 * test of dispatch suffers from. Each arm remembers only what it saw.
 *
 * What is asked of the region goes for both: bundles stay open, and everybody is seen, when either arm wants it; ready
 * times are those of arm 0, or else of arm 1.
 */
export const splitPolicy = (
  arms: readonly [DispatchPolicy, DispatchPolicy],
  split: Split
): DispatchPolicy => {
  const [first, second] = arms
  let turn: Arm = 0
  let seen: { readonly snapshot: Snapshot; readonly parts: readonly [Part, Part] } | undefined
  return {
    name: `${first.name}|${second.name}`,
    openBundles: first.openBundles === true || second.openBundles === true,
    seesEverybodyEveryMs: least(first.seesEverybodyEveryMs, second.seesEverybodyEveryMs),
    readyQuantile: first.readyQuantile ?? second.readyQuantile,
    meetQuantile: first.meetQuantile ?? second.meetQuantile,
    forRegion: (restaurants) =>
      splitPolicy(
        [first.forRegion?.(restaurants) ?? first, second.forRegion?.(restaurants) ?? second],
        split
      ),
    plan: (snapshot, budget) => {
      const other: Arm = turn === 0 ? 1 : 0
      const early = planPart(turn, new Set())
      const late = planPart(other, new Set(early.plan.trips.map(({ courier }) => courier)))
      seen = { snapshot, parts: turn === 0 ? [early, late] : [late, early] }
      turn = other
      return merged(snapshot, early.plan, late.plan)

      function planPart(arm: Arm, taken: ReadonlySet<number>): Part {
        const part = partOf(
          snapshot,
          (delivery) => split.armOfDelivery(delivery) === arm,
          (courier) => !taken.has(courier) && (split.armOfCourier?.(courier) ?? arm) === arm
        )
        return { snapshot: part, plan: arms[arm].plan(part, budget) }
      }
    },
    explain: (snapshot, plan, delivery) => {
      const arm = split.armOfDelivery(delivery)
      const part = seen?.snapshot === snapshot ? seen.parts[arm] : { snapshot, plan }
      return arms[arm].explain(part.snapshot, part.plan, delivery)
    }
  }
}

/** What one arm saw and planned. */
interface Part {
  readonly snapshot: Snapshot
  readonly plan: Plan
}

/** The snapshot with some of its deliveries and couriers, in the same sequence. O(deliveries + couriers + pairs). */
const partOf = (
  snapshot: Snapshot,
  hasDelivery: (delivery: number) => boolean,
  hasCourier: (courier: number) => boolean
): Snapshot => {
  const place = new Int32Array(snapshot.couriers.length).fill(-1)
  const couriers = snapshot.couriers.filter(({ handle }) => hasCourier(handle))
  let next = 0
  snapshot.couriers.forEach(({ handle }, i) => {
    if (hasCourier(handle)) place[i] = next++
  })
  const starts = [0]
  const pairCourier: Array<number> = []
  const pairToPickupMs: Array<number> = []
  const deliveries = snapshot.deliveries.filter(({ handle }, d) => {
    if (!hasDelivery(handle)) return false
    for (let pair = i32(snapshot.pairStart, d); pair < i32(snapshot.pairStart, d + 1); pair++) {
      const courier = i32(place, i32(snapshot.pairCourier, pair))
      if (courier < 0) continue
      pairCourier.push(courier)
      pairToPickupMs.push(snapshot.pairToPickupMs[pair] ?? Number.NaN)
    }
    starts.push(pairCourier.length)
    return true
  })
  return {
    ...snapshot,
    deliveries,
    couriers,
    pairStart: Int32Array.from(starts),
    pairCourier: Int32Array.from(pairCourier),
    pairToPickupMs: Float64Array.from(pairToPickupMs)
  }
}

/** Both plans as one; a courier is moved by one of them only, and never when the other has a trip for it. */
const merged = (snapshot: Snapshot, early: Plan, late: Plan): Plan => {
  const trips = [...early.trips, ...late.trips]
  const busy = new Set(trips.map(({ courier }) => courier))
  const moves = [...(early.moves ?? []), ...(late.moves ?? [])].filter(({ courier }) => {
    if (busy.has(courier)) return false
    busy.add(courier)
    return true
  })
  const left = new Set([...early.unassigned, ...late.unassigned])
  const unassigned = snapshot.deliveries.flatMap(({ handle }) => (left.has(handle) ? [handle] : []))
  return { trips, moves, unassigned }
}

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : Math.min(a, b ?? a)
