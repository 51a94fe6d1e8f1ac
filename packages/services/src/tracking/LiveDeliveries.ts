import type { CourierId, DeliveryId, OrderCase, OrderId } from "@hotbag/core"
import { Limits } from "@hotbag/core"
import { Context, Effect, Layer, Option, Stream } from "effect"
import { CaseFeed } from "../cases/CaseFeed.ts"
import { CaseStore } from "../cases/CaseStore.ts"
import { Catalogue } from "../catalogue/Catalogue.ts"
import { CourierStore } from "../couriers/CourierStore.ts"
import { openCases } from "../couriers/openCases.ts"
import { Explanations } from "../dispatch/Explanations.ts"
import type { LiveDelivery } from "./LiveDelivery.ts"
import { LiveBook, type LiveListener } from "./LiveBook.ts"

/**
 * Which deliveries are under way, and whose map a courier is on: kept at hand, because it is asked for every position. Follows what is saved, reads
 * what is open at the start, after a gap and every `Limits.liveSweepMs`. Plain functions.
 */
export class LiveDeliveries extends Context.Service<
  LiveDeliveries,
  {
    /** The delivery of an order, from its request to its end. */
    readonly ofOrder: (orderId: OrderId) => LiveDelivery | undefined
    readonly ofDelivery: (deliveryId: DeliveryId) => LiveDelivery | undefined
    /** What a courier has in hand: accepted and not ended. Usually one to three. */
    readonly ofCourier: (courierId: CourierId) => ReadonlyArray<LiveDelivery>
    /** Who has something in hand. */
    readonly couriers: () => ReadonlyArray<CourierId>
    /** Hears of each change from now on, until the answer is called. Must be quick, and must not throw. */
    readonly onChange: (listener: LiveListener) => () => void
    /** False until everything that was open at the start has been read: then nothing said here is missing. */
    readonly isLoaded: () => boolean
    /** Deliveries under way. */
    readonly size: () => number
  }
>()("@hotbag/services/tracking/LiveDeliveries") {
  static readonly layer: Layer.Layer<
    LiveDeliveries,
    never,
    CaseFeed | CaseStore | Catalogue | CourierStore | Explanations
  > = Layer.effect(
    LiveDeliveries,
    Effect.suspend(() => makeLiveDeliveries)
  )
}

const makeLiveDeliveries = Effect.gen(function* () {
  const book = new LiveBook()
  const readAll = yield* makeReadAll(book)
  const hear = yield* makeHear(book)
  const { changes } = yield* CaseFeed
  let isLoaded = false
  // From before the stores are read, so that nothing falls in between.
  yield* changes.pipe(
    Stream.runForEach((item) =>
      item._tag === "CaseCommitted" ? hear(item.change.after) : Effect.ignore(readAll)
    ),
    Effect.forkScoped({ startImmediately: true })
  )
  const sweep = Effect.matchCauseEffect(readAll, {
    onFailure: (cause) =>
      Effect.andThen(
        Effect.logWarning("deliveries under way are read anew later", cause),
        Effect.sleep(Limits.busyRetryAfterMs)
      ),
    onSuccess: () => {
      isLoaded = true
      return Effect.sleep(Limits.liveSweepMs)
    }
  })
  yield* Effect.forkScoped(Effect.forever(sweep), { startImmediately: true })
  return LiveDeliveries.of({
    ofOrder: (orderId) => book.ofOrder(orderId),
    ofDelivery: (deliveryId) => book.ofDelivery(deliveryId),
    ofCourier: (courierId) => book.ofCourier(courierId),
    couriers: () => book.couriers(),
    onChange: (listener) => book.listen(listener),
    isLoaded: () => isLoaded,
    size: () => book.size
  })
})

/** Hears one case; when its courier carries several, how dispatch meant them is looked up. */
const makeHear = Effect.fnUntraced(function* (book: LiveBook) {
  const explanations = yield* Explanations
  return Effect.fnUntraced(function* (state: OrderCase) {
    book.hear(state)
    for (const offerId of book.missingOffers(state)) {
      const record = yield* Effect.option(explanations.offer(offerId))
      if (Option.isSome(record) && Option.isSome(record.value)) book.learnOffer(record.value.value)
    }
  })
})

/** Reads everything that is open, and looks after what is not open any more. */
const makeReadAll = Effect.fnUntraced(function* (book: LiveBook) {
  const cases = yield* CaseStore
  const catalogue = yield* Catalogue
  const couriers = yield* CourierStore
  const hear = yield* makeHear(book)
  return Effect.gen(function* () {
    const known = book.orders()
    const seen = new Set<OrderId>()
    const regions = new Set([...(yield* catalogue.regions), ...(yield* couriers.regions)])
    for (const regionId of regions) {
      for (const state of yield* openCases(cases, regionId)) {
        seen.add(state.order.orderId)
        yield* hear(state)
      }
    }
    for (const orderId of known) {
      if (seen.has(orderId)) continue
      const found = yield* cases.load(orderId)
      if (Option.isSome(found)) yield* hear(found.value)
    }
  })
})
