import { Limits, type LiveQuantiles, type OrderId } from "@hotbag/core"
import { Clock, Context, Effect, Layer } from "effect"
import { QuoteRulesOf } from "../catalogue/QuoteRulesOf.ts"
import { CalibrationStore } from "./CalibrationStore.ts"
import { keepCalibration } from "./keepCalibration.ts"
import { LiveDeliveries } from "./LiveDeliveries.ts"
import type { LiveDelivery } from "./LiveDelivery.ts"
import { type CourierSeen, type EtaListener, hasEnded, LiveEtaBook } from "./LiveEtaBook.ts"
import { PositionFeed } from "./PositionFeed.ts"
import { Tracker } from "./Tracker.ts"

/**
 * When the deliveries in progress arrive (S16, S68): estimated anew when their state changes, when their courier moves (every three seconds at most), and
 * every half minute, by the rules that their quotes were made by; quantiles are kept honest by how deliveries end, per region and hour, and what
 * was learned outlives the process. Everything is plain functions.
 */
export class LiveEta extends Context.Service<
  LiveEta,
  {
    /**
     * The estimate of an order in delivery; null before its delivery was requested and after its end, and while it comes to more than
     * `Limits.etaKnownWithinMs`.
     */
    readonly of: (orderId: OrderId, nowMs: number) => LiveQuantiles | null
    /** Hears of each estimate that is news from now on, until the answer is called. Must be quick, and must not throw. */
    readonly listen: (listener: EtaListener) => () => void
    /** How often what was said came true, in the text format of Prometheus. */
    readonly metrics: () => string
  }
>()("@hotbag/services/tracking/LiveEta") {
  static readonly layer: Layer.Layer<
    LiveEta,
    never,
    CalibrationStore | LiveDeliveries | PositionFeed | Tracker
  > = Layer.effect(
    LiveEta,
    Effect.suspend(() => makeLiveEta)
  )
}

const makeLiveEta = Effect.gen(function* () {
  const live = yield* LiveDeliveries
  const feed = yield* PositionFeed
  const tracker = yield* Tracker
  const clock = yield* Clock.clockWith(Effect.succeed)
  const rulesOf = yield* QuoteRulesOf
  const book = new LiveEtaBook(({ currency, regionId, restaurantId: id }) =>
    rulesOf({ id, regionId, currency })
  )
  yield* keepCalibration(book.learning, yield* CalibrationStore)
  const estimate = (delivery: LiveDelivery, nowMs: number): LiveQuantiles =>
    book.estimate(delivery, seenOf(tracker, delivery), nowMs)
  const stopFollowing = live.onChange((delivery) => {
    if (hasEnded(delivery)) book.end(delivery)
    else estimate(delivery, clock.currentTimeMillisUnsafe())
  })
  const stopListening = feed.listen(({ position }) => {
    const nowMs = clock.currentTimeMillisUnsafe()
    for (const delivery of live.ofCourier(position.courierId)) {
      if (!book.isRecent(delivery.orderId, nowMs)) estimate(delivery, nowMs)
    }
  })
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      stopListening()
      stopFollowing()
    })
  )
  const refresh = Effect.sync(() => {
    const nowMs = clock.currentTimeMillisUnsafe()
    for (const orderId of book.due(nowMs)) {
      const delivery = live.ofOrder(orderId)
      if (delivery === undefined) book.forget(orderId)
      else estimate(delivery, nowMs)
    }
  })
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(Limits.etaRefreshTurnMs), refresh)))
  return LiveEta.of({
    of: (orderId, nowMs) => {
      const delivery = live.ofOrder(orderId)
      if (delivery === undefined) return null
      const eta = book.of(orderId) ?? estimate(delivery, nowMs)
      return eta.p50AtMs - nowMs > Limits.etaKnownWithinMs ? null : notBefore(nowMs, eta)
    },
    listen: (listener) => book.listen(listener),
    metrics: () => book.metrics()
  })
})

/** What was expected some seconds ago may be over, and the delivery is not. */
const notBefore = (nowMs: number, eta: LiveQuantiles): LiveQuantiles =>
  eta.p10AtMs >= nowMs
    ? eta
    : {
        atMs: eta.atMs,
        p10AtMs: nowMs,
        p50AtMs: Math.max(nowMs, eta.p50AtMs),
        p90AtMs: Math.max(nowMs, eta.p90AtMs)
      }

const seenOf = (tracker: Tracker["Service"], { courierId }: LiveDelivery): CourierSeen => {
  if (courierId === null) return NOBODY
  const position = tracker.last(courierId)
  return { last: position ?? null, vehicle: tracker.vehicleOf(courierId) ?? null }
}

const NOBODY: CourierSeen = { last: null, vehicle: null }
