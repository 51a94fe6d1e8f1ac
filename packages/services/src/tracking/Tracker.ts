import type { CourierId, Fix, FixVerdict, LatLng, RegionId, TrackPoint, Vehicle } from "@hotbag/core"
import { isFresh, Limits } from "@hotbag/core"
import { Context, Effect, Layer, type Option } from "effect"
import { Catalogue } from "../catalogue/Catalogue.ts"
import type { Courier } from "../couriers/Courier.ts"
import { CourierFeed } from "../couriers/CourierFeed.ts"
import { CourierStore } from "../couriers/CourierStore.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CourierPosition } from "./CourierPosition.ts"
import type { TakeVerdict } from "./FixCounts.ts"
import { followCouriers } from "./followCouriers.ts"
import { Intake } from "./Intake.ts"
import { keepPositions } from "./keepPositions.ts"
import { LiveDeliveries } from "./LiveDeliveries.ts"
import { PositionFeed } from "./PositionFeed.ts"
import { PositionStore } from "./PositionStore.ts"
import { takeFrame } from "./takeFrame.ts"

/** A courier near a place. */
export interface NearbyCourier {
  readonly position: CourierPosition
  readonly distanceM: number
}

/**
 * Where couriers are (S15, S72, S88): what phones say is judged and taken here, whichever way it came. Everything but `meet` is a plain
 * function that neither waits nor starts a fiber, since it runs for each of 14,400 fixes a second; times are ms since epoch by our clock.
 * The caller has made sure that whoever sends is the courier.
 */
export class Tracker extends Context.Service<
  Tracker,
  {
    /** Tracks the courier from now on, from where the store last knew them. None: there is no such courier. */
    readonly meet: (courierId: CourierId) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
    /** Takes one fix. `unknown-courier` until somebody has called `meet`. */
    readonly take: (courierId: CourierId, fix: Fix, receivedAtMs: number) => TakeVerdict
    /**
     * Takes fixes that were kept by the phone, each with a verdict of its own in the order in which they came; all or none of them pass the
     * rate. Null: what came there is no fix, and does not harm the others. `sentAtMs`: what the phone's clock showed when it sent them, if it says so.
     */
    readonly takeMany: (
      courierId: CourierId,
      fixes: ReadonlyArray<Fix | null>,
      receivedAtMs: number,
      sentAtMs: number | null
    ) => ReadonlyArray<FixVerdict> | "too-often" | "unknown-courier"
    /**
     * Decodes and takes a message of a courier's socket: a fix as JSON, or an array of them. Answers what to send back, or null when there is
     * nothing to say: a single fix that was taken. See {@link takeFrame} for the answers.
     */
    readonly takeFrame: (courierId: CourierId, text: string, receivedAtMs: number) => string | null
    /** How long a courier who sends too often has to wait, in ms. */
    readonly waitMs: (courierId: CourierId, nowMs: number) => number
    /** Where the courier was last heard to be, however long ago. */
    readonly last: (courierId: CourierId) => CourierPosition | undefined
    /** What the courier moves with; undefined when not tracked. */
    readonly vehicleOf: (courierId: CourierId) => Vehicle | undefined
    /** The courier's way since then as far as it is at hand: about an hour, a point every `Limits.trackStepM`. Oldest first. */
    readonly history: (courierId: CourierId, sinceMs: number) => ReadonlyArray<TrackPoint>
    /** The nearest couriers of a region whose position is fresh, nearest first. */
    readonly near: (
      regionId: RegionId,
      from: LatLng,
      withinM: number,
      limit: number,
      nowMs: number
    ) => ReadonlyArray<NearbyCourier>
    /** Fixes so far, by what became of them. */
    readonly count: (verdict: TakeVerdict) => number
    /** The same in the text format of Prometheus. */
    readonly metrics: () => string
  }
>()("@hotbag/services/tracking/Tracker") {
  /** Tracks until the scope closes; then what was not written yet is written. */
  static readonly layer: Layer.Layer<
    Tracker,
    never,
    Catalogue | CourierFeed | CourierStore | LiveDeliveries | PositionFeed | PositionStore
  > = Layer.effect(
    Tracker,
    Effect.suspend(() => makeTracker)
  )
}

const makeTracker = Effect.gen(function* () {
  const couriers = yield* CourierStore
  const live = yield* LiveDeliveries
  const hasWork = (courierId: CourierId) => live.ofCourier(courierId).length > 0
  const intake = new Intake((yield* PositionFeed).publish, hasWork)
  const { counts, fleet, pending } = intake
  const ownNews = yield* keepPositions(intake, yield* PositionStore, yield* CourierFeed)
  const carriers = new Set<CourierId>()
  const stopFollowing = live.onChange(({ courierId, stops }) => {
    if (courierId !== null && stops.length > 0 && fleet.find(courierId) === undefined) carriers.add(courierId)
  })
  for (const courierId of live.couriers()) carriers.add(courierId)
  yield* Effect.addFinalizer(() => Effect.sync(stopFollowing))
  const meet = yield* followCouriers(intake, couriers, yield* CourierFeed, {
    catalogue: yield* Catalogue,
    carriers,
    ownNews
  })
  return Tracker.of({
    meet,
    take: (courierId, fix, receivedAtMs) => intake.take(courierId, fix, receivedAtMs),
    takeMany: (courierId, fixes, receivedAtMs, sentAtMs) =>
      intake.takeMany(courierId, fixes, receivedAtMs, sentAtMs),
    takeFrame: (courierId, text, receivedAtMs) => takeFrame(intake, courierId, text, receivedAtMs),
    waitMs: (courierId, nowMs) => fleet.find(courierId)?.bucket.waitMs(nowMs) ?? 0,
    last: (courierId) => fleet.find(courierId)?.position ?? undefined,
    vehicleOf: (courierId) => fleet.find(courierId)?.track.vehicle,
    history: (courierId, sinceMs) => fleet.find(courierId)?.ring.since(sinceMs) ?? [],
    near: (regionId, from, withinM, limit, nowMs) =>
      fleet
        .near(
          regionId,
          from,
          withinM,
          Math.min(limit, Limits.nearbyResults),
          ({ position }) => position !== null && isFresh(position.atMs, nowMs)
        )
        .flatMap(({ courier: { position }, distanceM }) =>
          position === null ? [] : [{ position, distanceM }]
        ),
    count: (verdict) => counts.of(verdict),
    metrics: () => counts.text(fleet.size, pending.size)
  })
})
