import { f64 } from "../At.ts"
import { Vehicle } from "../courier/Vehicle.ts"
import { haversineM } from "../geo/haversine.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { invariant } from "../Invariant.ts"
import { HOUR_MS, SECOND_MS, kmhToMps } from "../Units.ts"
import type { TravelModel } from "./TravelModel.ts"

/**
 * Speed along the road by vehicle, km/h. Fitted to public delivery data (real days of four cities).
 */
export const DEFAULT_SPEED_KMH: Readonly<Record<Vehicle, number>> = {
  walking: 5,
  bicycle: 15,
  motorcycle: 23,
  car: 25
}

/**
 * Detour factor by vehicle: road ÷ haversine. Fitted to public road data: over 0.3–4 km its median is 1.37–1.44 by
 * road and about 1.3 on foot.
 */
export const DEFAULT_DETOUR: Readonly<Record<Vehicle, number>> = {
  walking: 1.3,
  bicycle: 1.4,
  motorcycle: 1.4,
  car: 1.4
}

/** What `haversineTravel` may be told; everything has a default. */
export interface HaversineTravelOptions {
  /** Along the road, km/h. Vehicles left out keep `DEFAULT_SPEED_KMH`. */
  readonly speedKmh?: Partial<Readonly<Record<Vehicle, number>>>
  /** Road ÷ haversine, at least 1. Vehicles left out keep `DEFAULT_DETOUR`. */
  readonly detour?: Partial<Readonly<Record<Vehicle, number>>>
  /** Traffic: what the speed is multiplied by when leaving in each hour of the local day; 24 numbers. */
  readonly hourFactor?: ReadonlyArray<number>
  /** Local time − UTC, for `hourFactor`. Default 0: the instants are local already, as in a simulated day. */
  readonly utcOffsetMs?: number
}

/**
 * Travel by rule of thumb: haversine × detour ÷ speed, by vehicle and hour of departure. Needs no map, so it is also
 * what is left when the map is down (S95). Rounded up to whole milliseconds: shorter would be faster than allowed.
 *
 * The factor of the hour of departure holds for the whole way. Within an hour the triangle inequality holds up to
 * the rounding (1 ms); across a change of hour a later departure may arrive earlier.
 *
 * O(1), no allocation.
 *
 * @throws InvariantViolation when a speed, a detour or a factor makes no sense.
 */
export const haversineTravel = (options: HaversineTravelOptions = {}): TravelModel => {
  const msPerM = tableOf(options)
  const offsetMs = options.utcOffsetMs ?? 0
  // A planner asks for one way many times in a row, once for every courier who might take it.
  let lastFrom: LatLng | null = null
  let lastTo: LatLng | null = null
  let lastM = 0
  const distanceM = (from: LatLng, to: LatLng): number => {
    if (from !== lastFrom || to !== lastTo) {
      lastM = haversineM(from, to)
      lastFrom = from
      lastTo = to
    }
    return lastM
  }
  return {
    name: "haversine",
    // The slack covers the rounding of one division and one product.
    topSpeedMps: (SECOND_MS / Math.min(...msPerM)) * (1 + 1e-9),
    durationMs: (from, to, vehicle, departAtMs) =>
      Math.ceil(distanceM(from, to) * f64(msPerM, rowOf(vehicle) + hourOf(departAtMs + offsetMs)))
  }
}

/** Milliseconds for a metre along the straight line, by vehicle (rows of 24) and hour. */
const tableOf = (options: HaversineTravelOptions): Float64Array => {
  const speedKmh = { ...DEFAULT_SPEED_KMH, ...options.speedKmh }
  const detour = { ...DEFAULT_DETOUR, ...options.detour }
  const factors = options.hourFactor ?? Array.from({ length: HOURS }, () => 1)
  invariant(factors.length === HOURS, "a day has 24 hours: give one factor for each", {
    given: factors.length
  })
  const table = new Float64Array(Vehicle.literals.length * HOURS)
  for (const vehicle of Vehicle.literals) {
    invariant(
      detour[vehicle] >= 1 && detour[vehicle] < Infinity,
      "no road is shorter than the straight line",
      {
        vehicle,
        detour: detour[vehicle]
      }
    )
    factors.forEach((factor, hour) => {
      const mps = kmhToMps(speedKmh[vehicle]) * factor
      invariant(mps > 0 && mps < Infinity, "speeds and hour factors must be positive and finite", {
        vehicle,
        hour,
        speedKmh: speedKmh[vehicle],
        factor
      })
      table[rowOf(vehicle) + hour] = (detour[vehicle] * SECOND_MS) / mps
    })
  }
  return table
}

const HOURS = 24

/** Where a vehicle's row starts: a switch over four interned strings costs less than a lookup by key. */
const rowOf = (vehicle: Vehicle): number => {
  switch (vehicle) {
    case "walking":
      return 0
    case "bicycle":
      return HOURS
    case "motorcycle":
      return 2 * HOURS
    case "car":
      return 3 * HOURS
  }
}

/** Hour of the day, 0..23, also before the epoch. */
const hourOf = (localMs: number): number => {
  const hour = Math.floor(localMs / HOUR_MS) % HOURS
  return hour < 0 ? hour + HOURS : hour
}
