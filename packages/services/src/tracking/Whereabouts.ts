import {
  type CourierId,
  type Fix,
  type FixVerdict,
  type LatLng,
  Limits,
  type RegionId,
  type TrackPoint
} from "@hotbag/core"
import { Clock, Context, Data, Effect, Layer } from "effect"
import type { Actor } from "../Actor.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CourierPosition } from "./CourierPosition.ts"
import { LiveDeliveries } from "./LiveDeliveries.ts"
import { PositionStore } from "./PositionStore.ts"
import { type NearbyCourier, Tracker } from "./Tracker.ts"

/** A courier's phone sends more fixes than anybody needs (C20). Wire: 429. */
export class FixesTooOften extends Data.TaggedError("FixesTooOften")<{ readonly retryAfterMs: number }> {
  override get message(): string {
    return `At most ${Limits.fixRate.perSecond} positions a second; several that were kept go in one request.`
  }
}

/** Fixes that a phone sends at once. */
export interface FixReport {
  /** Null: what came there is no fix. */
  readonly fixes: ReadonlyArray<Fix | null>
  /** What the phone's clock showed when it sent them; null: it does not say. */
  readonly sentAtMs: number | null
}

/** Where couriers are, for whom it concerns; for everybody else there is no such courier (P9). */
export class Whereabouts extends Context.Service<
  Whereabouts,
  {
    /** Couriers say where they are, operators for them: a verdict for each fix, in the order they came. The same again changes nothing. */
    readonly report: (
      actor: Actor,
      courierId: CourierId,
      report: FixReport
    ) => Effect.Effect<ReadonlyArray<FixVerdict>, FixesTooOften | NotFound | StoreUnavailable>
    /** Whether this actor may say where the courier is. */
    readonly mayReport: (actor: Actor, courierId: CourierId) => boolean
    /**
     * Where the courier was last heard to be while on duty or with something in hand (S135): for themselves, for operators, and for the customer and
     * the restaurant of what they carry, as long as they do.
     */
    readonly of: (
      actor: Actor,
      courierId: CourierId
    ) => Effect.Effect<CourierPosition, NotFound | StoreUnavailable>
    /** Operators see who is near a place, nearest first; only who was heard of within `Limits.freshMs`. */
    readonly near: (
      actor: Actor,
      where: {
        readonly regionId: RegionId
        readonly from: LatLng
        readonly withinM: number
        readonly limit: number
      }
    ) => Effect.Effect<ReadonlyArray<NearbyCourier>, NotFound>
    /** Operators see the way of a courier, oldest first; at most `Limits.trackPage` points. */
    readonly track: (
      actor: Actor,
      courierId: CourierId,
      sinceMs: number,
      untilMs: number
    ) => Effect.Effect<ReadonlyArray<TrackPoint>, NotFound | StoreUnavailable>
  }
>()("@hotbag/services/tracking/Whereabouts") {
  static readonly layer: Layer.Layer<Whereabouts, never, LiveDeliveries | PositionStore | Tracker> =
    Layer.effect(
      Whereabouts,
      Effect.suspend(() => makeWhereabouts)
    )
}

const makeWhereabouts = Effect.gen(function* () {
  const tracker = yield* Tracker
  const live = yield* LiveDeliveries
  const store = yield* PositionStore

  const report = Effect.fn("Whereabouts.report")(function* (
    actor: Actor,
    courierId: CourierId,
    { fixes, sentAtMs }: FixReport
  ) {
    if (!mayReport(actor, courierId)) return yield* new NotFound()
    const take = Effect.map(Clock.currentTimeMillis, (nowMs) => {
      const [only] = fixes
      if (only === undefined || only === null || fixes.length > 1 || sentAtMs !== null) {
        return tracker.takeMany(courierId, fixes, nowMs, sentAtMs)
      }
      const verdict = tracker.take(courierId, only, nowMs)
      return verdict === "too-often" || verdict === "unknown-courier" ? verdict : [verdict]
    })
    // Whom nobody has asked for yet is not unknown.
    if (tracker.vehicleOf(courierId) === undefined) yield* tracker.meet(courierId)
    const verdicts = yield* take
    if (verdicts === "unknown-courier") return yield* new NotFound()
    if (verdicts !== "too-often") return verdicts
    const retryAfterMs = tracker.waitMs(courierId, yield* Clock.currentTimeMillis)
    return yield* new FixesTooOften({ retryAfterMs })
  })

  return Whereabouts.of({
    report,
    mayReport,
    of: Effect.fn("Whereabouts.of")(function* (actor, courierId) {
      if (!mayReport(actor, courierId) && !isTheirs(actor, live, courierId)) return yield* new NotFound()
      if (tracker.last(courierId) === undefined) yield* tracker.meet(courierId)
      const last = tracker.last(courierId)
      return last ?? (yield* new NotFound())
    }),
    near: Effect.fn("Whereabouts.near")(function* (actor, { from, limit, regionId, withinM }) {
      if (!isOperator(actor)) return yield* new NotFound()
      return tracker.near(regionId, from, withinM, limit, yield* Clock.currentTimeMillis)
    }),
    track: Effect.fn("Whereabouts.track")(function* (actor, courierId, sinceMs, untilMs) {
      if (!isOperator(actor)) return yield* new NotFound()
      return yield* store.track(courierId, sinceMs, untilMs, Limits.trackPage)
    })
  })
})

const isOperator = ({ role }: Actor): boolean => role === "operator" || role === "system"

const mayReport = (actor: Actor, courierId: CourierId): boolean =>
  isOperator(actor) || (actor.role === "courier" && actor.subject === courierId)

/** Whether the courier carries something of theirs right now. */
const isTheirs = ({ role, subject }: Actor, live: LiveDeliveries["Service"], courierId: CourierId): boolean =>
  live
    .ofCourier(courierId)
    .some(
      ({ customerId, restaurantId }) =>
        (role === "customer" && customerId === subject) || (role === "restaurant" && restaurantId === subject)
    )
