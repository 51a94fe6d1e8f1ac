import { Limits } from "@hotbag/core"
import { Clock, Context, Effect, Latch, Layer } from "effect"
import { Notices, type ToldNotice } from "../notices/Notices.ts"
import { type Approach, Approaches } from "./Approaches.ts"
import { LiveDeliveries } from "./LiveDeliveries.ts"
import type { LiveDelivery } from "./LiveDelivery.ts"
import { LiveEta } from "./LiveEta.ts"
import { PositionFeed } from "./PositionFeed.ts"

/**
 * Sees from positions that couriers are about to arrive, or have arrived. Whoever waits there is told `courier-arriving` and `courier-arrived`
 * once (S18), whatever is stopped and started in between; the state of a delivery is changed by the courier's word alone.
 */
export class Arrivals extends Context.Service<
  Arrivals,
  {
    /** Hears of each approach that nobody was told of before, until the answer is called. Must be quick, and must not throw. */
    readonly listen: (listener: (approach: Approach) => void) => () => void
  }
>()("@hotbag/services/tracking/Arrivals") {
  static readonly layer: Layer.Layer<Arrivals, never, LiveDeliveries | LiveEta | Notices | PositionFeed> =
    Layer.effect(
      Arrivals,
      Effect.suspend(() => makeArrivals)
    )
}

const makeArrivals = Effect.gen(function* () {
  const live = yield* LiveDeliveries
  const feed = yield* PositionFeed
  const etas = yield* LiveEta
  const clock = yield* Clock.clockWith(Effect.succeed)
  const approaches = new Approaches()
  let listeners: ReadonlyArray<(approach: Approach) => void> = []
  const tell = yield* makeTeller((approach) => {
    for (const listener of listeners) listener(approach)
  })
  const isSoon = ({ orderId }: LiveDelivery): boolean => {
    const nowMs = clock.currentTimeMillisUnsafe()
    const eta = etas.of(orderId, nowMs)
    return eta === null || eta.p50AtMs - nowMs <= Limits.arrivingWithinMs
  }
  const stopListening = feed.listen(({ position }) => {
    const work = live.ofCourier(position.courierId)
    if (work.length === 0) return
    for (const approach of approaches.see(position, work, isSoon)) tell(approach)
  })
  const stopFollowing = live.onChange((delivery) => approaches.follow(delivery))
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      stopListening()
      stopFollowing()
    })
  )
  return Arrivals.of({
    listen: (listener) => {
      const own = (approach: Approach): void => listener(approach)
      listeners = [...listeners, own]
      return () => {
        listeners = listeners.filter((each) => each !== own)
      }
    }
  })
})

/** Tells people beside, so that no position waits for a store; what could not be told is tried again, and the oldest lost beyond a bound (P8). */
const makeTeller = Effect.fnUntraced(function* (told: (approach: Approach) => void) {
  const notices = yield* Notices
  const waiting: Array<Approach> = []
  const bell = yield* Latch.make()
  const round = Effect.gen(function* () {
    yield* bell.await
    Latch.closeUnsafe(bell)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const approach = next
      const nowMs = yield* Clock.currentTimeMillis
      const telling = Effect.gen(function* () {
        const isNew = yield* notices.tell(noticeOf(approach, nowMs))
        return approach.zone === "near" ? isNew : yield* notices.tell(arrivedOf(approach, nowMs))
      })
      const isNew = yield* Effect.onError(telling, () => Effect.sync(() => waiting.unshift(approach)))
      if (isNew) told(approach)
    }
  })
  const again = Effect.catchCause(round, (cause) =>
    Effect.logWarning("arrivals wait to be told", cause).pipe(
      Effect.andThen(Effect.sleep(Limits.busyRetryAfterMs)),
      Effect.andThen(Effect.sync(() => Latch.openUnsafe(bell)))
    )
  )
  yield* Effect.forkScoped(Effect.forever(again))
  return (approach: Approach): void => {
    if (waiting.length >= Limits.waitingArrivals) waiting.shift()
    waiting.push(approach)
    Latch.openUnsafe(bell)
  }
})

/** The same key as when the courier says so: nobody is told twice. */
const noticeOf = ({ courierId, delivery, stop }: Approach, atMs: number): ToldNotice => {
  const { customerId, deliveryId, orderId, restaurantId } = delivery
  const what = { orderId, notice: "courier-arriving", atMs } as const
  return stop === "customer"
    ? { ...what, key: `${deliveryId}:arriving:customer`, to: "customer", recipientId: customerId }
    : {
        ...what,
        key: `${deliveryId}:arriving:${courierId}:restaurant`,
        to: "restaurant",
        recipientId: restaurantId
      }
}

/** That the courier is there: once for each stop, and each courier who comes for the food. */
const arrivedOf = (approach: Approach, atMs: number): ToldNotice => {
  const { key, ...rest } = noticeOf(approach, atMs)
  return { ...rest, key: key.replace(":arriving:", ":arrived:"), notice: "courier-arrived" }
}
