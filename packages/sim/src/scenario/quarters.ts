import { HOUR_MS, type LatLng, at, boundaryOf, centreOf, f64, i32 } from "@hotbag/core"
import { chooseWeighted, runningSums } from "./chooseWeighted.ts"
import { placeNear } from "./placeNear.ts"
import type { ScenarioPlace, ScenarioRegion } from "./ScenarioRegion.ts"

/** The restaurants of a region whose demand is given by place and hour. */
export interface SharedQuarters {
  /** Share of the day's orders that each restaurant has. */
  readonly weights: ReadonlyArray<number>
  /** Somewhere in the cell of restaurant `i`, evenly; three draws in 0..1. */
  readonly place: (i: number, corner: number, u: number, v: number) => LatLng
  /** The restaurant of an order placed then: a place by the weights of the hour, and one in it by popularity. */
  readonly choose: (placedAtMs: number, u: number) => number
}

/**
 * Quarters of a region by H3 cell: each has a restaurant at least, the others go where the day's demand is, and within a
 * quarter orders go by popularity. Where an hour has no weight at all, those of the whole day count.
 */
export const shareQuarters = (
  { places }: ScenarioRegion,
  popularities: ReadonlyArray<number>,
  draw: (i: number) => number
): SharedQuarters => {
  const ofDay = places.map(({ weights }) => weights.reduce((sum, weight) => sum + weight, 0))
  const daySums = runningSums(ofDay)
  const quarterOf = Int32Array.from(popularities, (_, i) =>
    i < places.length ? i : chooseWeighted(daySums, draw(i))
  )
  const members: ReadonlyArray<Array<number>> = places.map(() => [])
  quarterOf.forEach((quarter, i) => at(members, quarter).push(i))
  const memberSums = members.map((restaurants) => runningSums(restaurants.map((i) => at(popularities, i))))
  const hourSums = Array.from({ length: 24 }, (_, hour) => sumsOfHour(places, hour, daySums))
  const dayTotal = f64(daySums, places.length - 1)
  return {
    weights: popularities.map((popularity, i) => {
      const quarter = i32(quarterOf, i)
      const sums = at(memberSums, quarter)
      return (at(ofDay, quarter) / dayTotal) * (popularity / f64(sums, sums.length - 1))
    }),
    place: (i, corner, u, v) => withinCell(at(places, i32(quarterOf, i)), corner, u, v),
    choose: (placedAtMs, u) => {
      const sums = at(hourSums, Math.floor(placedAtMs / HOUR_MS) % 24)
      const quarter = chooseWeighted(sums, u)
      // What is left of the draw within the quarter's share of it chooses the restaurant.
      const before = quarter === 0 ? 0 : f64(sums, quarter - 1)
      const width = f64(sums, quarter) - before
      const rest = width > 0 ? (u * f64(sums, sums.length - 1) - before) / width : 0.5
      return at(at(members, quarter), chooseWeighted(at(memberSums, quarter), Math.min(rest, 1 - 1e-12)))
    }
  }
}

const sumsOfHour = (
  places: ReadonlyArray<ScenarioPlace>,
  hour: number,
  ofDay: Float64Array
): Float64Array => {
  const sums = runningSums(places.map(({ weights }) => at(weights, hour)))
  return f64(sums, sums.length - 1) > 0 ? sums : ofDay
}

/** A place in the triangle between a cell's centre and two neighbouring corners, which is as likely as any other. */
const withinCell = ({ cell }: ScenarioPlace, corner: number, u: number, v: number): LatLng => {
  const centre = centreOf(cell)
  const corners = boundaryOf(cell)
  const k = Math.floor(corner * corners.length)
  const [a, b] = [at(corners, k), at(corners, (k + 1) % corners.length)]
  // Folded back into the triangle, so that it is filled evenly.
  const [s, t] = u + v > 1 ? [1 - u, 1 - v] : [u, v]
  return placeNear(
    {
      lat: centre.lat + s * (a.lat - centre.lat) + t * (b.lat - centre.lat),
      lng: centre.lng + s * (a.lng - centre.lng) + t * (b.lng - centre.lng)
    },
    0,
    0
  )
}
