import { type CourierId, haversineM, Limits } from "@hotbag/core"
import { Clock, Effect, type Scope } from "effect"
import type { CourierFeed, CourierNews } from "../couriers/CourierFeed.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Intake } from "./Intake.ts"
import { MovedNews } from "./MovedNews.ts"
import type { KeptPosition, PositionStore } from "./PositionStore.ts"

/**
 * Writes some of what was laid aside every `Limits.positionsWriteMs`, behind the phones' backs, and all of it when the scope closes. A thousand
 * couriers who set off together lay a thousand points aside at once: were they written at once, and dispatch told of all of them, every order of
 * that moment would wait. Dispatch is told of those who are really elsewhere, after the store knows. Gives the news that were told here, so
 * that nobody follows their own.
 */
export const keepPositions = Effect.fnUntraced(function* (
  intake: Intake,
  store: PositionStore["Service"],
  feed: CourierFeed["Service"]
): Effect.fn.Return<WeakSet<CourierNews>, never, Scope.Scope> {
  const ownNews = new WeakSet<CourierNews>()
  const moved = new MovedNews()
  const writeSome: Effect.Effect<void, StoreUnavailable> = Effect.gen(function* () {
    const points = intake.pending.take()
    if (points.length === 0) return
    yield* Effect.onError(store.keep(points), () => Effect.sync(() => intake.pending.giveBack(points)))
    for (const news of newsOf(intake, points)) moved.add(news)
  })
  const tell = Effect.gen(function* () {
    for (const news of moved.take(yield* Clock.currentTimeMillis)) {
      ownNews.add(news)
      yield* feed.publish(news)
    }
  })
  const writeAll: Effect.Effect<void, StoreUnavailable> = Effect.suspend(() =>
    intake.pending.size === 0 ? Effect.void : Effect.andThen(writeSome, writeAll)
  )
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => intake.keepAll()).pipe(
      Effect.andThen(writeAll),
      Effect.catchCause((cause) =>
        Effect.logWarning("the last positions of couriers were not written", cause)
      )
    )
  )
  const again = Effect.matchCauseEffect(writeSome, {
    onFailure: (cause) =>
      Effect.andThen(
        Effect.logWarning("positions of couriers wait to be written", cause),
        Effect.sleep(Limits.positionsRestMs)
      ),
    onSuccess: () =>
      Effect.andThen(
        tell,
        Effect.suspend(() => {
          const isAtRest = intake.pending.size === 0 && moved.size === 0
          return Effect.sleep(isAtRest ? Limits.positionsRestMs : Limits.positionsWriteMs)
        })
      )
  })
  yield* Effect.forkScoped(Effect.forever(again))
  return ownNews
})

/** Of everybody who was written: who is farther from where dispatch believes them than satellites err. */
const newsOf = ({ fleet }: Intake, points: ReadonlyArray<KeptPosition>): ReadonlyArray<CourierNews> => {
  const news: Array<CourierNews> = []
  const last = new Map<CourierId, KeptPosition>()
  for (const point of points) last.set(point.courierId, point)
  for (const { at, courierId } of last.values()) {
    const tracked = fleet.find(courierId)
    if (tracked === undefined) continue
    if (tracked.told !== null && haversineM(tracked.told, at) <= Limits.courierJitterM) continue
    tracked.told = at
    news.push({ courierId, regionId: tracked.regionId, movedTo: at })
  }
  return news
}
