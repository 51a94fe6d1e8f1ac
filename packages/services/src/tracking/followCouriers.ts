import { type CourierId, Limits } from "@hotbag/core"
import { Clock, Effect, Option, PubSub, type Scope } from "effect"
import type { Catalogue } from "../catalogue/Catalogue.ts"
import { type Courier, isOnDuty } from "../couriers/Courier.ts"
import type { CourierFeed, CourierNews } from "../couriers/CourierFeed.ts"
import type { CourierStore } from "../couriers/CourierStore.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Intake } from "./Intake.ts"
import { learnReaches } from "./learnReaches.ts"

/** What the tracker knows beside the store. */
export interface Known {
  readonly catalogue: Catalogue["Service"]
  /** Who has something in hand and may not be tracked yet, on duty or not: what is in hand is seen to its end. */
  readonly carriers: Set<CourierId>
  /** What was told from here. */
  readonly ownNews: WeakSet<CourierNews>
}

/** Tracks a courier of the store. */
export type Meet = (courierId: CourierId) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>

/**
 * Knows the couriers whom the tracker tracks: everybody on duty at the start, and whoever is met later; their vehicle, region and turn of duty as
 * shifts change them, here at once, at another server within a minute or so; and forgets who has been silent for long, and where somebody is who
 * neither is on duty nor has anything in hand (S135).
 */
export const followCouriers = Effect.fnUntraced(function* (
  intake: Intake,
  store: CourierStore["Service"],
  feed: CourierFeed["Service"],
  { carriers, catalogue, ownNews }: Known
): Effect.fn.Return<Meet, never, Scope.Scope> {
  const changed = new Set<CourierId>()
  const news = yield* feed.subscribe
  const listen = Effect.map(PubSub.take(news), (one) => {
    if (ownNews.has(one)) return
    changed.add(one.courierId)
    const tracked = intake.fleet.find(one.courierId)
    if (tracked !== undefined && one.duty !== undefined) tracked.duty = one.duty
  })
  yield* Effect.forkScoped(Effect.forever(listen), { startImmediately: true })
  const learnReach = learnReaches(intake.fleet, catalogue)
  const know = Effect.fnUntraced(function* (couriers: ReadonlyArray<Courier>) {
    const nowMs = yield* Clock.currentTimeMillis
    for (const regionId of new Set(couriers.map((each) => each.regionId))) yield* learnReach(regionId)
    for (const courier of couriers) learn(intake, courier, nowMs)
  })
  const start = Effect.gen(function* () {
    for (const regionId of yield* store.regions) {
      yield* know(yield* store.onDuty(regionId, yield* Clock.currentTimeMillis))
    }
  })
  yield* Effect.forkScoped(again(start))
  const round = Effect.gen(function* () {
    yield* Effect.sleep(Limits.couriersReadMs)
    const old = tidy(intake, yield* Clock.currentTimeMillis)
    const strangers = new Set([...intake.strangers, ...unmet(intake, carriers)])
    const some = [...new Set([...strangers, ...[...changed].slice(0, Limits.casesPerPage), ...old])]
    if (some.length === 0) return
    // Before the store is read: what changes meanwhile is read again.
    for (const courierId of some) {
      changed.delete(courierId)
      intake.strangers.delete(courierId)
    }
    const putBack = Effect.sync(() => {
      for (const courierId of some) changed.add(courierId)
      for (const courierId of strangers) carriers.add(courierId)
    })
    const found = yield* Effect.onError(store.those(some), () => putBack)
    const nowMs = yield* Clock.currentTimeMillis
    yield* know(
      found.filter(
        (each) =>
          strangers.has(each.courierId) ||
          isOnDuty(each, nowMs) ||
          intake.fleet.find(each.courierId) !== undefined
      )
    )
  })
  yield* Effect.forkScoped(Effect.forever(Effect.ignore(round)))
  return (courierId) => Effect.tap(store.find(courierId), (found) => know(Option.toArray(found)))
})

/** Takes out some of those who are not tracked yet. */
const unmet = ({ fleet }: Intake, carriers: Set<CourierId>): ReadonlyArray<CourierId> => {
  const some: Array<CourierId> = []
  for (const courierId of carriers) {
    if (some.length >= Limits.casesPerPage) break
    carriers.delete(courierId)
    if (fleet.find(courierId) === undefined) some.push(courierId)
  }
  return some
}

/** Until it succeeds: the store may not be there yet. */
const again = (effect: Effect.Effect<void, StoreUnavailable>): Effect.Effect<void> =>
  Effect.catch(effect, () => Effect.andThen(Effect.sleep(Limits.busyRetryAfterMs), again(effect)))

/** What the store says of a courier; its place counts only when it is much newer than what the phone said. */
const learn = (intake: Intake, courier: Courier, nowMs: number): void => {
  const { fleet } = intake
  const { courierId, position, regionId, vehicle } = courier
  const tracked = fleet.add(courierId, regionId, vehicle, nowMs)
  tracked.duty = courier.duty
  tracked.learnedAtMs = nowMs
  if (position === null || !intake.follows(tracked, nowMs)) return
  const { at, atMs } = position
  if (tracked.position !== null && atMs < tracked.position.atMs + Limits.clockToleranceMs) return
  tracked.track.put(at, atMs)
  intake.found(tracked, {
    courierId,
    regionId,
    at,
    atMs,
    receivedAtMs: nowMs,
    speedMps: null,
    headingDeg: null,
    accuracyM: null
  })
  tracked.kept = tracked.position
}

/**
 * Forgets who has said nothing for so long that even an old fix of theirs would not be taken, and where those are who are not followed. Gives some of whom
 * the store was not asked about for long.
 */
const tidy = (intake: Intake, nowMs: number): ReadonlyArray<CourierId> => {
  const { fleet } = intake
  const old: Array<CourierId> = []
  for (const tracked of fleet.all()) {
    if (nowMs - tracked.heardAtMs > 2 * Limits.fixAgeMs) fleet.forget(tracked)
    else {
      if (tracked.position !== null && !intake.follows(tracked, nowMs)) fleet.hide(tracked)
      if (nowMs - tracked.learnedAtMs > Limits.dutyReadMs && old.length < Limits.dutiesPerRead) {
        old.push(tracked.courierId)
      }
    }
  }
  return old
}
