import { MINUTE_MS, SECOND_MS, at, f64, haversineM, i32 } from "@hotbag/core"
import type { Demand } from "./demand.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { PrepositionOptions } from "./preposition.ts"
import { duration } from "./TravelCache.ts"
import { makeZoneCover } from "./ZoneCover.ts"
import type { ZoneCover } from "./ZoneCover.ts"
import { metresBeside, zoneBeside } from "./zones.ts"
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
  const cover = makeZoneCover(s, demand, zones, options)
  const home = new Int32Array(s.courierCount)
  for (let c = 0; c < s.courierCount; c++) home[c] = coverHome(s, zones, cover, c)
  for (const c of idle) {
    const from = i32(home, c)
    if (from < 0) continue
    const best = bestZone(s, zones, cover, price * total, c, from, options)
    if (best < 0) continue
    const awayMs = duration(s.travel, i32(s.vehicle, c), i32(s.start, c), at(zones.restaurant, from))
    cover.leave(c, from, awayMs / MINUTE_MS)
    cover.add(c, best, 0)
    move(c, at(zones.restaurant, hopTowards(s, zones, c, from, best, options.hopMs)))
  }
}

/** The zone in which courier `c` will be free; the zones around it are covered. */
const coverHome = (s: PlanState, zones: Zones, cover: ZoneCover, c: number): number => {
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
 * would be worth there, which all couriers share, less what one more beside this one would be worth here, since what each
 * adds becomes less with every other; only where that is enough is it looked at without this courier here.
 */
const bestZone = (
  s: PlanState,
  zones: Zones,
  cover: ZoneCover,
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
  const awayMin = duration(s.travel, vehicle, start, at(zones.restaurant, from)) / MINUTE_MS
  let here = cover.gain(vehicle, from, awayMin) / ROUNDING
  let isExact = false
  let best = -1
  let most = 0
  for (let i = 0; i < i32(zones.neighbourCount, from); i++) {
    // By the triangle inequality the way is no shorter: most zones are ruled out without asking for their travel time.
    const leastMs = Math.max(0, metresBeside(zones, from, i) - homeM) * leastMsPerM
    if (leastMs > mostMs) break
    const to = zoneBeside(zones, from, i)
    const leastDrive = (price * leastMs) / MINUTE_MS
    if (cover.roughGain(vehicle, to) * ROUNDING - here - leastDrive <= most) continue
    const atMost = cover.mostGain(vehicle, to) * ROUNDING - here
    if (atMost - leastDrive <= most) continue
    const ms = duration(s.travel, vehicle, start, at(zones.restaurant, to))
    const drive = (price * ms) / MINUTE_MS
    if (ms === 0 || ms > mostMs || atMost - drive <= most) continue
    if (!isExact) {
      isExact = true
      cover.remove(c, from)
      here = cover.gain(vehicle, from, awayMin)
    }
    const worth = cover.gain(vehicle, to, 0) - here - drive
    if (worth <= most) continue
    most = worth
    best = to
  }
  if (isExact) cover.add(c, from, awayMin)
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
    if (ms === 0 || ms > hopMs) continue
    const leftMs = duration(s.travel, vehicle, place, end)
    if (leftMs >= leastMs) continue
    leastMs = leftMs
    best = zone
  }
  return best
}

/** Sums of the same terms differ by less. */
const ROUNDING = 1 + 1e-9
/** Rounding of distances is less, in metres. */
const SLACK_M = 0.001
