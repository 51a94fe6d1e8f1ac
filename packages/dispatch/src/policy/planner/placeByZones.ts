import { MINUTE_MS, at, f64, i32 } from "@hotbag/core"
import { fillExpectedWaits } from "./demand.ts"
import type { Demand } from "./demand.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { PrepositionOptions } from "./preposition.ts"
import { duration } from "./TravelCache.ts"
import { NEIGHBOURS, neighbourOf } from "./zones.ts"
import type { Zones } from "./zones.ts"

/** What placing in a large region weighs besides. */
export interface ZoneOptions extends PrepositionOptions {
  /** For so long a courier who was moved is expected to be of use there, in ms. */
  readonly stayMs: number
  /** Minutes of waiting that a minute of empty driving must save. */
  readonly moveWeight: number
}

/**
 * Moves idle couriers of a region too large for `preposition`, by the same measure: how long food waits for the nearest
 * couriers. Restaurants are taken together in zones, couriers count for the zones around them, and what a move is worth
 * follows from the orders that these zones get while the courier stays.
 *
 * O(zones + (couriers + idle × zones around) × zones around).
 */
export const placeByZones = (
  s: PlanState,
  demand: Demand,
  zones: Zones,
  ordersPerMs: number,
  idle: ReadonlyArray<number>,
  options: ZoneOptions,
  move: (courier: number, restaurant: number) => void
): void => {
  let total = 0
  for (const weight of zones.weight) total += weight
  if (total <= 0 || idle.length === 0) return
  const cover = makeCover(s, demand, zones, options)
  const home = new Int32Array(s.courierCount)
  for (let c = 0; c < s.courierCount; c++) {
    const n = i32(s.length, c)
    const place = n === 0 ? i32(s.start, c) : i32(s.door, i32(s.seq, c * ROUTE_STOPS + n - 1))
    const freeMs = n === 0 ? f64(s.free, c) : f64(s.leaveAt, c * (ROUTE_STOPS + 1) + n)
    const zone = zones.zoneOf(place)
    home[c] = zone
    if (zone < 0) continue
    const thereMs = freeMs + duration(s.travel, i32(s.vehicle, c), place, at(zones.restaurant, zone))
    if (thereMs + s.beforePickupMs < f64(s.off, c)) cover.add(c, zone, (thereMs - s.nowMs) / MINUTE_MS)
  }
  const orders = (ordersPerMs * options.stayMs) / total
  for (const c of idle) {
    const from = i32(home, c)
    if (from < 0) continue
    cover.remove(c, from)
    const start = i32(s.start, c)
    const vehicle = i32(s.vehicle, c)
    const awayMin = duration(s.travel, vehicle, start, at(zones.restaurant, from)) / MINUTE_MS
    const now = cover.gain(c, from, awayMin)
    let best = -1
    let most = 0
    for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
      const to = neighbourOf(zones, from, i).zone
      const ms = duration(s.travel, vehicle, start, at(zones.restaurant, to))
      if (
        ms === 0 ||
        ms > options.reachMs ||
        s.nowMs + ms + s.beforePickupMs + options.stayMs > f64(s.off, c)
      )
        continue
      const worth = (cover.gain(c, to, 0) - now) * orders - (options.moveWeight * ms) / MINUTE_MS
      if (worth > most) {
        most = worth
        best = to
      }
    }
    if (best < 0) cover.add(c, from, awayMin)
    else {
      cover.add(c, best, 0)
      move(c, at(zones.restaurant, hopTowards(s, zones, c, from, best, options.hopMs)))
    }
  }
}

/** The zone within a hop that lies nearest to `target`; `target` itself when it does, or none lies on the way. */
const hopTowards = (
  s: PlanState,
  zones: Zones,
  c: number,
  from: number,
  target: number,
  hopMs: number
): number => {
  const vehicle = i32(s.vehicle, c)
  const end = at(zones.restaurant, target)
  let leastMs = duration(s.travel, vehicle, i32(s.start, c), end)
  if (leastMs <= hopMs) return target
  let best = target
  for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
    const { zone } = neighbourOf(zones, from, i)
    const place = at(zones.restaurant, zone)
    const ms = duration(s.travel, vehicle, i32(s.start, c), place)
    const leftMs = duration(s.travel, vehicle, place, end)
    if (ms === 0 || ms > hopMs || leftMs >= leastMs) continue
    leastMs = leftMs
    best = zone
  }
  return best
}

/** The nearest couriers of every zone. */
const makeCover = (s: PlanState, demand: Demand, zones: Zones, options: PrepositionOptions) => {
  const { depth, depthFactor } = options
  // One more than counts, so that taking somebody out leaves enough.
  const kept = depth + 1
  const minutes = new Float64Array(zones.count * kept).fill(FAR_MINUTES)
  const who = new Int32Array(zones.count * kept).fill(-1)
  const waits = new Float64Array(FAR_MINUTES + 1)
  fillExpectedWaits(demand, s.beforePickupMs / MINUTE_MS, waits)
  for (let i = 0; i < waits.length; i++) waits[i] = f64(waits, i) + options.nearness * i
  const waitAt = (eta: number) => f64(waits, Math.min(FAR_MINUTES, Math.ceil(eta)))
  const minutesPerM = speeds(s, zones)
  return {
    /** Courier `c` can be at the restaurant of zone `from` in `inMin` minutes. */
    add: (c: number, from: number, inMin: number) => {
      const pace = at(minutesPerM, i32(s.vehicle, c))
      for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
        const { zone, m } = neighbourOf(zones, from, i)
        let eta = inMin + m * pace
        let courier = c
        for (let k = zone * kept; k < (zone + 1) * kept; k++) {
          if (eta >= f64(minutes, k)) continue
          const [otherEta, other] = [f64(minutes, k), i32(who, k)]
          minutes[k] = eta
          who[k] = courier
          eta = otherEta
          courier = other
        }
      }
    },
    remove: (c: number, from: number) => {
      for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
        const base = neighbourOf(zones, from, i).zone * kept
        let k = base
        while (k < base + kept && i32(who, k) !== c) k++
        if (k === base + kept) continue
        minutes.copyWithin(k, k + 1, base + kept)
        who.copyWithin(k, k + 1, base + kept)
        minutes[base + kept - 1] = FAR_MINUTES
        who[base + kept - 1] = -1
      }
    },
    /** Weighted minutes that food waits less when courier `c` is there as well. */
    gain: (c: number, from: number, inMin: number): number => {
      const pace = at(minutesPerM, i32(s.vehicle, c))
      let sum = 0
      for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
        const { zone, m } = neighbourOf(zones, from, i)
        let eta = inMin + m * pace
        let factor = f64(zones.weight, zone)
        for (let k = zone * kept; k < zone * kept + depth; k++) {
          const other = f64(minutes, k)
          if (eta < other) {
            sum += factor * (waitAt(other) - waitAt(eta))
            eta = other
          }
          factor *= depthFactor
        }
      }
      return sum
    }
  }
}

/** Minutes per straight metre by vehicle number, as one way of the region shows them. */
const speeds = (s: PlanState, zones: Zones): ReadonlyArray<number> => {
  let from = 0
  while (from < zones.count - 1 && i32(zones.neighbourCount, from) < 2) from++
  const i = Math.min(i32(zones.neighbourCount, from), NEIGHBOURS) - 1
  const { zone, m } = neighbourOf(zones, from, i)
  const ends = [at(zones.restaurant, from), at(zones.restaurant, zone)] as const
  return [0, 1, 2, 3].map((vehicle) =>
    m > 0 ? duration(s.travel, vehicle, ...ends) / MINUTE_MS / m : SLOW_MINUTES_PER_M
  )
}

/** Nobody is farther than that: from here on it makes no difference. */
const FAR_MINUTES = 45
/** 12 km/h, where no way is known. */
const SLOW_MINUTES_PER_M = 0.005
