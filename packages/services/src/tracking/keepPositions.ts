import { type CourierId, haversineM, Limits } from "@hotbag/core"
import { Effect, type Scope } from "effect"
import type { CourierFeed, CourierNews } from "../couriers/CourierFeed.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Intake } from "./Intake.ts"
import type { KeptPosition, PositionStore } from "./PositionStore.ts"

/**
 * Writes what was laid aside every `Limits.positionsWriteMs`, behind the phones' backs, and once more when the scope closes. Dispatch is told of
 * those who are really elsewhere, after the store knows: it reads many in one go. Gives the news that were told here, so that
 * nobody follows their own.
 */
export const keepPositions = Effect.fnUntraced(function* (
  intake: Intake,
  store: PositionStore["Service"],
  feed: CourierFeed["Service"]
): Effect.fn.Return<WeakSet<CourierNews>, never, Scope.Scope> {
  const ownNews = new WeakSet<CourierNews>()
  const write: Effect.Effect<void, StoreUnavailable> = Effect.gen(function* () {
    while (intake.pending.size > 0) {
      const points = intake.pending.take()
      yield* Effect.onError(store.keep(points), () => Effect.sync(() => intake.pending.giveBack(points)))
      for (const news of newsOf(intake, points)) {
        ownNews.add(news)
        yield* feed.publish(news)
      }
    }
  })
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => intake.keepAll()).pipe(
      Effect.andThen(write),
      Effect.catchCause((cause) =>
        Effect.logWarning("the last positions of couriers were not written", cause)
      )
    )
  )
  const again = write.pipe(
    Effect.catchCause((cause) => Effect.logWarning("positions of couriers wait to be written", cause)),
    Effect.andThen(Effect.sleep(Limits.positionsWriteMs))
  )
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
    news.push({ courierId, regionId: tracked.regionId })
  }
  return news
}
