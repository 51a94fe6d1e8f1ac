import { Schema } from "effect"
import { AtMs } from "../Decider.ts"
import { LatLng } from "../geo/LatLng.ts"
import { Limits } from "../Limits.ts"

/** Speed over ground as a phone measures it, in m/s. */
export const SpeedMps = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: Limits.phoneSpeedMps }))
/** Direction of travel, degrees clockwise from north; phones say 360 as well as 0. */
export const HeadingDeg = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 360 }))
/** Radius within which a phone holds its own position for two thirds likely, in metres. */
export const AccuracyM = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: Limits.phoneAccuracyM }))

/** One position of a courier as their phone measured it (S88). */
export const Fix = Schema.Struct({
  at: LatLng,
  /** When, by the phone's own clock, which may be off by minutes (F11). */
  atMs: AtMs,
  speedMps: Schema.NullOr(SpeedMps),
  headingDeg: Schema.NullOr(HeadingDeg),
  accuracyM: Schema.NullOr(AccuracyM)
})
export interface Fix extends Schema.Schema.Type<typeof Fix> {}

/**
 * What became of a fix. Only `taken` moves the courier. `duplicate`: its time was taken already; `out-of-order`: a later one
 * was taken already (F10); `stale`: too old to be worth anything; `future`: ahead of what the phone's clock is known to show;
 * `teleport`: farther away than the courier's vehicle goes in the time, and not confirmed yet; `swapped`: the same, but near the courier when latitude
 * and longitude change places, so that no repetition makes it true; `outside`: the same, and far from everything in the courier's region; `coarse`: so
 * inaccurate that the last position says more; `malformed`: no fix at all, among several that came together; `off-duty`: measured while the courier neither was on duty nor had anything in
 * hand, and so nobody's business (S135).
 */
export const FixVerdict = Schema.Literals([
  "taken",
  "duplicate",
  "out-of-order",
  "stale",
  "future",
  "teleport",
  "swapped",
  "outside",
  "coarse",
  "malformed",
  "off-duty"
])
export type FixVerdict = typeof FixVerdict.Type
