import { MINUTE_MS, SECOND_MS, at, f64, haversineM, i32 } from "@hotbag/core"
import { fillExpectedWaits } from "./demand.ts"
import type { Demand } from "./demand.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { PrepositionOptions } from "./preposition.ts"
import { duration } from "./TravelCache.ts"
import { metresBeside, NEIGHBOURS, zoneBeside } from "./zones.ts"
import type { Zones } from "./zones.ts"

/** What placing in a large region weighs besides. */
export interface ZoneOptions extends PrepositionOptions {
  /** For so long a courier who was moved is expected to be of use there, in ms. */
  readonly stayMs: number
}

/**
 * Moves idle couriers of a region too large for `preposition`, by the same measure: how long food waits for the nearest
 * couriers. Restaurants are taken together in zones, and couriers count for the zones around them. `price` as there.
 *
 * O((zones + couriers + idle who may move × zones around) × zones around).
 */
export const placeByZones = (
  s: PlanState,
  demand: Demand,
  zones: Zones,
  price: number,
  idle: ReadonlyArray<number>,
  options: ZoneOptions,
  move: (courier: number, restaurant: number) => void
): void => {
  let total = 0
  for (const weight of zones.weight) total += weight
  if (total <= 0 || idle.length === 0) return
  const cover = makeCover(s, demand, zones, options)
  const home = new Int32Array(s.courierCount)
  for (let c = 0; c < s.courierCount; c++) home[c] = coverHome(s, zones, cover, c)
  for (const c of idle) {
    const from = i32(home, c)
    if (from < 0) continue
    const best = bestZone(s, zones, cover, price * total, c, from, options)
    if (best < 0) continue
    cover.remove(c, from)
    cover.add(c, best, 0)
    cover.left(from)
    move(c, at(zones.restaurant, hopTowards(s, zones, c, from, best, options.hopMs)))
  }
}

/** The zone in which courier `c` will be free; the zones around it are covered. */
const coverHome = (s: PlanState, zones: Zones, cover: Cover, c: number): number => {
  const n = i32(s.length, c)
  const place = n === 0 ? i32(s.start, c) : i32(s.door, i32(s.seq, c * ROUTE_STOPS + n - 1))
  const freeMs = n === 0 ? f64(s.free, c) : f64(s.leaveAt, c * (ROUTE_STOPS + 1) + n)
  const zone = zones.zoneOf(place)
  if (zone < 0) return zone
  const thereMs = freeMs + duration(s.travel, i32(s.vehicle, c), place, at(zones.restaurant, zone))
  if (thereMs + s.beforePickupMs < f64(s.off, c)) cover.add(c, zone, (thereMs - s.nowMs) / MINUTE_MS)
  return zone
}

/**
 * Where courier `c` of zone `from` is worth most, -1 when that is here. To move is worth at most what one courier more
 * would be worth there, which all couriers share; only where that is enough is it looked at without this courier here.
 */
const bestZone = (
  s: PlanState,
  zones: Zones,
  cover: Cover,
  price: number,
  c: number,
  from: number,
  options: ZoneOptions
): number => {
  const start = i32(s.start, c)
  const vehicle = i32(s.vehicle, c)
  const mostMs = Math.min(options.reachMs, f64(s.off, c) - s.nowMs - s.beforePickupMs - options.stayMs)
  if (mostMs <= 0) return -1
  const { positions, travel } = s.travel
  const leastMsPerM = SECOND_MS / travel.topSpeedMps
  const homeM = haversineM(at(positions, start), at(positions, at(zones.restaurant, from))) + SLACK_M
  let awayMin = -1
  let here = 0
  let best = -1
  let most = 0
  for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
    // By the triangle inequality the way is no shorter: most zones are ruled out without asking for their travel time.
    const leastMs = Math.max(0, metresBeside(zones, from, i) - homeM) * leastMsPerM
    if (leastMs > mostMs) break
    const to = zoneBeside(zones, from, i)
    const atMost = cover.mostGain(vehicle, to) * ROUNDING
    if (atMost - (price * leastMs) / MINUTE_MS <= most) continue
    const ms = duration(s.travel, vehicle, start, at(zones.restaurant, to))
    const drive = (price * ms) / MINUTE_MS
    if (ms === 0 || ms > mostMs || atMost - drive <= most) continue
    if (awayMin < 0) {
      awayMin = duration(s.travel, vehicle, start, at(zones.restaurant, from)) / MINUTE_MS
      cover.remove(c, from)
      here = cover.gain(vehicle, from, awayMin)
    }
    const worth = cover.gain(vehicle, to, 0) - here - drive
    if (worth <= most) continue
    most = worth
    best = to
  }
  if (awayMin >= 0) cover.add(c, from, awayMin)
  return best
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
    const zone = zoneBeside(zones, from, i)
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
interface Cover {
  /** Courier `c` can be at the restaurant of zone `from` in `inMin` minutes. */
  readonly add: (c: number, from: number, inMin: number) => void
  readonly remove: (c: number, from: number) => void
  /** Weighted minutes that food waits less when such a courier is there as well. O(zones around × depth). */
  readonly gain: (vehicle: number, from: number, inMin: number) => number
  /**
   * At least the same of a courier who is there already. Who comes leaves less to gain for everybody after, so that what was
   * worked out stays a bound until somebody leaves.
   */
  readonly mostGain: (vehicle: number, zone: number) => number
  /** Somebody left the zone for good. */
  readonly left: (zone: number) => void
}

const makeCover = (s: PlanState, demand: Demand, zones: Zones, options: PrepositionOptions): Cover => {
  const { depth } = options
  // One more than counts, so that taking somebody out leaves enough.
  const kept = depth + 1
  const minutes = new Float64Array(zones.count * kept).fill(FAR_MINUTES)
  const who = new Int32Array(zones.count * kept).fill(-1)
  const waits = new Float64Array(FAR_MINUTES + 1)
  fillExpectedWaits(demand, s.beforePickupMs / MINUTE_MS, waits)
  for (let i = 0; i < waits.length; i++) waits[i] = f64(waits, i) + options.nearness * i
  const minutesPerM = speeds(s, zones)
  const known = new Float64Array(zones.count * VEHICLES).fill(-1)
  const gain = (vehicle: number, from: number, inMin: number): number =>
    gainAround(zones, minutes, waits, kept, options, from, inMin, f64(minutesPerM, vehicle))
  const add = (c: number, from: number, inMin: number): void => {
    const pace = f64(minutesPerM, i32(s.vehicle, c))
    for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
      const zone = zoneBeside(zones, from, i)
      let eta = inMin + metresBeside(zones, from, i) * pace
      let courier = c
      for (let k = zone * kept; k < (zone + 1) * kept; k++) {
        const otherEta = f64(minutes, k)
        if (eta >= otherEta) continue
        const other = i32(who, k)
        minutes[k] = eta
        who[k] = courier
        eta = otherEta
        courier = other
      }
    }
  }
  return {
    add,
    remove: (c, from) => removeFrom(zones, kept, minutes, who, c, from),
    gain,
    mostGain: (vehicle, zone) => {
      const slot = zone * VEHICLES + vehicle
      if (f64(known, slot) < 0) known[slot] = gain(vehicle, zone, 0)
      return f64(known, slot)
    },
    left: (zone) => {
      for (const other of zones.watching(zone)) known.fill(-1, other * VEHICLES, (other + 1) * VEHICLES)
    }
  }
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
    minutes.copyWithin(k, k + 1, base + kept)
    who.copyWithin(k, k + 1, base + kept)
    minutes[base + kept - 1] = FAR_MINUTES
    who[base + kept - 1] = -1
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
/** Sums of the same terms differ by less. */
const ROUNDING = 1 + 1e-9
/** Nobody is farther than that: from here on it makes no difference. */
const FAR_MINUTES = 45
/** Rounding of distances is less, in metres. */
const SLACK_M = 0.001
/** 12 km/h, where no way is known. */
const SLOW_MINUTES_PER_M = 0.005
