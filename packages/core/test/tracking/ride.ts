import { destination, type Fix, type LatLng, type Vehicle } from "@hotbag/core"

/** A generator of pseudo-random numbers in [0, 1): mulberry32. */
export const random = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Normal with mean 0 and deviation 1 (Box and Muller). */
export const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

/** What satellites, phones and networks do to a ride: the figures are those measured for couriers' phones. */
export interface Errors {
  /** Deviation of the error of satellites, in metres: 5, between tall blocks 15; it goes on from second to second. */
  readonly sigmaM: number
  /** Share of outliers of 50 to 200 m. */
  readonly outliers: number
  /** Share of fixes that are lost. */
  readonly lost: number
  /** Between two fixes, in seconds. */
  readonly everyS: number
}

/** A fix as the phone measured it, and the truth. */
export interface Measured {
  readonly fix: Fix
  readonly truth: LatLng
  readonly isOutlier: boolean
}

const USUAL_MPS: Readonly<Record<Vehicle, number>> = { walking: 1.4, bicycle: 4.5, motorcycle: 9, car: 9 }
/** How much of the error of satellites is left a second later. */
const KEPT_PER_S = 0.95

/** Adds to a true way what phones make of it. */
export const measured = (
  way: ReadonlyArray<{ readonly at: LatLng; readonly atMs: number }>,
  errors: Errors,
  next: () => number
): ReadonlyArray<Measured> => {
  const kept = KEPT_PER_S ** errors.everyS
  let northM = errors.sigmaM * normal(next)
  let eastM = errors.sigmaM * normal(next)
  return way.flatMap(({ at, atMs }) => {
    northM = kept * northM + Math.sqrt(1 - kept * kept) * errors.sigmaM * normal(next)
    eastM = kept * eastM + Math.sqrt(1 - kept * kept) * errors.sigmaM * normal(next)
    const isOutlier = next() < errors.outliers
    const isLost = next() < errors.lost
    const noisy = destination(destination(at, 0, northM), 90, eastM)
    const seen = isOutlier ? destination(noisy, 360 * next(), 50 + 150 * next()) : noisy
    const fix = { at: seen, atMs, speedMps: null, headingDeg: null, accuracyM: null }
    return isLost ? [] : [{ fix, truth: at, isOutlier }]
  })
}

/** A ride through a city: straight on, turns at corners, stops at lights; `fixes` places, `everyS` apart. */
export const ride = (
  from: LatLng,
  vehicle: Vehicle,
  fixes: number,
  everyS: number,
  next: () => number
): ReadonlyArray<{ readonly at: LatLng; readonly atMs: number }> => {
  let at = from
  let heading = 90 * Math.floor(4 * next())
  let mps = 0
  let waitS = 0
  const way = []
  for (let i = 0; i < fixes; i++) {
    way.push({ at, atMs: Math.round(i * everyS * 1_000) })
    for (let s = 0; s < everyS; s++) {
      const passedS = Math.min(1, everyS - s)
      if (waitS > 0) waitS -= passedS
      else if (next() < 0.02) {
        waitS = 20 * next()
        mps = 0
      } else if (next() < 0.03) heading += next() < 0.5 ? 90 : -90
      if (waitS <= 0) mps = Math.min(USUAL_MPS[vehicle] * (0.8 + 0.6 * next()), mps + 2 * passedS)
      at = destination(at, heading, waitS > 0 ? 0 : mps * passedS)
    }
  }
  return way
}
