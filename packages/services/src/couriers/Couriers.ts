import {
  type CourierId,
  type CourierStatus,
  Limits,
  type OrderCase,
  type RegionId,
  type Vehicle
} from "@hotbag/core"
import { Clock, Context, Effect, Layer, type Option } from "effect"
import type { LatLng } from "@hotbag/core"
import type { Actor } from "../Actor.ts"
import { Catalogue } from "../catalogue/Catalogue.ts"
import { NotFound } from "../NotFound.ts"
import { RegionRefused } from "../RegionRefused.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import {
  type Courier,
  type CourierProfile,
  courierStatus,
  isCarriedBy,
  isOfferedTo,
  isOnDuty,
  newCourier
} from "./Courier.ts"
import { CourierFeed, type CourierNews } from "./CourierFeed.ts"
import { CourierStore } from "./CourierStore.ts"
import { CourierWork } from "./CourierWork.ts"
import { CourierExists, DutyRefused } from "./errors.ts"

/** A courier as they see themselves: what they do, what they are asked, what they carry. */
export interface CourierNow {
  readonly courier: Courier
  readonly status: CourierStatus
  /** Cases that the courier is asked to carry; those of a bundle have the same offer id. */
  readonly offers: ReadonlyArray<OrderCase>
  /** Cases in hand. */
  readonly work: ReadonlyArray<OrderCase>
}

/** What a courier says when going on duty. */
export interface GoOnDuty {
  readonly regionId: RegionId
  readonly vehicle: Vehicle
  readonly position: LatLng
  /** End of the turn; null: until the courier goes off. */
  readonly offAtMs: number | null
}

/** Couriers: who they are, when they work, where they are (S22, S58, C15). A stranger's courier does not exist for them (P9). */
export class Couriers extends Context.Service<
  Couriers,
  {
    /**
     * Operators add a courier; saying the same again changes nothing. A region may have couriers before it has restaurants, so that it
     * can be opened with both, as long as there are no more than `Limits.regions` in all (P8).
     */
    readonly onboard: (
      actor: Actor,
      profile: CourierProfile
    ) => Effect.Effect<Courier, CourierExists | NotFound | RegionRefused | StoreUnavailable>
    /** Operators page through the couriers of a region; where those are who are off duty they do not see (S135). */
    readonly list: (
      actor: Actor,
      regionId: RegionId,
      after: CourierId | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<Courier>, NotFound | StoreUnavailable>
    /** A courier as operators or they themselves see them. */
    readonly now: (
      actor: Actor,
      courierId: CourierId
    ) => Effect.Effect<CourierNow, NotFound | StoreUnavailable>
    /**
     * Goes on duty, or changes end, place or vehicle while on duty: in the region where the courier is at home or was last, or in one with a
     * restaurant. Any other would get a dispatcher that has nothing to do (P8).
     */
    readonly goOn: (
      actor: Actor,
      courierId: CourierId,
      start: GoOnDuty
    ) => Effect.Effect<CourierNow, DutyRefused | NotFound | RegionRefused | StoreUnavailable>
    /** Goes off duty: no new work; an open offer and what is in hand go on. Doing so again changes nothing. */
    readonly goOff: (
      actor: Actor,
      courierId: CourierId
    ) => Effect.Effect<CourierNow, NotFound | StoreUnavailable>
    /** The courier was at a place at `atMs`; older news than what is known changes nothing. For the platform's own use. */
    readonly moved: (
      courierId: CourierId,
      at: LatLng,
      atMs: number
    ) => Effect.Effect<void, NotFound | StoreUnavailable>
  }
>()("@hotbag/services/couriers/Couriers") {
  static readonly layer: Layer.Layer<Couriers, never, Catalogue | CourierFeed | CourierStore | CourierWork> =
    Layer.effect(
      Couriers,
      Effect.suspend(() => makeCouriers)
    )
}

const makeCouriers = Effect.gen(function* () {
  const store = yield* CourierStore
  const work = yield* CourierWork
  const feed = yield* CourierFeed
  const catalogue = yield* Catalogue
  // Regions that couriers were added to: they are there, and need no looking up again.
  const opened = new Set<RegionId>()

  const known = (found: Effect.Effect<Option.Option<Courier>, StoreUnavailable>) =>
    Effect.flatMap(found, (courier) => Effect.mapError(Effect.fromOption(courier), () => new NotFound()))
  const told = (courier: Courier) => Effect.as(feed.publish(newsOf(courier)), courier)
  const seen = Effect.fnUntraced(function* (courier: Courier) {
    const { courierId, regionId } = courier
    const cases = yield* work.of(courierId, regionId)
    const atMs = yield* Clock.currentTimeMillis
    const status = courierStatus(courier, cases, atMs)
    return {
      courier: status === "offline" ? unseen(courier) : courier,
      status,
      offers: cases.filter((each) => isOfferedTo(each, courierId)),
      work: cases.filter((each) => isCarriedBy(each, courierId))
    }
  })

  return Couriers.of({
    onboard: Effect.fn("Couriers.onboard")(function* (actor, profile) {
      yield* requireOperator(actor)
      if (!opened.has(profile.regionId)) yield* requireRoom(catalogue, store, profile.regionId)
      const courier = yield* store.add(newCourier(profile))
      opened.add(courier.regionId)
      if (!isSame(courier, profile)) return yield* new CourierExists({ courierId: profile.courierId })
      return courier
    }),
    list: Effect.fn("Couriers.list")(function* (actor, regionId, after, limit) {
      yield* requireOperator(actor)
      return whoIsSeen(yield* store.list(regionId, after, limit), yield* Clock.currentTimeMillis)
    }),
    now: Effect.fn("Couriers.now")(function* (actor, courierId) {
      yield* requireSelf(actor, courierId)
      return yield* seen(yield* known(store.find(courierId)))
    }),
    goOn: Effect.fn("Couriers.goOn")(function* (actor, courierId, start) {
      yield* requireSelf(actor, courierId)
      const before = yield* seen(yield* known(store.find(courierId)))
      const atMs = yield* Clock.currentTimeMillis
      const why = whyNot(before, start, atMs)
      if (why !== null) return yield* new DutyRefused({ why })
      const { offAtMs, position, regionId, vehicle } = start
      if (regionId !== before.courier.regionId && !(yield* catalogue.hasRegion(regionId))) {
        return yield* new RegionRefused({ regionId, why: "unknown" })
      }
      const duty = { onAtMs: atMs, offAtMs }
      const last = { at: position, atMs }
      const courier = yield* known(store.startDuty({ courierId, regionId, vehicle, duty, position: last }))
      return yield* seen(yield* told(courier))
    }),
    goOff: Effect.fn("Couriers.goOff")(function* (actor, courierId) {
      yield* requireSelf(actor, courierId)
      const atMs = yield* Clock.currentTimeMillis
      return yield* seen(yield* told(yield* known(store.endDuty(courierId, atMs))))
    }),
    moved: Effect.fnUntraced(function* (courierId, at, atMs) {
      yield* told(yield* known(store.moved(courierId, { at, atMs })))
    })
  })
})

const newsOf = ({ courierId, duty, regionId }: Courier): CourierNews => ({ courierId, regionId, duty })

/** Where somebody is who is not at work is nobody's business (S135). */
const unseen = (courier: Courier): Courier => ({ ...courier, position: null })

const whoIsSeen = (couriers: ReadonlyArray<Courier>, atMs: number): ReadonlyArray<Courier> =>
  couriers.map((courier) => (isOnDuty(courier, atMs) ? courier : unseen(courier)))

/** Room for couriers in the region: it is there, or one more fits. */
const requireRoom = Effect.fnUntraced(function* (
  { hasRegion, regions }: Catalogue["Service"],
  store: CourierStore["Service"],
  regionId: RegionId
) {
  if (yield* hasRegion(regionId)) return
  const known = new Set([...(yield* regions), ...(yield* store.regions)])
  if (known.has(regionId) || known.size < Limits.regions) return
  return yield* new RegionRefused({ regionId, why: "too-many" })
})

/** Operators see everybody, a courier only themselves. */
const requireSelf = (actor: Actor, courierId: CourierId): Effect.Effect<void, NotFound> =>
  isOperator(actor) || (actor.role === "courier" && actor.subject === courierId)
    ? Effect.void
    : Effect.fail(new NotFound())

const requireOperator = (actor: Actor): Effect.Effect<void, NotFound> =>
  isOperator(actor) ? Effect.void : Effect.fail(new NotFound())

const isOperator = ({ role }: Actor): boolean => role === "operator" || role === "system"

const isSame = (courier: Courier, profile: CourierProfile): boolean =>
  courier.name === profile.name && courier.regionId === profile.regionId

const whyNot = (
  { courier, offers, work }: CourierNow,
  { offAtMs, regionId, vehicle }: GoOnDuty,
  atMs: number
): DutyRefused["why"] | null => {
  if (offAtMs !== null && offAtMs <= atMs) return "ends-in-the-past"
  if (offAtMs !== null && offAtMs > atMs + Limits.dutyMs) return "too-long"
  if (work.length + offers.length === 0) return null
  if (courier.regionId !== regionId) return "work-in-another-region"
  return courier.vehicle === vehicle ? null : "work-on-another-vehicle"
}
