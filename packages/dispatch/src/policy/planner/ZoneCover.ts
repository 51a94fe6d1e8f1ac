import { MINUTE_MS, at, f64, i32, u8 } from "@hotbag/core"
import { fillExpectedWaits } from "./demand.ts"
import type { Demand } from "./demand.ts"
import type { PlanState } from "./PlanState.ts"
import type { PrepositionOptions } from "./preposition.ts"
import { duration } from "./TravelCache.ts"
import { metresBeside, NEIGHBOURS, zoneBeside } from "./zones.ts"
import type { Zones } from "./zones.ts"

/** The nearest couriers of every zone, and what one more would be worth. */
export interface ZoneCover {
  /** Courier `c` can be at the restaurant of zone `from` in `inMin` minutes. */
  readonly add: (c: number, from: number, inMin: number) => void
  /** Takes somebody out for a moment, to be added again with the same minutes. */
  readonly remove: (c: number, from: number) => void
  /** Takes somebody out who can be at the restaurant of zone `from` in `inMin` minutes, for good. */
  readonly leave: (c: number, from: number, inMin: number) => void
  /** Weighted minutes that food waits less when such a courier is there as well. O(zones around × depth). */
  readonly gain: (vehicle: number, from: number, inMin: number) => number
  /**
   * At least the same of a courier who is there already. Who comes leaves less to gain for everybody after, so that what was
   * worked out stays a bound until somebody leaves.
   */
  readonly mostGain: (vehicle: number, zone: number) => number
  /**
   * No less than `mostGain`, and mostly known already: who leaves a zone can add no more to what another is worth nearby
   * than what was lost by it.
   */
  readonly roughGain: (vehicle: number, zone: number) => number
}

/** Nobody is anywhere yet. O(zones). */
export const makeZoneCover = (
  s: PlanState,
  demand: Demand,
  zones: Zones,
  options: PrepositionOptions
): ZoneCover => {
  // One more than counts, so that taking somebody out leaves enough.
  const kept = options.depth + 1
  const minutes = new Float64Array(zones.count * kept).fill(FAR_MINUTES)
  const who = new Int32Array(zones.count * kept).fill(-1)
  const waits = expectedWaits(s, demand, options)
  const minutesPerM = speeds(s, zones)
  /** Bounds by zone and vehicle, -1 when not worked out yet, and whether somebody left since. */
  const bound = new Float64Array(zones.count * VEHICLES).fill(-1)
  const isRough = new Uint8Array(zones.count * VEHICLES)
  const gain = (vehicle: number, from: number, inMin: number): number =>
    gainAround(zones, minutes, waits, kept, options, from, inMin, f64(minutesPerM, vehicle))
  const workOut = (vehicle: number, zone: number, slot: number): number => {
    const most = gain(vehicle, zone, 0)
    bound[slot] = most
    isRough[slot] = 0
    return most
  }
  const remove = (c: number, from: number) => removeFrom(zones, kept, minutes, who, c, from)
  return {
    add: (c, from, inMin) =>
      addAround(zones, kept, minutes, who, c, from, inMin, f64(minutesPerM, i32(s.vehicle, c))),
    remove,
    leave: (c, from, inMin) => {
      remove(c, from)
      const lost = gain(i32(s.vehicle, c), from, inMin)
      for (const other of zones.watching(from)) {
        for (let slot = other * VEHICLES; slot < (other + 1) * VEHICLES; slot++) {
          if (f64(bound, slot) < 0) continue
          bound[slot] = f64(bound, slot) + lost
          isRough[slot] = 1
        }
      }
    },
    gain,
    mostGain: (vehicle, zone) => {
      const slot = zone * VEHICLES + vehicle
      const known = f64(bound, slot)
      return known < 0 || u8(isRough, slot) === 1 ? workOut(vehicle, zone, slot) : known
    },
    roughGain: (vehicle, zone) => {
      const slot = zone * VEHICLES + vehicle
      const known = f64(bound, slot)
      return known < 0 ? workOut(vehicle, zone, slot) : known
    }
  }
}

/** By whole minutes until somebody could be there. */
const expectedWaits = (s: PlanState, demand: Demand, { nearness }: PrepositionOptions): Float64Array => {
  const waits = new Float64Array(FAR_MINUTES + 1)
  fillExpectedWaits(demand, s.beforePickupMs / MINUTE_MS, waits)
  for (let i = 0; i < waits.length; i++) waits[i] = f64(waits, i) + nearness * i
  return waits
}

/**
 * The innermost loop of placing, a few thousand steps for each look at a zone: here a checked read by a function of its own
 * costs more than what it reads, so the indexes are bounded by the loops, and what lies outside would count for nothing.
 */
const gainAround = (
  { neighbourCount, neighbourM, neighbours, weight }: Zones,
  minutes: Float64Array,
  waits: Float64Array,
  kept: number,
  { depth, depthFactor }: PrepositionOptions,
  from: number,
  inMin: number,
  pace: number
): number => {
  const first = from * NEIGHBOURS
  const end = first + i32(neighbourCount, from)
  let sum = 0
  for (let i = first; i < end; i++) {
    const zone = neighbours[i] ?? 0
    let eta = inMin + (neighbourM[i] ?? 0) * pace
    // Most zones have couriers enough who are nearer.
    if (eta >= (minutes[zone * kept + depth - 1] ?? 0)) continue
    let factor = weight[zone] ?? 0
    for (let k = zone * kept; k < zone * kept + depth; k++) {
      const other = minutes[k] ?? 0
      if (eta < other) {
        const saved =
          (waits[Math.min(FAR_MINUTES, Math.ceil(other))] ?? 0) -
          (waits[Math.min(FAR_MINUTES, Math.ceil(eta))] ?? 0)
        sum += factor * saved
        eta = other
      }
      factor *= depthFactor
    }
  }
  return sum
}

/** Puts courier `c` into the lists of the zones around `from`, as far as there are not enough who are nearer. */
const addAround = (
  { neighbourCount, neighbourM, neighbours }: Zones,
  kept: number,
  minutes: Float64Array,
  who: Int32Array,
  c: number,
  from: number,
  inMin: number,
  pace: number
): void => {
  const first = from * NEIGHBOURS
  for (let i = first; i < first + i32(neighbourCount, from); i++) {
    const end = ((neighbours[i] ?? 0) + 1) * kept
    let eta = inMin + (neighbourM[i] ?? 0) * pace
    if (eta >= (minutes[end - 1] ?? 0)) continue
    let courier = c
    for (let k = end - kept; k < end; k++) {
      const otherEta = minutes[k] ?? 0
      if (eta >= otherEta) continue
      const other = who[k] ?? -1
      minutes[k] = eta
      who[k] = courier
      eta = otherEta
      courier = other
    }
  }
}

/** Takes courier `c` out of the lists of the zones around `from`. */
const removeFrom = (
  zones: Zones,
  kept: number,
  minutes: Float64Array,
  who: Int32Array,
  c: number,
  from: number
): void => {
  for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
    const base = zoneBeside(zones, from, i) * kept
    let k = base
    while (k < base + kept && i32(who, k) !== c) k++
    if (k === base + kept) continue
    for (; k < base + kept - 1; k++) {
      minutes[k] = f64(minutes, k + 1)
      who[k] = i32(who, k + 1)
    }
    minutes[k] = FAR_MINUTES
    who[k] = -1
  }
}

/** Minutes per straight metre by vehicle number, as one way of the region shows them. */
const speeds = (s: PlanState, zones: Zones): Float64Array => {
  let from = 0
  while (from < zones.count - 1 && i32(zones.neighbourCount, from) < 2) from++
  const i = i32(zones.neighbourCount, from) - 1
  const ends = [at(zones.restaurant, from), at(zones.restaurant, zoneBeside(zones, from, i))] as const
  const m = metresBeside(zones, from, i)
  return Float64Array.from({ length: VEHICLES }, (_, vehicle) =>
    m > 0 ? duration(s.travel, vehicle, ...ends) / MINUTE_MS / m : SLOW_MINUTES_PER_M
  )
}

const VEHICLES = 4
/** Nobody is farther than that: from here on it makes no difference. */
const FAR_MINUTES = 45
/** 12 km/h, where no way is known. */
const SLOW_MINUTES_PER_M = 0.005
