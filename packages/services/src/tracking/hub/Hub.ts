import { type DeliveryId, Limits, type OrderId } from "@hotbag/core"
import { Clock, Context, Effect, Layer, Option, Semaphore, Stream } from "effect"
import { CaseFeed } from "../../cases/CaseFeed.ts"
import { CaseStore } from "../../cases/CaseStore.ts"
import type { CourierStore } from "../../couriers/CourierStore.ts"
import type { CourierWork } from "../../couriers/CourierWork.ts"
import { Ids } from "../../Ids.ts"
import type { OrderReads } from "../../orders/OrderReads.ts"
import type { StoreUnavailable } from "../../StoreUnavailable.ts"
import { placeAfter } from "./watchCursor.ts"
import { HubEngine } from "./HubEngine.ts"
import { HubSight } from "./HubSight.ts"
import { readOpen } from "./readOpen.ts"
import type { RingTopicName } from "./RingRoom.ts"
import { topicOf } from "./Topic.ts"
import type { Watcher } from "./Watcher.ts"

/** Everybody who watches, in this process (C9). Its methods are plain: none waits, none fails. */
export class Hub extends Context.Service<
  Hub,
  {
    readonly join: (watcher: Watcher) => void
    readonly leave: (watcher: Watcher) => void
    /** Subscribes to the topic of that name after the place in the cursor; a name that means nothing is refused as if nothing was there. */
    readonly subscribe: (watcher: Watcher, name: string, cursor: string | null) => void
    readonly unsubscribe: (watcher: Watcher, name: string) => void
    /** For metrics, and for who drives it by hand. */
    readonly engine: HubEngine
  }
>()("@hotbag/services/tracking/hub/Hub") {
  /** The engine on the feeds and stores of this process, with a turn every `Limits.hubTickMs`. */
  static readonly layer: Layer.Layer<
    Hub,
    never,
    CaseFeed | CaseStore | CourierStore | CourierWork | HubSight | Ids | OrderReads
  > = Layer.effect(
    Hub,
    Effect.suspend(() => makeHub())
  )
}

const makeHub = Effect.fnUntraced(function* () {
  const sight = yield* HubSight
  const feed = yield* CaseFeed
  const clock = yield* Clock.clockWith(Effect.succeed)
  const nowMs = (): number => clock.currentTimeMillisUnsafe()
  const reads = yield* makeReads
  const epoch = (yield* (yield* Ids).next).replaceAll(/[^0-9a-z]/g, "").slice(-16)
  const engine = new HubEngine({
    sight,
    epoch,
    reads: {
      log: (orderId, ticket) =>
        reads.run(
          reads.log(orderId),
          (entries) => engine.logLoaded(orderId, ticket, entries, nowMs()),
          () => engine.cases.failed(orderId, ticket)
        ),
      open: (topic, ticket) =>
        reads.run(
          reads.open(topic),
          (orders) => engine.topicLoaded(topic.name, ticket, orders, nowMs()),
          () => engine.rings.failed(topic.name, ticket)
        )
    }
  })
  yield* Effect.forkScoped(
    Stream.runForEach(feed.changes, (item) =>
      Effect.sync(() => {
        if (item._tag === "FeedGap") engine.mistrust(nowMs())
        else engine.commit(item.change, nowMs())
      })
    ),
    { startImmediately: true }
  )
  yield* Effect.acquireRelease(
    Effect.sync(() =>
      sight.follow({
        moved: (courierId, sighting) => engine.moved(courierId, sighting, nowMs()),
        etaChanged: (orderId) => engine.cases.etaChanged(orderId),
        approached: (approach) => engine.approached(approach, nowMs())
      })
    ),
    (stop) => Effect.sync(stop)
  )
  yield* Effect.forkScoped(giveTurns(engine, nowMs))
  return Hub.of({
    engine,
    join: (watcher) => engine.join(watcher),
    leave: (watcher) => engine.leave(watcher, nowMs()),
    unsubscribe: (watcher, name) => engine.unsubscribe(watcher, topicOf(name)?.name ?? name, nowMs()),
    subscribe: (watcher, name, cursor) => {
      const topic = topicOf(name)
      if (topic === null) {
        engine.refuse(watcher, name, "not-found")
        return
      }
      const after = placeAfter(cursor, topic.name)
      if (topic.kind !== "delivery") {
        const orderId = topic.kind === "order" ? topic.id : null
        engine.subscribe(watcher, topic, orderId, after, nowMs())
        return
      }
      reads.run(
        reads.orderOf(topic.id),
        (orderId) => engine.subscribe(watcher, topic, orderId, after, nowMs()),
        () => engine.refuse(watcher, topic.name, "unavailable")
      )
    }
  })
})

/** Reads for watchers, a few at a time, each tried again while the store is away for a moment. */
const makeReads = Effect.gen(function* () {
  const store = yield* CaseStore
  const open = yield* readOpen
  const turns = yield* Semaphore.make(Limits.hubReads)
  const context = yield* Effect.context()
  const scope = yield* Effect.scope
  const runFork = Effect.runForkWith(context)
  return {
    log: (orderId: OrderId) => Effect.map(store.log(orderId), (log) => log.map(({ entry }) => entry)),
    orderOf: (deliveryId: DeliveryId) => Effect.map(store.orderOf(deliveryId), Option.getOrNull),
    open: (topic: RingTopicName) => open(topic),
    /** Reads in the background, and tells what came of it. */
    run: <A>(
      read: Effect.Effect<A, StoreUnavailable>,
      done: (found: A) => void,
      failed: () => void
    ): void => {
      runFork(
        Semaphore.withPermit(turns, Effect.retry(read, { times: READ_AGAIN })).pipe(
          Effect.match({ onSuccess: done, onFailure: failed }),
          Effect.forkIn(scope)
        )
      )
    }
  }
})

/** Times that a read is tried again before its watchers are told to come back later. */
const READ_AGAIN = 2

const giveTurns = (engine: HubEngine, nowMs: () => number): Effect.Effect<never> =>
  Effect.suspend(() => {
    let dueMs = nowMs() + Limits.hubTickMs
    const turn = Effect.sync(() => {
      const now = nowMs()
      engine.tick(now, now - dueMs)
      dueMs = now + Limits.hubTickMs
    })
    return Effect.forever(Effect.andThen(Effect.sleep(Limits.hubTickMs), turn))
  })
