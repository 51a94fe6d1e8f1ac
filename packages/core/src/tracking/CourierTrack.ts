import type { Vehicle } from "../courier/Vehicle.ts"
import { haversineM } from "../geo/haversine.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { Limits } from "../Limits.ts"
import type { Fix, FixVerdict } from "./Fix.ts"
import { type Heard, PhoneClock } from "./PhoneClock.ts"
import { RegionReach } from "./RegionReach.ts"

/**
 * What is known of where one courier is. Holds the last fix taken and what is needed to judge the next: judging is O(1) and allocates
 * nothing but the position itself.
 */
export class CourierTrack {
  /** What the courier moves with: decides how far they can have come. */
  vehicle: Vehicle
  /** Where the courier may appear: that of the region. */
  reach: RegionReach
  /** Last position taken; null before the first. */
  at: LatLng | null = null
  /** When it was measured, by our clock, ms since epoch. */
  atMs = 0
  /** The phone's clock. */
  readonly clock = new PhoneClock()
  /** Of the last fix taken, by the phone's clock; NaN when its place came from elsewhere. */
  #phoneAtMs = Number.NaN
  /** Speed over the last fixes taken, m/s: a bound for the next, not a measurement. */
  #speedMps = 0
  #suspect: LatLng | null = null
  #suspectAtMs = 0
  #suspectSinceMs = 0
  #suspects = 0
  /** The message that is judged has shown that the phone's clock was set. */
  #isStepped = false

  constructor(vehicle: Vehicle, reach: RegionReach = new RegionReach()) {
    this.vehicle = vehicle
    this.reach = reach
  }

  /** The courier is known to be there, by something better than a phone: the start of a shift, a store. */
  put(at: LatLng, atMs: number): void {
    this.at = at
    this.atMs = atMs
    this.#speedMps = 0
    this.#suspects = 0
  }

  /**
   * Judges a fix that came at `receivedAtMs`, and moves the courier when it is taken. Times are compared by the
   * phone's clock, which orders what it measured whatever it shows; ours only says how old a position is. A fix that is too far
   * away is refused until `Limits.teleportFixes` that fit each other say the same for `Limits.teleportMs`: so neither an outlier moves the
   * courier nor a wrong first fix locks them out. Far from their region nobody appears, however often it is said.
   */
  judge(fix: Fix, receivedAtMs: number): FixVerdict {
    const heard = this.#hear(this.clock.hear(fix.atMs, receivedAtMs))
    return heard === "early" ? "future" : this.#judge(fix, receivedAtMs, heard === "stepped")
  }

  /** The same for a fix of several that came together, oldest first, after {@link hearMessage}: by itself it says nothing of the phone's clock. */
  judgeKept(fix: Fix, receivedAtMs: number): FixVerdict {
    return this.clock.isAhead(fix.atMs, receivedAtMs)
      ? "future"
      : this.#judge(fix, receivedAtMs, this.#isStepped)
  }

  /**
   * Hears what a message of several fixes says of the phone's clock: what it showed when it sent them, or, when it does not say, the time of the newest.
   */
  hearMessage(newestAtMs: number, sentAtMs: number | null, receivedAtMs: number): void {
    const { clock } = this
    const heard =
      sentAtMs === null ? clock.hear(newestAtMs, receivedAtMs) : clock.hearSent(sentAtMs, receivedAtMs)
    this.#isStepped = this.#hear(heard) === "stepped"
  }

  /** After the phone's clock was set its earlier times say nothing any more. */
  #hear(heard: Heard): Heard {
    if (heard === "stepped") this.#phoneAtMs = Number.NaN
    return heard
  }

  #judge(fix: Fix, receivedAtMs: number, isStepped: boolean): FixVerdict {
    // By now the clock's estimate is never ahead of ours.
    const atMs = Math.min(receivedAtMs, Math.round(fix.atMs + this.clock.offsetMs))
    if (receivedAtMs - atMs > Limits.fixAgeMs) return "stale"
    if (fix.atMs === this.#phoneAtMs) return "duplicate"
    if (fix.atMs < this.#phoneAtMs) return "out-of-order"
    // Before the phone has said anything, or after its clock was set, our own time has to do.
    if (!isStepped && Number.isNaN(this.#phoneAtMs) && this.at !== null && atMs < this.atMs)
      return "out-of-order"
    if (fix.accuracyM !== null && fix.accuracyM > Limits.coarseAccuracyM && this.#isKnownAt(atMs))
      return "coarse"
    const wrong = this.#wrongPlace(fix.at, fix.atMs, atMs)
    if (wrong !== null) return wrong
    this.#take(fix, atMs)
    return "taken"
  }

  /** Whether the last position still says more than a coarse one of `atMs`. */
  #isKnownAt(atMs: number): boolean {
    return this.at !== null && atMs - this.atMs <= Limits.coarseAfterMs
  }

  /** What speaks against the courier being there; null: nothing. */
  #wrongPlace(at: LatLng, phoneAtMs: number, atMs: number): "swapped" | "outside" | "teleport" | null {
    if (this.at === null) return this.reach.holds(at) ? null : "outside"
    const passedMs = Number.isNaN(this.#phoneAtMs) ? atMs - this.atMs : phoneAtMs - this.#phoneAtMs
    const farM = haversineM(this.at, at)
    if (farM <= this.#reachM(this.#speedMps, passedMs)) return null
    if (this.#isSwapped(at)) return "swapped"
    if (!this.reach.holds(at)) return "outside"
    return this.#isConfirmed(at, phoneAtMs) ? null : "teleport"
  }

  /** Whether enough fixes have said for long enough that the courier is somewhere else. */
  #isConfirmed(at: LatLng, phoneAtMs: number): boolean {
    const suspect = this.#suspect
    const fits =
      this.#suspects > 0 &&
      suspect !== null &&
      phoneAtMs > this.#suspectAtMs &&
      haversineM(suspect, at) <= this.#reachM(TOP_SPEED_MPS[this.vehicle], phoneAtMs - this.#suspectAtMs)
    this.#suspects = fits ? this.#suspects + 1 : 1
    if (!fits) this.#suspectSinceMs = phoneAtMs
    this.#suspect = at
    this.#suspectAtMs = phoneAtMs
    return this.#suspects >= Limits.teleportFixes && phoneAtMs - this.#suspectSinceMs >= Limits.teleportMs
  }

  /** Whether the place is a mistake of who writes longitude first. */
  #isSwapped({ lat, lng }: LatLng): boolean {
    return (
      this.at !== null &&
      Math.abs(lng) <= 90 &&
      haversineM(this.at, { lat: lng, lng: lat }) <= Limits.swappedWithinM
    )
  }

  /** How far a courier who went `speedMps` may seem to have come in the time: they speed up, and satellites err. */
  #reachM(speedMps: number, passedMs: number): number {
    const passedS = Math.max(0, passedMs) / 1_000
    const mps = Math.min(TOP_SPEED_MPS[this.vehicle], speedMps + Limits.accelerationMps2 * passedS)
    return Limits.fixErrorM + mps * passedS
  }

  #take(fix: Fix, atMs: number): void {
    const passedS = (fix.atMs - this.#phoneAtMs) / 1_000
    // After suspects the way in between says little of the speed: it may be that of a jump.
    if (this.at === null || !(passedS > 0) || this.#suspects >= Limits.teleportFixes) this.#speedMps = 0
    else {
      const mps = fix.speedMps ?? haversineM(this.at, fix.at) / passedS
      this.#speedMps = Math.min(TOP_SPEED_MPS[this.vehicle], (this.#speedMps + mps) / 2)
    }
    this.at = fix.at
    // Our estimate of the phone's clock may be lowered meanwhile: time still never runs backwards within one clock.
    this.atMs = Number.isNaN(this.#phoneAtMs) ? atMs : Math.max(this.atMs, atMs)
    this.#phoneAtMs = fix.atMs
    this.#suspects = 0
    this.#suspect = null
  }
}

/** No courier goes faster, m/s: a runner, a fast electric bicycle, a motorcycle and a car on an empty motorway. */
const TOP_SPEED_MPS: Readonly<Record<Vehicle, number>> = {
  walking: 6,
  bicycle: 15,
  motorcycle: 36,
  car: 42
}
