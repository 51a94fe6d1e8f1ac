import { at, boundaryOf, centreOf, destination, haversineM, type LatLng } from "@hotbag/core"
import type { CityZone } from "../../world/Barriers.ts"
import type { Disturbance } from "./Disturbance.ts"
import { type Circle, middleOf, nearestRegion, type RegionPlace, type Where } from "./where.ts"

/**
 * The zones of a day that is disturbed so, for maps: what is closed, slow or without orders in a part of a region, in the
 * sequence of the disturbances. What holds in whole regions is none. Times settled.
 */
export const zonesOf = (
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>
): ReadonlyArray<CityZone> =>
  disturbances.flatMap((disturbance) => {
    const felt = feltOf(disturbance)
    if (felt === null) return []
    const { effect, where } = felt
    const { fromMs, kind: cause, toMs } = disturbance
    return regions.flatMap((_, region): ReadonlyArray<CityZone> => {
      const outlines = outlinesIn(region, where, regions)
      return outlines.length === 0 ? [] : [{ region, effect, cause, fromMs, toMs, outlines }]
    })
  })

interface Felt {
  readonly effect: CityZone["effect"]
  readonly where: Where
}

/** What a disturbance does to a part of a region that a map can show; null: nothing of the kind. */
const feltOf = (disturbance: Disturbance): Felt | null => {
  switch (disturbance.kind) {
    case "zone-ban":
      return { effect: { kind: "closed" }, where: { ...disturbance.where, circle: disturbance.zone } }
    case "stadium-exit":
      return slow(disturbance.speed, { ...disturbance.where, circle: disturbance.stadium })
    case "rain":
    case "traffic":
      return slow(Math.min(...Object.values(disturbance.speeds)), disturbance.where)
    case "demand":
      return disturbance.factor === 0 ? { effect: { kind: "no-orders" }, where: disturbance.where } : null
    case "app-disconnects":
    case "bus-outage":
    case "courier-dropout":
    case "courier-wave":
    case "gateway-outage":
    case "kitchen-slowdown":
    case "maps-outage":
    case "promotion":
    case "shard-outage":
    case "store-outage":
      return null
  }
}

const slow = (speed: number, where: Where): Felt | null =>
  speed === 1 ? null : { effect: { kind: "slow", timesAsLong: 1 / speed }, where }

/** None where it holds in the whole region, or in no part of it. */
const outlinesIn = (
  region: number,
  { cells, circle, regions: ids }: Where,
  regions: ReadonlyArray<RegionPlace>
): CityZone["outlines"] => {
  const { centre, id } = at(regions, region)
  if (ids !== null && !ids.includes(id)) return []
  const isHere = (position: LatLng) => nearestRegion(regions, position) === region
  if (cells !== null) {
    return cells
      .filter((cell) => isHere(centreOf(cell)))
      .map(boundaryOf)
      .filter((corners) => circle === null || isTouched(circle, middleOf(circle, centre), corners))
  }
  if (circle === null) return []
  const middle = middleOf(circle, centre)
  // A circle with a place of its own is in one region, however many it is meant for.
  if (circle.centre !== null && !isHere(middle)) return []
  return [outlineOf(circle, middle)]
}

const isTouched = ({ radiusM }: Circle, middle: LatLng, corners: ReadonlyArray<LatLng>): boolean =>
  corners.some((corner) => haversineM(middle, corner) <= radiusM)

/** Corners of a drawn circle: a side is a thousandth of its radius off at most. */
const CORNERS = 72

const outlineOf = ({ radiusM }: Circle, middle: LatLng): ReadonlyArray<LatLng> =>
  Array.from({ length: CORNERS }, (_, i) => destination(middle, -(i * 360) / CORNERS, radiusM))
