import { invariant, type LatLng, probit } from "@hotbag/core"
import { makeStream } from "../kernel/streams.ts"
import { placeAt, placeNear } from "../scenario/placeNear.ts"

/** How a phone errs. */
export interface GpsNoise {
  /** Time between two fixes, ms. */
  readonly everyMs: number
  /** Standard deviation of the error, east and north, metres: 5 under the sky, 15 between tall blocks. */
  readonly sigmaM: number
  /** Time over which errors are alike: their correlation falls to 1/e, ms. */
  readonly memoryMs: number
  /** Share of fixes that are far off, and how far, metres. */
  readonly outlierShare: number
  readonly outlierM: { readonly min: number; readonly max: number }
  /** Share of fixes that never arrive. */
  readonly lostShare: number
}

/** Figures of a believable phone in a city. */
export const USUAL_GPS_NOISE: GpsNoise = {
  everyMs: 5_000,
  sigmaM: 5,
  memoryMs: 30_000,
  outlierShare: 0.015,
  outlierM: { min: 50, max: 200 },
  lostShare: 0.03
}

/** One fix as the phone sends it. */
export interface GpsFix {
  readonly atMs: number
  readonly position: LatLng
  /** What the phone believes of its error, metres. */
  readonly accuracyM: number
}

/**
 * The fixes of one courier from `fromMs` to `toMs`: the true position plus an error that is a first-order autoregressive
 * process (a wandering one, as between houses), now and then an outlier, now and then nothing. Pure: the same seed and
 * `who` err alike. Nothing is drawn unless asked for, so that a simulation without pings stays as it is. O(1) a fix.
 *
 * @param truth where the courier really is at a time.
 * @param who number of the courier; see `numberOfName`.
 */
export function* gpsTrack(options: {
  readonly truth: (atMs: number) => LatLng
  readonly fromMs: number
  readonly toMs: number
  readonly seed: number
  readonly who: number
  readonly noise?: GpsNoise
}): Generator<GpsFix> {
  const { fromMs, noise = USUAL_GPS_NOISE, seed, toMs, truth, who } = options
  const { everyMs, lostShare, memoryMs, outlierM, outlierShare, sigmaM } = noise
  invariant(everyMs >= 1 && memoryMs > 0, "fixes come at intervals, and errors last", { everyMs, memoryMs })
  const draws = makeStream(seed, "gps")
  const keep = Math.exp(-everyMs / memoryMs)
  const fresh = sigmaM * Math.sqrt(1 - keep * keep)
  let east = sigmaM * probit(draws.uniform(who, 0))
  let north = sigmaM * probit(draws.uniform(who, 1))
  for (let atMs = fromMs, k = 1; atMs < toMs; atMs += everyMs, k++) {
    const draw = (what: number) => draws.uniform(who, DRAWS * k + what)
    if (k > 1) {
      east = keep * east + fresh * probit(draw(0))
      north = keep * north + fresh * probit(draw(1))
    }
    if (draw(2) < lostShare) continue
    const position = placeNear(truth(atMs), east, north)
    const isOutlier = draw(3) < outlierShare
    yield {
      atMs,
      position: isOutlier
        ? placeAt(position, outlierM.min + (outlierM.max - outlierM.min) * draw(4), draw(5))
        : position,
      accuracyM: isOutlier ? 4 * sigmaM : sigmaM
    }
  }
}

/** Draws set aside for each fix. */
const DRAWS = 6
