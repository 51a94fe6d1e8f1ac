import { haversineM, haversineTravel, type LatLng, type TravelModel, type Vehicle } from "@hotbag/core"
import type { PlannedTravel } from "../../world/City.ts"
import { bannedCircles } from "./demand.ts"
import type { Disturbance } from "./Disturbance.ts"
import { type During, eased, strengthAt } from "./during.ts"
import { makeZone, type RegionPlace, type Zone } from "./where.ts"

/** How a disturbed day is travelled, and what dispatch believes of it. */
export interface DisturbedTravel {
  readonly travel: TravelModel
  /** Left out where dispatch knows the truth. */
  readonly plannedTravel?: PlannedTravel
}

/**
 * Travel of a day that is disturbed so; times settled. Rain and crowds only slow down, and around closed zones ways only
 * get longer, so the top speed stays a bound; both directions take as long when they begin at the same time.
 */
export const disturbedTravel = (
  base: TravelModel,
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>
): DisturbedTravel => {
  const slows = disturbances.flatMap((disturbance) => slowsOf(disturbance, regions))
  const bans = disturbances.flatMap((disturbance) => bansOf(disturbance, regions))
  const outages = disturbances.filter(({ kind }) => kind === "maps-outage")
  if (slows.length + bans.length + outages.length === 0) return { travel: base }
  const timeOf = (from: LatLng, to: LatLng, vehicle: Vehicle, departAtMs: number, weatherAt: WeatherAt) => {
    let ms = base.durationMs(from, to, vehicle, departAtMs)
    for (const ban of bans) if (strengthAt(ban, departAtMs) > 0) ms *= aroundRatio(ban, from, to)
    for (const slow of slows) {
      const strength = strengthAt(slow, weatherAt(slow.noticedAfterMs))
      if (strength === 0 || !(slow.zone === null || slow.zone(from) || slow.zone(to))) continue
      ms /= eased(slow.speeds[vehicle], strength)
    }
    return Math.ceil(ms)
  }
  const travel: TravelModel =
    slows.length + bans.length === 0
      ? base
      : {
          name: `${base.name}, disturbed`,
          topSpeedMps: base.topSpeedMps,
          durationMs: (from, to, vehicle, departAtMs) =>
            timeOf(from, to, vehicle, departAtMs, () => departAtMs)
        }
  if (outages.length === 0 && slows.every(({ noticedAfterMs }) => noticedAfterMs === 0) && bans.length === 0)
    return { travel }
  const fallback = haversineTravel()
  return {
    travel,
    plannedTravel: {
      topSpeedMps: Math.max(base.topSpeedMps, fallback.topSpeedMps),
      durationMs: (from, to, vehicle, departAtMs, nowMs) =>
        outages.some((outage) => strengthAt(outage, nowMs) > 0)
          ? fallback.durationMs(from, to, vehicle, departAtMs)
          : timeOf(from, to, vehicle, departAtMs, (lagMs) => nowMs - lagMs)
    }
  }
}

/** When the weather is looked at, given how late it is noticed. */
type WeatherAt = (noticedAfterMs: number) => number

interface Slow extends During {
  readonly speeds: Readonly<Record<Vehicle, number>>
  readonly zone: Zone | null
  readonly noticedAfterMs: number
}

const slowsOf = (disturbance: Disturbance, regions: ReadonlyArray<RegionPlace>): ReadonlyArray<Slow> => {
  const { fromMs, rampMs, toMs } = disturbance
  switch (disturbance.kind) {
    case "traffic":
    case "rain": {
      const { noticedAfterMs, speeds, where } = disturbance
      if (Object.values(speeds).every((factor) => factor === 1)) return []
      return [{ fromMs, toMs, rampMs, speeds, zone: makeZone(where, regions), noticedAfterMs }]
    }
    case "stadium-exit": {
      const { speed, stadium, where } = disturbance
      if (speed === 1) return []
      const zone = makeZone({ ...where, circle: stadium }, regions)
      const speeds = { walking: speed, bicycle: speed, motorcycle: speed, car: speed }
      return [{ fromMs, toMs, rampMs, speeds, zone, noticedAfterMs: 0 }]
    }
    case "courier-dropout":
    case "courier-wave":
    case "demand":
    case "gateway-outage":
    case "kitchen-slowdown":
    case "maps-outage":
    case "bus-outage":
    case "store-outage":
    case "shard-outage":
    case "app-disconnects":
    case "promotion":
    case "zone-ban":
      return []
  }
}

interface Ban extends During {
  readonly middle: LatLng
  readonly radiusM: number
}

const bansOf = (disturbance: Disturbance, regions: ReadonlyArray<RegionPlace>): ReadonlyArray<Ban> =>
  disturbance.kind === "zone-ban"
    ? bannedCircles(disturbance, regions).map((circle) => ({
        ...circle,
        fromMs: disturbance.fromMs,
        toMs: disturbance.toMs,
        // A closed road is closed.
        rampMs: 0
      }))
    : []

/**
 * How many times longer the way around a circle is than the straight line: two tangents and the arc between them. 1 where
 * the line does not cross it, or begins or ends in it: who is in the zone may leave, and who has to go there may.
 */
const aroundRatio = ({ middle, radiusM }: Ban, from: LatLng, to: LatLng): number => {
  const a = haversineM(middle, from)
  const b = haversineM(middle, to)
  if (a <= radiusM || b <= radiusM) return 1
  const straight = haversineM(from, to)
  return straight === 0 ? 1 : arcRatio(a, b, straight, radiusM)
}

/** Sides `a` and `b` from the middle to both ends, `straight` between them: a triangle, good for a city. */
const arcRatio = (a: number, b: number, straight: number, radiusM: number): number => {
  const cosine = (a * a + b * b - straight * straight) / (2 * a * b)
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)))
  const arc = angle - Math.acos(radiusM / a) - Math.acos(radiusM / b)
  if (arc <= 0) return 1
  const tangents = Math.sqrt(a * a - radiusM * radiusM) + Math.sqrt(b * b - radiusM * radiusM)
  return Math.max(1, (tangents + radiusM * arc) / straight)
}
