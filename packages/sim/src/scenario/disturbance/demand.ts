import { type LatLng, haversineM } from "@hotbag/core"
import { makeStream, numberOfName } from "../../kernel/streams.ts"
import type { Disturbance } from "./Disturbance.ts"
import { eased, strengthAt } from "./during.ts"
import { streamOf } from "./settle.ts"
import { makeZone, middleOf, type RegionPlace } from "./where.ts"

/** An order as demand is disturbed by it. */
export interface DemandPoint {
  readonly region: number
  /** Id of the restaurant. */
  readonly restaurant: string
  readonly pickup: LatLng
  readonly dropoff: LatLng
  readonly placedAtMs: number
}

/** How disturbances multiply demand. */
export interface DisturbedDemand {
  /** What the demand for an order like this one is multiplied by. */
  readonly factor: (point: DemandPoint) => number
  /** No factor is above this; at least 1. */
  readonly most: number
}

/** The demand of a day that is disturbed so; null: as usual. Times settled. */
export const disturbedDemand = (
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): DisturbedDemand | null => {
  const factors = disturbances.flatMap((disturbance) => factorsOf(disturbance, regions, seed))
  if (factors.length === 0) return null
  return {
    factor: (point) => factors.reduce((product, { factor }) => product * factor(point), 1),
    most: factors.reduce((product, { most }) => product * Math.max(1, most), 1)
  }
}

const factorsOf = (
  disturbance: Disturbance,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): ReadonlyArray<DisturbedDemand> => {
  switch (disturbance.kind) {
    case "rain":
      return disturbance.demand === 1
        ? []
        : [whereFactor(disturbance, disturbance.where, disturbance.demand, regions)]
    case "demand":
      return [whereFactor(disturbance, disturbance.where, disturbance.factor, regions)]
    case "promotion":
      return [promoted(disturbance, regions, seed)]
    case "zone-ban":
      return [banned(disturbance, regions)]
    case "kitchen-slowdown":
    case "courier-dropout":
    case "courier-wave":
    case "stadium-exit":
    case "gateway-outage":
    case "maps-outage":
    case "bus-outage":
    case "store-outage":
    case "shard-outage":
    case "app-disconnects":
    case "traffic":
      return []
  }
}

const whereFactor = (
  disturbance: Disturbance,
  where: Parameters<typeof makeZone>[0],
  most: number,
  regions: ReadonlyArray<RegionPlace>
): DisturbedDemand => {
  const zone = makeZone(where, regions)
  return {
    factor: ({ pickup, placedAtMs, region }) => {
      const strength = strengthAt(disturbance, placedAtMs)
      return strength === 0 || (zone !== null && !zone(pickup, region)) ? 1 : eased(most, strength)
    },
    most
  }
}

const promoted = (
  promotion: Extract<Disturbance, { readonly kind: "promotion" }>,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): DisturbedDemand => {
  const zone = makeZone(promotion.where, regions)
  const draws = makeStream(seed, streamOf(promotion, "restaurant"))
  const { factor: most, newDemand, share } = promotion
  // What is taken from the others is spread over them all.
  const others = share === 1 ? 1 : Math.max(0, 1 - ((1 - newDemand) * share * (most - 1)) / (1 - share))
  return {
    factor: ({ pickup, placedAtMs, region, restaurant }) => {
      const strength = strengthAt(promotion, placedAtMs)
      if (strength === 0 || (zone !== null && !zone(pickup, region))) return 1
      return eased(draws.uniform(numberOfName(restaurant)) < share ? most : others, strength)
    },
    most: Math.max(most, others)
  }
}

const banned = (
  ban: Extract<Disturbance, { readonly kind: "zone-ban" }>,
  regions: ReadonlyArray<RegionPlace>
): DisturbedDemand => {
  const circles = bannedCircles(ban, regions)
  return {
    factor: ({ dropoff, pickup, placedAtMs }) => {
      if (strengthAt(ban, placedAtMs) === 0) return 1
      const isIn = (place: LatLng) =>
        circles.some(({ middle, radiusM }) => haversineM(middle, place) <= radiusM)
      return isIn(pickup) || isIn(dropoff) ? 0 : 1
    },
    most: 1
  }
}

/** The closed circles themselves. */
export const bannedCircles = (
  { where, zone }: Extract<Disturbance, { readonly kind: "zone-ban" }>,
  regions: ReadonlyArray<RegionPlace>
): ReadonlyArray<{ readonly middle: LatLng; readonly radiusM: number }> =>
  regions
    .filter(({ id }) => where.regions === null || where.regions.includes(id))
    .map(({ centre }) => ({ middle: middleOf(zone, centre), radiusM: zone.radiusM }))
