import { planeXMm, planeYMm } from "../geo/Plane.ts"
import { invariant } from "../Invariant.ts"
import { MINUTE_MS } from "../Units.ts"
import type { TravelModel } from "./TravelModel.ts"

/**
 * The travel times of the Meal Delivery Routing Problem (Reyes et al. 2018): the Euclidean distance divided by
 * `metersPerMinute`, rounded up to whole minutes; the same for every vehicle and hour. For places made by `fromPlane`.
 *
 * Exact where it matters: squares of whole millimetres are compared, so a distance that is a whole number of minutes
 * is never rounded up to the next one by float noise. That holds for speeds given to the millimetre, up to 94 km
 * between places given to the millimetre, and everywhere on the plane between places given to the metre (below 2^53
 * the squares are exact).
 *
 * @throws InvariantViolation when `metersPerMinute` is not positive and finite.
 */
export const planarWholeMinutes = (options: { readonly metersPerMinute: number }): TravelModel => {
  const { metersPerMinute } = options
  invariant(
    metersPerMinute > 0 && metersPerMinute < Infinity,
    "metersPerMinute must be positive and finite",
    {
      metersPerMinute
    }
  )
  // 1.001 × 1,000 is 1,000.9999999999999: a speed given to the millimetre is meant to be one.
  const nearestMm = Math.round(metersPerMinute * 1_000)
  const mmPerMinute = nearestMm / 1_000 === metersPerMinute ? nearestMm : metersPerMinute * 1_000
  return {
    name: "planar-whole-minutes",
    // The slack covers the noise of distances computed on the sphere.
    topSpeedMps: (metersPerMinute / 60) * (1 + 1e-9),
    durationMs: (from, to) => {
      const eastMm = planeXMm(to) - planeXMm(from)
      const northMm = planeYMm(to) - planeYMm(from)
      return MINUTE_MS * wholeMinutes(eastMm * eastMm + northMm * northMm, mmPerMinute)
    }
  }
}

/**
 * Fewest whole minutes in which the square of the way covered reaches `squareMm`. The root of a square is exact, so
 * the estimate is never too large; just above one it may round down to it, and is then too small.
 */
const wholeMinutes = (squareMm: number, mmPerMinute: number): number => {
  let minutes = Math.ceil(Math.sqrt(squareMm) / mmPerMinute)
  while ((minutes * mmPerMinute) ** 2 < squareMm) minutes += 1
  return minutes
}
