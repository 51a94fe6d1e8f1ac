import { type CourierId, type Fix, type FixVerdict, haversineM, Limits, tokensOf } from "@hotbag/core"
import type { CourierMove, CourierPosition } from "./CourierPosition.ts"
import { FixCounts, type TakeVerdict } from "./FixCounts.ts"
import { Fleet, type Tracked } from "./Fleet.ts"
import { isFollowed } from "./isFollowed.ts"
import { PendingPositions } from "./PendingPositions.ts"

/**
 * Takes fixes, without a fiber and without waiting: judges them, moves the courier, tells who listens, and lays aside what is worth keeping. A
 * fix costs about a microsecond, whatever the number of couriers.
 */
export class Intake {
  readonly fleet = new Fleet()
  readonly counts = new FixCounts()
  readonly pending = new PendingPositions()
  /** Who sent fixes and is not tracked: they are looked up soon, in case they were only silent for long. */
  readonly strangers = new Set<CourierId>()
  readonly #publish: (move: CourierMove) => void
  readonly #hasWork: (courierId: CourierId) => boolean

  /** `hasWork`: whether a courier has a delivery in hand. */
  constructor(publish: (move: CourierMove) => void, hasWork: (courierId: CourierId) => boolean) {
    this.#publish = publish
    this.#hasWork = hasWork
  }

  /** Takes one fix. */
  take(courierId: CourierId, fix: Fix, receivedAtMs: number): TakeVerdict {
    const tracked = this.#admit(courierId, 1, receivedAtMs)
    if (typeof tracked === "string") return tracked
    if (!this.follows(tracked, receivedAtMs)) return this.#offDuty(tracked)
    const verdict = tracked.track.judge(fix, receivedAtMs)
    this.counts.note(verdict)
    if (verdict === "taken") this.#moved(tracked, fix, receivedAtMs)
    return verdict
  }

  /**
   * Whether a single fix of the courier is beyond the rate, whatever it says; then it is counted as refused. So what comes too often is not even decoded,
   * which costs more than all the rest of a refusal.
   */
  refuses(courierId: CourierId, nowMs: number): boolean {
    const tracked = this.fleet.find(courierId)
    if (tracked === undefined || tracked.bucket.waitMs(nowMs) === 0) return false
    tracked.heardAtMs = nowMs
    this.counts.note("too-often")
    return true
  }

  /**
   * Takes fixes that a phone kept while it was out of reach, in the order of their times, whatever the order they came in. Listeners are told of
   * the last place only; the way there is kept. Null: what came there is no fix.
   */
  takeMany(
    courierId: CourierId,
    fixes: ReadonlyArray<Fix | null>,
    receivedAtMs: number,
    sentAtMs: number | null
  ): ReadonlyArray<FixVerdict> | "too-often" | "unknown-courier" {
    const tracked = this.#admit(courierId, fixes.length, receivedAtMs)
    if (typeof tracked === "string") return tracked
    const inTime = fixes
      .flatMap((fix, i) => (fix === null ? [] : [{ fix, i }]))
      .sort((left, right) => left.fix.atMs - right.fix.atMs || left.i - right.i)
    const newest = inTime.at(-1)?.fix.atMs
    if (newest !== undefined) tracked.track.hearMessage(newest, sentAtMs, receivedAtMs)
    const verdicts: Array<FixVerdict> = fixes.map(() => "malformed")
    this.counts.note("malformed", fixes.length - inTime.length)
    let last: Fix | null = null
    for (const { fix, i } of inTime) {
      if (!this.follows(tracked, fix.atMs + tracked.track.clock.offsetMs)) {
        verdicts[i] = this.#offDuty(tracked)
        continue
      }
      const verdict = tracked.track.judgeKept(fix, receivedAtMs)
      this.counts.note(verdict)
      verdicts[i] = verdict
      if (verdict !== "taken") continue
      this.#keep(tracked, positionOf(tracked, fix, receivedAtMs))
      last = fix
    }
    if (last !== null) this.#moved(tracked, last, receivedAtMs)
    return verdicts
  }

  /** Whether the courier shares where they are at `atMs` (S135): on duty, or with something in hand. */
  follows(tracked: Tracked, atMs: number): boolean {
    return isFollowed(tracked.duty, atMs) || this.#hasWork(tracked.courierId)
  }

  /** Nothing is done with it. They may have gone on duty at another server: the store is asked soon. */
  #offDuty({ courierId }: Tracked): "off-duty" {
    this.counts.note("off-duty")
    if (this.strangers.size < Limits.casesPerPage) this.strangers.add(courierId)
    return "off-duty"
  }

  /** The store knows where the courier was: who waits for what they have in hand hears of it. */
  found(tracked: Tracked, position: CourierPosition): void {
    const before = tracked.position
    this.fleet.place(tracked, position)
    if (this.#hasWork(tracked.courierId)) this.#publish({ position, before })
  }

  /** Lays aside the latest place of everybody who is farther along than what was kept: a server that stops loses nothing. */
  keepAll(): void {
    for (const { kept, position } of this.fleet.all()) {
      if (position !== null && (kept === null || kept.atMs < position.atMs)) this.pending.add(position)
    }
  }

  #admit(courierId: CourierId, fixes: number, nowMs: number): Tracked | "too-often" | "unknown-courier" {
    const tracked = this.fleet.find(courierId)
    if (tracked === undefined) {
      this.counts.note("unknown-courier", fixes)
      if (this.strangers.size < Limits.casesPerPage) this.strangers.add(courierId)
      return "unknown-courier"
    }
    tracked.heardAtMs = nowMs
    if (tracked.bucket.take(tokensOf(fixes), nowMs) === 0) return tracked
    this.counts.note("too-often", fixes)
    return "too-often"
  }

  #moved(tracked: Tracked, fix: Fix, receivedAtMs: number): void {
    const before = tracked.position
    const position = positionOf(tracked, fix, receivedAtMs)
    this.fleet.place(tracked, position)
    this.#keep(tracked, position)
    this.#publish({ position, before })
  }

  /** A point of the way is worth keeping when it is some way from the last, or some time after it. */
  #keep(tracked: Tracked, position: CourierPosition): void {
    const { kept } = tracked
    const isFar = kept === null || haversineM(kept.at, position.at) >= Limits.trackStepM
    if (!isFar && position.atMs - kept.atMs < Limits.trackStepMs) return
    tracked.kept = position
    tracked.ring.add(position.at, position.atMs)
    this.pending.add(position)
  }
}

const positionOf = (
  { courierId, regionId, track }: Tracked,
  { accuracyM, at, headingDeg, speedMps }: Fix,
  receivedAtMs: number
): CourierPosition => ({
  courierId,
  regionId,
  at,
  atMs: track.atMs,
  receivedAtMs,
  speedMps,
  headingDeg,
  accuracyM
})
